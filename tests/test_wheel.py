"""The wheel holds its front end and its data, and runs where there is no Node. Slow, so `make check` runs it apart."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).resolve().parent.parent


def _uv() -> str:
    beside_make = ROOT / ".make" / "uv" / "bin" / "uv"
    found = str(beside_make) if beside_make.exists() else shutil.which("uv")
    assert found, "uv is not here; run 'make setup'"
    return found


def _run(*command: str | Path, **changes: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **changes},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(_uv(), "build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    (made,) = folder.glob("*.whl")
    return made


def test_wheel_holds_the_built_front_end_and_no_typescript(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    needed = ("main.js", "join.js", "sw.js", "theme.css", "logo.svg", "fonts/OFL.txt")
    assert {f"commonweal/web/static/commonweal/{name}" for name in needed} - names == set()
    assert [name for name in names if name.endswith((".ts", ".sqlite3"))] == []


def test_wheel_runs_the_demonstration_without_node(wheel: Path, tmp_path: Path) -> None:
    venv, data = tmp_path / "venv", tmp_path / "data"
    python = venv / "bin" / "python"
    _run(_uv(), "venv", "--quiet", "--python", sys.executable, venv)
    _run(_uv(), "pip", "sync", "--quiet", "--python", python, "--require-hashes", ROOT / "requirements" / "run.txt")
    _run(_uv(), "pip", "install", "--quiet", "--python", python, "--no-deps", wheel)
    path = str(venv / "bin")
    assert shutil.which("node", path=path) is None
    said = subprocess.run(
        [venv / "bin" / "commonweal", "demo", "--port", "0", "--no-serve"],
        env={"PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8", "COMMONWEAL_DATA": str(data)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert len(set(re.findall(r"https?://\S+", said.stdout))) == 3, said.stdout
