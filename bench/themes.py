"""How long suggesting themes takes, what it costs a server that does and one that does not: `python -m bench.themes`.

Notes are made up from a seed: forty subjects, each with words of its own, three to eight words a note. The time of the
import, which is paid once and only when somebody asks, is measured apart. ARI says how well groups meet subjects.
"""

import os
import random
import subprocess
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the server has it

from bench.recorded_themes import ari, everything, offered
from commonweal.core.themes import Note, suggest
from commonweal.web.meaning import Meaning, installed

SEED, SUBJECTS = 8326, 40
SIZES = (40, 200, 1_000, 2_000)
_SYLLABLES = """
ba be bi bo bu da de di do du fa fe fi fo ga go ha he hi ho ka ke la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve wa we
"""
_FILLING = """
the of and for with our a to in more lack need people work between about
"""
SYLLABLES, FILLING = _SYLLABLES.split(), _FILLING.split()


def made_up(count: int, seed: int = SEED) -> tuple[list[Note], dict[str, int]]:
    """So many notes, and the subject of each."""
    source = random.Random(seed)
    words = [
        ["".join(source.choices(SYLLABLES, k=source.choice((2, 3, 4)))) for _ in range(9)] for _ in range(SUBJECTS)
    ]
    notes, subjects = [], {}
    for number in range(count):
        subject = source.randrange(SUBJECTS)
        picked = source.sample(words[subject], source.choice((2, 3, 4))) + source.sample(
            FILLING, source.choice((1, 2, 4))
        )
        source.shuffle(picked)
        notes.append(Note(str(number), " ".join(picked)))
        subjects[str(number)] = subject
    return notes, subjects


def resident(code: str) -> float:
    """Megabytes that a fresh process holds after running some code."""
    script = f"{code}\nprint(int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6)"
    return float(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)


def extra() -> None:
    """The same with the extra [themes], where it is installed; its groups of made-up words mean nothing, its time does."""
    meaning = Meaning(installed)
    began = time.perf_counter()
    if not meaning.usable():
        print("the extra [themes] is not installed: requirements/themes.txt")
        return
    print(f"extra: loaded in {time.perf_counter() - began:.1f} s")
    print(f"extra: recorded notes, {everything(meaning.of)}; {offered(meaning.of)}")
    for size in SIZES:
        notes, _ = made_up(size, SEED + size)
        began, cpu, asked = time.perf_counter(), time.process_time(), 1
        while suggest(notes, meaning=meaning.of).by != "meaning":
            asked += 1
        print(
            f"extra: {size:5} new notes: {time.perf_counter() - began:.2f} s, processor {time.process_time() - cpu:.2f} s,"
            f" asked {asked} times",
            end="",
        )
        began = time.perf_counter()
        suggest([*notes[1:], Note("new", "one more note")], meaning=meaning.of)
        print(f"; with one of them changed {time.perf_counter() - began:.2f} s")
    used = resident(
        "import commonweal.core.themes as t, commonweal.web.meaning as m\n"
        "t.suggest([t.Note(str(n), f'money for {n}') for n in range(9)], meaning=m.Meaning(m.installed).of)"
    )
    print(f"extra: {used:.0f} MB of memory once used")


def main() -> None:
    suggest([Note(str(n), f"money for youth {n}") for n in range(4)])  # the import
    for size in SIZES:
        notes, subjects = made_up(size)
        took, worked = [], []
        for _ in range(5):
            began, cpu = time.perf_counter(), time.process_time()
            found = suggest(notes)
            took.append(time.perf_counter() - began)
            worked.append(time.process_time() - cpu)
        where = {note: number for number, group in enumerate(found.groups) for note in group.notes}
        print(
            f"{size:5} notes: median {sorted(took)[2]:.3f} s, worst {max(took):.3f} s, processor {sorted(worked)[2]:.3f} s;"
            f" {len(found.groups)} groups of {len(where)} notes, ARI {ari(list(where.values()), [subjects[note] for note in where]):.2f}"
        )
    themed = [Note(n.id, n.text, f"subject {subjects[n.id]}" if int(n.id) % 2 else "") for n in notes]
    began = time.perf_counter()
    found = suggest(themed)
    took_more = time.perf_counter() - began
    right = sum(more.theme == f"subject {subjects[more.note]}" for more in found.more)
    print(f" half of them in themes: {took_more:.3f} s; {right} of {len(found.more)} proposals are right")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import scipy.cluster.hierarchy, scipy.sparse"], check=True)
    print(f"first use: imports {time.perf_counter() - began:.1f} s, interpreter included")
    plain = resident("import commonweal.core.themes")
    used = resident(
        "import commonweal.core.themes as t\nt.suggest([t.Note(str(n), f'money for {n}') for n in range(9)])"
    )
    print(f"memory: {plain:.0f} MB with the module alone, {used:.0f} MB once used")
    print(f"recorded notes, {everything(None)}; {offered(None)}")
    extra()


if __name__ == "__main__":
    main()
