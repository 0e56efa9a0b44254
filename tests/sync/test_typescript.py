"""The generated TypeScript types say what the Python messages say."""

from pathlib import Path

import pytest

from commonweal.sync import typescript
from commonweal.sync.typescript import main


def test_file_in_the_repository_is_current() -> None:
    assert main(["--check"]) == 0


def test_required_optional_and_tagged_fields_are_written() -> None:
    written = typescript.typescript()
    edit = written[written.index("export interface Edit {") :].partition("}")[0]
    hello = written[written.index("export interface Hello {") :].partition("}")[0]

    assert edit.splitlines()[1:] == [
        "  base: number;",
        "  value: unknown;",
        "  was?: string | null;",
        "  settles?: boolean;",
    ]
    assert hello.splitlines()[1:3] == ['  t: "hello";', "  v: number;"]
    assert "  have?: Record<string, [number, number]>;" in hello
    assert "export type Change = Put | Patch | Remove;" in written


def test_check_tells_of_a_stale_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(typescript, "TARGET", tmp_path / "messages.ts")

    assert main(["--check"]) == 1
    assert capsys.readouterr().err == "messages.ts is older than the messages in Python. Run 'make types'.\n"
    assert main([]) == 0
    assert main(["--check"]) == 0
