"""No wheel leaves without its front end: built when it is missing, refused when it still is."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("src/commonweal/web/static/commonweal")
NEEDED = ("main.js", "join.js", "sw.js", "theme.css")


class FrontEndHook(BuildHookInterface):
    """Set COMMONWEAL_SKIP_FRONTEND=1 to use only what was built before; an editable install builds nothing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        if self._missing(root) and not os.environ.get("COMMONWEAL_SKIP_FRONTEND"):
            self._build(root)
        if missing := self._missing(root):
            raise RuntimeError(
                f"The built front end lacks {', '.join(missing)} in {BUILT}. "
                "Run `make setup` (it needs Node 20 and npm), then build the wheel again."
            )

    @staticmethod
    def _missing(root: Path) -> list[str]:
        return [name for name in NEEDED if not (root / BUILT / name).is_file()]

    @staticmethod
    def _build(root: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "The front end is not built, and npm is not on PATH to build it. Install Node 20 or newer."
            )
        subprocess.run([npm, "ci", "--silent"], cwd=root, check=True)
        subprocess.run([npm, "run", "--silent", "build"], cwd=root, check=True)
