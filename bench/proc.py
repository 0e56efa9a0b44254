"""What the kernel says about a process and a core: CPU seconds and memory."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads of a process, in steps of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def core_seconds(core: int) -> tuple[float, float]:
    """What a core has spent on programs, and on interrupts (the loopback network's work is mostly there)."""
    for line in Path("/proc/stat").read_text().splitlines():
        if line.startswith(f"cpu{core} "):
            user, nice, system, _idle, _wait, irq, softirq, *_ = map(int, line.split()[1:])
            return (user + nice + system) / TICKS, (irq + softirq) / TICKS
    return 0.0, 0.0


def peak_memory(pid: int) -> float:
    """The most memory that a process has held, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0
