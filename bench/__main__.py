"""`make bench`: measures each shape on our server and on Hocuspocus in turns, and writes bench/report.md and .json.

make bench                                       three rounds, about twenty-five minutes
make bench ARGS=--quick                          one short round
make bench ARGS="--only write-200 --rounds 1"    one shape
"""

import argparse
import time
from dataclasses import dataclass
from typing import Any

from bench import report
from bench.servers import PLAIN, CommonwealServer, HocuspocusServer, Server, load, prepare

WARM_UP = 3.0


@dataclass(frozen=True)
class Shape:
    """What so many people do in one room."""

    key: str
    title: str
    kind: str
    people: int
    writers: int = 0
    seconds: float = 20.0
    sheet: str = "open.room"
    notes: int = 0
    tickets: str = ""
    systems: tuple[str, ...] = ("commonweal", "hocuspocus")


ALL = ("commonweal", "plain", "hocuspocus")
SHAPES = (
    Shape("write-30", "30 people, all writing", "write", 30, 30),
    Shape("write-200", "200 people, all writing", "write", 200, 200, systems=ALL),
    Shape("write-500-50", "500 people, 50 writing", "write", 500, 50),
    Shape("write-500", "500 people, all writing", "write", 500, 500, systems=ALL),
    Shape("storm", "300 join in 3 s a room with 2,000 notes", "storm", 300, seconds=3, notes=2000, tickets="ahead"),
    Shape(
        "storm-tickets",
        "the same, each fetching its one-use ticket as well",
        "storm",
        300,
        seconds=3,
        notes=2000,
        tickets="each",
        systems=("commonweal",),
    ),
    Shape(
        "reveal-200",
        "200 write on an until-shared sheet, then it is shared",
        "reveal",
        200,
        200,
        sheet="alone.room",
        systems=("commonweal",),
    ),
)


def server(system: str, shape: Shape) -> Server:
    if system == "hocuspocus":
        return HocuspocusServer()
    return CommonwealServer(PLAIN if system == "plain" else "", shape.people, shape.notes)


def measure(system: str, shape: Shape, seed: int, quick: bool) -> dict[str, Any]:
    """One shape on one system, on a fresh server."""
    with server(system, shape) as running:
        seconds = min(6.0, shape.seconds) if quick else shape.seconds
        job = {
            "system": system,
            "kind": shape.kind,
            "people": shape.people,
            "writers": shape.writers,
            "seconds": seconds,
            "warm_up": WARM_UP,
            "sheet": shape.sheet,
            "notes": shape.notes,
            "tickets": shape.tickets,
            "seed": seed,
            "pid": running.pid,
            "address": running.address,
            "room": getattr(running, "room", {}),
        }
        return load(job)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[], metavar="SHAPE", choices=[s.key for s in SHAPES])
    parser.add_argument("--system", action="append", default=[], choices=ALL)
    options = parser.parse_args()
    prepare()
    shapes = [shape for shape in SHAPES if not options.only or shape.key in options.only]
    results: list[dict[str, Any]] = []
    for round_number in range(1 if options.quick else options.rounds):
        for shape in shapes:
            for system in shape.systems:
                if options.system and system not in options.system:
                    continue
                seed = 1000 + round_number
                found = measure(system, shape, seed, options.quick)
                results.append({"shape": shape.key, "system": system, "round": round_number, "seed": seed, **found})
                print(f"{round_number + 1} {shape.key:14} {system:11} {report.line(found)}", flush=True)
                time.sleep(0.5)
    titles = {shape.key: shape.title for shape in shapes}
    whole = not (options.only or options.system or options.quick)
    print("\n" + report.write(results, titles, save=whole))


if __name__ == "__main__":
    main()
