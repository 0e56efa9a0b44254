"""The report: medians with least and most, as Markdown for reading and JSON for comparing."""

import json
import platform
import statistics
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NAMES = {
    "commonweal": "Commonweal",
    "plain": "Commonweal, ordinary sends",
    "hocuspocus": "Hocuspocus",
}
WRITE = (
    ("delivered a second", "delivered_per_second", "{:,.0f}"),
    ("p50 ms", "p50", "{:.1f}"),
    ("p95 ms", "p95", "{:.1f}"),
    ("p99 ms", "p99", "{:.1f}"),
    ("saved p99 ms", "ack_p99", "{:.1f}"),
    ("CPU % of a core", "cpu_percent", "{:.1f}"),
    ("peak memory MB", "peak_memory", "{:.0f}"),
    ("load's CPU %", "load_percent", "{:.0f}"),
    ("complete", "complete", "{}"),
)
STORM = (
    ("CPU s", "cpu_seconds", "{:.2f}"),
    ("joined p50 ms", "join_p50", "{:.0f}"),
    ("joined p95 ms", "join_p95", "{:.0f}"),
    ("joined p99 ms", "join_p99", "{:.0f}"),
    ("peak memory MB", "peak_memory", "{:.0f}"),
    ("complete", "complete", "{}"),
)
REVEAL = (
    ("CPU % while writing", "cpu_percent", "{:.1f}"),
    ("saved p99 ms", "ack_p99", "{:.1f}"),
    ("words seen before", "leaked", "{:.0f}"),
    ("shared to half, ms", "share_p50", "{:.0f}"),
    ("shared to the last, ms", "share_last", "{:.0f}"),
    ("CPU s of sharing", "share_cpu_seconds", "{:.2f}"),
    ("peak memory MB", "peak_memory", "{:.0f}"),
    ("complete", "complete", "{}"),
)


def columns(shape: str) -> tuple[tuple[str, str, str], ...]:
    return STORM if shape.startswith("storm") else REVEAL if shape.startswith("reveal") else WRITE


def line(found: dict[str, Any]) -> str:
    """One run in one line, while it goes on."""
    names = [name for name in found if found[name] is not None and name not in ("seconds", "at")]
    return " ".join(f"{n}={found[n]:.1f}" if isinstance(found[n], float) else f"{n}={found[n]}" for n in names)


def write(results: list[dict[str, Any]], titles: dict[str, str], *, save: bool) -> str:
    """The report's text; kept in bench/report.md and bench/report.json when the run was a whole one."""
    text = "\n".join([*_head(results), *[part for shape in titles for part in _table(shape, titles[shape], results)]])
    if save:
        (HERE / "report.md").write_text(text + "\n")
        made = {"date": _today(), "machine": machine(), "results": results}
        (HERE / "report.json").write_text(json.dumps(made, indent=1) + "\n")
    return text


def _today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")


def machine() -> str:
    """The machine in one line."""
    cores = Path("/proc/cpuinfo").read_text()
    model = next((row.partition(":")[2].strip() for row in cores.splitlines() if row.startswith("model name")), "")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024 // 1024
    return f"{cores.count('processor')} cores ({model}), {memory} GB, Linux {platform.release()}"


def _head(results: list[dict[str, Any]]) -> list[str]:
    rounds = 1 + max((found["round"] for found in results), default=0)
    other = max((found.get("other_percent", 0.0) for found in results), default=0.0)
    return [
        "# Measured: one room, beside Hocuspocus",
        "",
        "Made by `make bench`; `docs/measurements.md` says what the figures mean.",
        "",
        f"{_today()}. {machine()}. Python {platform.python_version()}. Server on core 0, load on core 1, loopback.",
        f"{rounds} rounds in turns; median (least to most). At most {other:.0f} % of core 0 went to anything else",
        "(the kernel's work on interrupts included).",
        "",
    ]


def _table(shape: str, title: str, results: list[dict[str, Any]]) -> list[str]:
    chosen = columns(shape)
    rows = [
        f"## {title}",
        "",
        "| | " + " | ".join(name for name, _, _ in chosen) + " |",
        "|---" * (len(chosen) + 1) + "|",
    ]
    for system, name in NAMES.items():
        runs = [found for found in results if found["shape"] == shape and found["system"] == system]
        if runs:
            rows.append(f"| {name} | " + " | ".join(_cell(runs, key, form) for _, key, form in chosen) + " |")
    return [*rows, ""]


def _cell(runs: list[dict[str, Any]], key: str, form: str) -> str:
    values = [run[key] for run in runs if run.get(key) is not None]
    if not values:
        return "–"
    if isinstance(values[0], bool):
        return "yes" if all(values) else f"no ({sum(values)} of {len(values)})"
    middle = form.format(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({form.format(min(values))} to {form.format(max(values))})"
