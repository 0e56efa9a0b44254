"""What is wrong with a data file is said with file, line and remedy, all of it at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.content.load import ContentError, load


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def faults_in(folder: Path) -> list[tuple[str, int, str]]:
    """What loading finds wrong: file name, line, words and remedy."""
    with pytest.raises(ContentError) as caught:
        load([folder])
    return [(fault.file.name, fault.line, f"{fault.words} {fault.remedy}") for fault in caught.value.faults]


A, P, R, S = "activities/own-1.toml", "programmes/own-day.toml", "recorded/recorded-own-1.toml", "scenarios/1x.toml"
D, K = "readings/doors.md", "resources/door-kit.toml"
WRONG: list[tuple[str, tuple[str, str], int, str]] = [
    (A, ('title = "Who holds', "title = Who holds"), 2, "This is not TOML: "),
    (A, ("minutes = 20", 'minutes = "20"'), 4, "`minutes` must be a whole number. Write it with digits"),
    (A, ("minutes = 20\n", ""), 1, "`minutes` is missing. Add it."),
    (A, ("minutes = 20", "minuets = 20\nminutes = 20"), 4, "`minuets` is not known here. Check its spelling"),
    (
        A,
        ('holder = "group"', 'holder = "team"'),
        5,
        "`holder` must be 'person', 'pair', 'group' or 'room', but is 'team'.",
    ),
    (A, ('key = "own-1"', 'key = "Own 1"'), 1, "`key` must be a key, but is 'Own 1'. Use small letters"),
    (
        A,
        ('block = "table"', 'block = "tabel"'),
        8,
        "`steps 1` names the block 'tabel', which is not there. Choose one of",
    ),
    (A, ('block = "table"\n', ""), 8, "`steps 1` names no block."),
    (
        A,
        ('type = "choice"\n', ""),
        18,
        "`steps 1, columns 2` does not fit: columns of type choice and picks have options",
    ),
    (A, ('key = "name"', 'key = "place"'), 14, "every row has a field of that name"),
    (A, ('key = "name"', 'key = "box"'), 14, "every row has a field of that name"),
    (
        A,
        ('key = "name"', 'key = "constructor"'),
        15,
        "`steps 1, columns 1, key` does not fit: 'constructor' cannot be a key",
    ),
    (A, ('key = "door"', 'key = "name"'), 14, "`steps 1, columns` does not fit: two have the key 'name'"),
    (A, ('add_label = "Add a person"\n', ""), 8, "`steps 1` does not fit: a table needs add_label"),
    (A, ('key = "map"', 'key = "people"'), 8, "`steps` does not fit: two have the key 'people'"),
    (A, ('items_from = "people"', 'items_from = "list"'), 28, "names no other step, but 'list'. Use one of people."),
    (A, ('label_from = "name"', 'label_from = "who"'), 29, "Use one of row, name, door, place, source."),
    (A, ("row = 1\n", "row = 0\n"), 31, "two cells stand in one place"),
    (
        A,
        ('key = "near"\n', 'key = "near"\ntone = "red"\n'),
        33,
        "`steps 2, cells 1, tone` must be 'pink', 'yellow', 'green'",
    ),
    (A, ('"until-shared"', '"sealed"'), 6, 'is sealed, and the holder is a group. Use holder = "person".'),
    (A, ('holder = "group"\nprivacy = "until-shared"', 'holder = "person"\nprivacy = "sealed"'), 6, "block matrix"),
    (A, ('"until-shared"', '"until-shared"\nshares = "copy"'), 7, "only a person's private sheet can have"),
    (A, ('"until-shared"', '"until-shared"\njoint = true'), 7, "true, which only a person's private sheet can have"),
    (A, ('"until-shared"', '"until-shared"\ntogether = "wall"'), 7, "no step has the block notes"),
    (A, ('"until-shared"', '"until-shared"\nfrom_prompt = "step3"'), 7, "is there without from_activity"),
    (A, ('"until-shared"', '"until-shared"\nfrom_activity = "zz"'), 7, "names 'zz', which is not there"),
    (P, ('start = "09.30"', 'start = "9:30"'), 4, "`start` must be a time of day, but is '9:30'. Write it as 09.30"),
    (P, ('start = "09.30"', 'start = "13.00"'), 5, "`end` is not after start."),
    (P, ('fixed = "09.30"', 'fixed = "08.30"'), 26, "is 08.30, out of order or outside the day"),
    (P, ('part = "p1"', 'part = "p2"'), 25, "`agenda 1, part` names 'p2', which is no part."),
    (P, ("minutes = 20", "minutes = 0"), 23, "`agenda 1, minutes` must be more than 0."),
    (P, ('["own-1"]', '["own-1", "own-2"]'), 6, "`activities 2` names 'own-2', which is not there."),
    (P, ('["1x"]', '["1y"]'), 7, "`scenarios 1` names '1y', which is not there."),
    (
        P,
        ('[[agenda.activities]]\nkey = "own-1"', '[[agenda.activities]]\nkey = "hm"'),
        29,
        "which `activities` does not list",
    ),
    (S, ("step1 =", "step11 ="), 7, "`steps, step11` is not a step of the framework. Use step1 to step10."),
    (S, ('key = "1x"', 'key = "1y"'), 1, "`key` is '1y', and the file is called 1x.toml. Give both one name."),
    ("readings/doors.md", ('code = "T99"', "code = 99"), 3, "`code` must be text."),
    ("readings/doors.md", ('code = "T99"', "code = T99"), 3, "This is not TOML: "),
    (
        D,
        ('"smith-2001"', '"smith-2002"'),
        6,
        "`sources 1` names 'smith-2002', which is not there. Write it in",
    ),
    (D, ('["two-doors"]', '["three-doors"]'), 8, "`diagrams 1` names 'three-doors', which is not there."),
    (D, ('["own-1"]', '["own-2"]'), 9, "`tools 1` names 'own-2', which is not there. Write it in activities"),
    (D, ('["windows"]', '["windows", "windows"]'), 10, "`related 2` has 'windows' twice. Take one out."),
    (K, ('"smith-2001"', '"smith-2002"'), 7, "`reference` names 'smith-2002', which is not there."),
    (K, ('["doors"]', '["walls"]'), 8, "`themes 1` names 'walls', which is not there. Write it in readings"),
    (K, ('who_for = "Caretakers."\n', ""), 1, "`who_for` is missing. Add it."),
    (K, ("year = 2001", 'year = "2001"'), 4, "`year` must be a whole number."),
    (A, ('purpose = "To see who is locked out."\n', ""), 43, "`guide, purpose` is missing. Add it."),
    (A, ('six = "One', 'seven = "One'), 45, "`guide, seven` is not known here."),
    (A, ('["Keys that', '"Keys that'), 46, "This is not TOML: "),
    (A, ("minutes = 20\n", 'minutes = 20\nguide = "How to"\n'), 44, "This is not TOML: "),
    (P, ('["doors"]', '["walls"]'), 8, "`readings 1` names 'walls', which is not there. Write it in readings"),
    (P, ('["door-kit"]', '["door-kit", "door-kit"]'), 9, "`resources 2` has 'door-kit' twice."),
    (P, ('purpose = "To find the keys."', "purpose = 1"), 17, "`parts 1, guide, purpose` must be text."),
    ("readings/doors.md", ("+++\nkey", "---\nkey"), 1, "The head is missing"),
    ("references/references.json", ('"id"', "id"), 3, "This is not JSON"),
    ("references/references.json", ("smith-2001", "Smith 2001"), 3, "`id` must be a key, but is 'Smith 2001'."),
    ("references/references.json", ("2001\n", '"last year"\n'), 3, "must be a whole number."),
    ("diagrams/two-doors.svg", ("<rect", "<script/><rect"), 7, "<script> may not stand here."),
    (
        R,
        ('door = "staff"', 'door = "roof"'),
        10,
        "does not fit the block 'table': That is not one of the choices here.",
    ),
    (R, ('item_name = "Caretaker", cell', 'item_name = "Porter", cell'), 14, "places 'Porter', which the group's list"),
    (R, ('why = "The columns of the table have run together."', ""), 19, "is true, and no reason is given."),
    (R, ('step = "people"', 'step = "folk"'), 9, "'folk' is no step of 'own-1'. Use one of people, map."),
]
"""File, what is there and what is written instead, line and words of the fault."""


@pytest.mark.parametrize(("name", "wrong", "line", "says"), WRONG)
def test_fault_names_file_line_and_remedy(own: Path, name: str, wrong: tuple[str, str], line: int, says: str) -> None:
    change(own / name, *wrong)
    (file, at, words), *_ = [fault for fault in faults_in(own) if fault[0] == Path(name).name]
    assert (file, at) == (Path(name).name, line)
    assert says in words


def test_anonymous_activity_is_a_room_s_single_step_of_notes_without_names(own: Path) -> None:
    change(own / A, '"until-shared"', '"anonymous"')
    assert [(line, words.split(".")[0]) for _, line, words in faults_in(own)] == [
        (1, "`named` is true, and the activity is anonymous"),
        (6, "`privacy` is anonymous, and the holder is a group"),
        (6, "`privacy` is anonymous, which takes a single step of notes or rating"),
    ]


def test_anonymous_notes_cannot_be_tagged(own: Path) -> None:
    text = (own / A).read_text()
    head = (
        text[: text.index("[[steps]]")]
        .replace('"until-shared"', '"anonymous"\nnamed = false')
        .replace('"group"', '"room"')
    )
    column = '[[steps.columns]]\nkey = "one"\nlabel = "One"\n'
    (own / A).write_text(f'{head}[[steps]]\nkey = "people"\nblock = "notes"\ntitle = "Notes"\nthemes = true\n{column}')
    assert "can be tagged, and anonymous notes cannot be changed" in " ".join(words for *_, words in faults_in(own))


def test_all_faults_are_said_at_once_and_a_broken_file_is_not_called_missing(own: Path) -> None:
    change(own / A, "minutes = 20", "minutes = -1")
    change(own / A, 'key = "near"', 'key = "far"')
    change(own / P, "minutes = 20", "minutes = true")
    assert [(name, line) for name, line, _ in faults_in(own)] == [
        ("own-1.toml", 4),
        ("own-1.toml", 31),
        ("own-day.toml", 23),
    ]


def test_error_reads_as_a_list(own: Path) -> None:
    change(own / A, "minutes = 20", "minutes = -1")
    with pytest.raises(ContentError) as caught:
        load([own])
    assert str(caught.value) == (
        f"There is one fault in the content:\n- {own / A}, line 4: `minutes` must be more than 0. Change the number."
    )


def misspelt(own: Path) -> None:
    (own / "activities").rename(own / "activity")


def yaml(own: Path) -> None:
    (own / "activities" / "own-2.yaml").write_text("key: own-2")


def latin(own: Path) -> None:
    (own / A).write_bytes((own / A).read_text().replace("Find", "Fähr").encode("latin-1"))


def twice(own: Path) -> None:
    (own / "recorded" / "recorded-more.toml").write_text((own / R).read_text())


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (misspelt, "This folder is not read. Call it one of activities,"),
        (yaml, "This file is not read. Files here end in .toml."),
        (latin, "This is not text in UTF-8."),
        (twice, "Give each file a key of its own."),
    ],
)
def test_what_would_be_passed_over_is_said(own: Path, spoil: Callable[[Path], None], says: str) -> None:
    spoil(own)
    assert [words for _, _, words in faults_in(own) if says in words] != []


def test_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert faults_in(tmp_path / "nowhere") == [("nowhere", 0, "There is no such folder. Check the path.")]


def test_keys_inside_long_text_do_not_mislead_the_line_numbers(own: Path) -> None:
    change(own / A, "minutes = 20", 'question = """\nholder = "x"\n[[steps]]\n"""\nminutes = 20')
    change(own / A, 'holder = "group"', 'holder = "team"')
    assert [line for _, line, _ in faults_in(own)] == [9]
