"""`commonweal check` says what is wrong with a folder of one's own: file, line and remedy, for every kind of file."""

import re
from pathlib import Path

import pytest

from commonweal.cli import main
from commonweal.content.load import DATA, ContentError, load

DOCS = Path(__file__).parents[2] / "docs" / "howto"
SPOILT = [
    ("programmes/own-day.toml", 'kind = "activity"', 'kind = "lecture"', 24),
    ("activities/own-1.toml", "minutes = 20", "minutes = 0", 4),
    ("readings/doors.md", 'code = "T99"', "code = 99", 3),
    ("diagrams/two-doors.svg", "<rect", "<image/><rect", 7),
    ("resources/door-kit.toml", 'kind = "toolkit"', 'sort = "toolkit"', 3),
    ("references/references.json", '"title": "On Doors"', '"title": 1', 3),
    ("scenarios/1x.toml", "step1", "step0", 7),
    ("recorded/recorded-own-1.toml", 'source = "Report of 2008, p. 3"\n', "", 1),
]


def test_a_folder_without_faults_passes(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(own)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"All is well with {own}.")
    assert "2 programmes" in said


@pytest.mark.parametrize(("name", "old", "new", "line"), SPOILT)
def test_check_names_file_line_and_remedy(
    own: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, line: int
) -> None:
    text = (own / name).read_text()
    assert old in text
    (own / name).write_text(text.replace(old, new, 1))
    assert main(["check", str(own)]) == 1
    said = capsys.readouterr().out
    assert re.search(rf"^- {re.escape(str(own / name))}, line {line}: .+\. .+\.$", said, re.MULTILINE), said


def test_every_kind_of_file_is_tried_here(own: Path) -> None:
    kinds = {folder.name for folder in DATA.iterdir() if folder.is_dir()} - {"words"}
    assert {name.split("/")[0] for name, *_ in SPOILT} == kinds


def test_howto_s_programme_loads(tmp_path: Path) -> None:
    text = (DOCS / "write-a-programme.md").read_text(encoding="utf-8")
    example = re.search(r"^ +```toml\n(.*?)^ +```", text, re.DOTALL | re.MULTILINE)
    assert example is not None
    (tmp_path / "programmes").mkdir()
    source = re.sub(r"^ {3}", "", example[1], flags=re.MULTILINE)
    (tmp_path / "programmes" / "short-morning.toml").write_text(source)
    loaded = load([tmp_path])
    assert list(loaded.resolve("short-morning")["readings"]) == ["conflict", "definitions"]
    (tmp_path / "programmes" / "short-morning.toml").write_text(source.replace('"conflict"', '"conflcit"'))
    shown = re.search(r"^ +- our-content/(.*)$", text, re.MULTILINE)
    assert shown is not None
    with pytest.raises(ContentError) as caught:
        load([tmp_path])
    assert f"{tmp_path}/{shown[1]}" in str(caught.value)
