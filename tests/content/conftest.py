"""A folder of content of one's own, with one of each kind."""

import json
from pathlib import Path

import pytest

ACTIVITY = """\
key = "own-1"
title = "Who holds the keys"
purpose = "Find who can open which door."
minutes = 20
holder = "group"
privacy = "until-shared"

[[steps]]
key = "people"
block = "table"
title = "People"
add_label = "Add a person"

[[steps.columns]]
key = "name"
label = "Who"

[[steps.columns]]
key = "door"
label = "Door"
type = "choice"
options = ["budget", "staff"]

[[steps]]
key = "map"
block = "matrix"
title = "Map"
items_from = "people"
label_from = "name"

[[steps.cells]]
key = "near"
label = "Near"
row = 0
column = 0

[[steps.cells]]
key = "far"
label = "Far"
row = 1
column = 0

[guide]
purpose = "To see who is locked out."
six = "One door each."
listen_for = ["Keys that nobody mentions."]
"""
PROGRAMME = """\
key = "own-day"
title = "A short day"
version = 1
start = "09.30"
end = "12.00"
activities = ["own-1"]
scenarios = ["1x"]
readings = ["doors"]
resources = ["door-kit"]

[[parts]]
key = "p1"
title = "Doors"
outcomes = ["know who opens what"]

[parts.guide]
purpose = "To find the keys."
timings = ["5 min: knock."]

[[agenda]]
key = "s1"
title = "Doors"
minutes = 20
kind = "activity"
part = "p1"
fixed = "09.30"

[[agenda.activities]]
key = "own-1"
minutes = 20
"""
SCENARIO = """\
key = "1x"
title = "The night bus"
theme = "Transport"
stakeholders = [{ organisation = "Bus company", role = "runs it" }]

[steps]
step1 = "The night bus"
"""
READING = """\
+++
key = "doors"
code = "T99"
title = "Doors"
summary = "On doors."
sources = ["smith-2001"]
question = "Which door is yours?"
diagrams = ["two-doors"]
tools = ["own-1"]
related = ["windows"]
+++

## Doors

Open them.
"""
RELATED = """\
+++
key = "windows"
title = "Windows"
related = ["doors"]
+++

Look through them.
"""
DIAGRAM = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" role="img">
  <title>Two doors</title>
  <desc>Left, a closed door.
    Right, an open one.</desc>
  <!-- drawn by hand -->
  <g class="tone-plain">
    <rect class="d-thin d-paper" x="5" y="5" width="40" height="40"/>
    <text class="d-text" x="50" y="20">Closed &amp; open</text>
  </g>
</svg>
"""
RESOURCE = """\
key = "door-kit"
title = "The door kit"
kind = "toolkit"
year = 2001
who_for = "Caretakers."
offers = "Twelve keys."
reference = "smith-2001"
themes = ["doors"]
"""
REFERENCES = [
    {
        "id": "smith-2001",
        "type": "book",
        "title": "On Doors",
        "author": [{"family": "Smith", "given": "Ann Mary"}, {"family": "Jones", "given": "B."}],
        "issued": {"date-parts": [[2001]]},
        "publisher": "Door Press",
        "publisher-place": "Hull",
    }
]
RECORDED = """\
key = "recorded-own-1"
activity = "own-1"
source = "Report of 2008, p. 3"

[[groups]]
name = "A group"

[[groups.entries]]
step = "people"
fields = { name = "Caretaker", door = "staff" }

[[groups.entries]]
step = "map"
fields = { item_name = "Caretaker", cell = "near" }

[[groups.entries]]
step = "map"
fields = { item_name = "Caretaker" }
unclear = true
why = "The columns of the table have run together."
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of one's own with one of each."""
    files = {
        "activities/own-1.toml": ACTIVITY,
        "programmes/own-day.toml": PROGRAMME,
        "scenarios/1x.toml": SCENARIO,
        "readings/doors.md": READING,
        "readings/windows.md": RELATED,
        "diagrams/two-doors.svg": DIAGRAM,
        "resources/door-kit.toml": RESOURCE,
        "references/references.json": json.dumps(REFERENCES, indent=1),
        "recorded/recorded-own-1.toml": RECORDED,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path
