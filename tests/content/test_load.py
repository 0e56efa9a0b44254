"""Content is loaded from data files alone, shipped ones and one's own."""

import json
import re
from pathlib import Path

import pytest

from commonweal.blocks.fields import Problem, check_fields
from commonweal.blocks.registry import kinds
from commonweal.blocks.step import Written
from commonweal.content.load import DATA, UnknownError, library, load, step

DOCS = Path(__file__).parents[2] / "docs" / "howto"


def test_activity_from_a_data_file_alone_checks_and_sums_entries(own: Path) -> None:
    people = load([own]).activity("own-1").step("people")
    assert people is not None
    table = kinds()[people.block]
    kept = check_fields(table.fields(people), {"name": "Caretaker", "door": "staff", "place": 1}, whole=True)
    with pytest.raises(Problem):
        check_fields(table.fields(people), {"door": "roof"}, whole=True)
    assert table.summary(people, [Written("0b5ad2f4-6f0c-4c6e-9a2b-0f6f7f0a1b2c", "people", kept)]) == {
        "total": 1,
        "rows": {},
        "picks": {"door": {"budget": 0, "staff": 1}},
        "pickers": 1,
    }


def test_shipped_content_loads() -> None:
    assert library() is library()
    assert library().activities.keys() >= {file.stem for file in (DATA / "activities").glob("*.toml")}


@pytest.mark.parametrize("programme", sorted(file.stem for file in (DATA / "programmes").glob("*.toml")))
def test_shipped_programme_resolves_to_plain_json_with_steps_that_rebuild(programme: str) -> None:
    resolved = library().resolve(programme)
    assert json.loads(json.dumps(resolved)) == resolved
    for key, activity in resolved["activities"].items():
        rebuilt = [step(activity, settings["key"]) for settings in activity["steps"]]
        assert rebuilt == library().activity(key).steps


def test_resolve_holds_all_that_a_room_needs(own: Path) -> None:
    step_to_read = '[[steps]]\nkey = "read"\nblock = "reading"\ntitle = "Read"\nreading = "windows"\n\n[guide]'
    file = own / "activities" / "own-1.toml"
    file.write_text(file.read_text().replace("[guide]", step_to_read))
    resolved = load([own]).resolve("own-day")
    assert json.loads(json.dumps(resolved)) == resolved
    assert resolved["programme"]["agenda"][0]["activities"] == [{"key": "own-1", "minutes": 20, "core": True}]
    assert [settings["block"] for settings in resolved["activities"]["own-1"]["steps"]] == [
        "table",
        "matrix",
        "reading",
    ]
    assert list(resolved["readings"]) == ["doors", "windows"], "the programme's, then those that steps name"
    doors = resolved["readings"]["doors"]
    assert (doors["sources"], doors["tools"], doors["related"]) == (["smith-2001"], ["own-1"], ["windows"])
    assert [(one["key"], one["title"], one["description"]) for one in doors["diagrams"]] == [
        ("two-doors", "Two doors", "Left, a closed door. Right, an open one.")
    ]
    assert doors["text"] == "## Doors\n\nOpen them."
    assert resolved["references"] == [
        {
            "key": "smith-2001",
            "html": "Smith, A.M. and Jones, B. (2001) <i>On Doors</i>. Hull: Door Press.",
            "note": "",
        }
    ]
    assert resolved["resources"]["door-kit"]["offers"] == "Twelve keys."
    assert resolved["activities"]["own-1"]["guide"]["six"] == "One door each."
    assert resolved["programme"]["parts"][0]["guide"]["timings"] == ["5 min: knock."]
    assert resolved["scenarios"]["1x"]["stakeholders"] == [{"organisation": "Bus company", "role": "runs it"}]
    assert resolved["blocks"] == {"table": 1, "matrix": 1, "reading": 1}


def test_step_is_rebuilt_from_a_resolved_activity_that_went_through_a_database(own: Path) -> None:
    loaded = load([own])
    resolved = json.loads(json.dumps(loaded.resolve("own-day")))
    assert step(resolved["activities"]["own-1"], "map") == loaded.activity("own-1").step("map")
    with pytest.raises(UnknownError, match="no step 'other'"):
        step(resolved["activities"]["own-1"], "other")


def test_recorded_feedback_names_its_items_and_says_what_is_unclear(own: Path) -> None:
    recorded = load([own]).recorded("own-1")
    assert [entry.unclear for entry in recorded[0].groups[0].entries] == [False, False, True]
    assert load([own]).recorded("nothing") == []


def test_own_file_replaces_one_of_the_same_key_from_an_earlier_folder(
    own: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    later = tmp_path_factory.mktemp("later")
    (later / "activities").mkdir()
    text = (own / "activities" / "own-1.toml").read_text()
    (later / "activities" / "own-1.toml").write_text(text.replace("Who holds the keys", "Keys"))
    assert load([own, later]).activity("own-1").title == "Keys"
    assert load([own]).activity("own-1").title == "Who holds the keys"


def test_unknown_key_names_what_there_is(own: Path) -> None:
    with pytest.raises(UnknownError, match=r"There is no programme 'other'\. There are: .*own-day"):
        load([own]).programme("other")


def test_howto_s_activity_loads(tmp_path: Path) -> None:
    text = (DOCS / "add-an-activity.md").read_text(encoding="utf-8")
    example = re.search(r"^ +```toml\n(.*?)^ +```", text, re.DOTALL | re.MULTILINE)
    assert example is not None
    (tmp_path / "activities").mkdir()
    (tmp_path / "activities" / "hopes.toml").write_text(re.sub(r"^ {3}", "", example[1], flags=re.MULTILINE))
    hopes = load([tmp_path]).activity("hopes")
    assert hopes.guide is not None
    assert hopes.guide.timings == ["3 min: alone, in silence.", "12 min: read and talk."]
    assert [settings.block for settings in hopes.steps] == ["notes"]


@pytest.mark.parametrize("page", ["add-a-block.md", "add-an-activity.md"])
def test_howto_names_every_block_once_in_its_table(page: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \|", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert [rows.count(kind) for kind in kinds()] == [1] * len(kinds())
