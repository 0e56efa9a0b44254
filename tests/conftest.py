"""What every test may lean on: the system's own browser, and a database in which the cast lies ready."""

import shutil
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=PreloadTopChromeWebUI,Translate,OptimizationHints,MediaRouter",
]


def chromium() -> str:
    """Debian's Chromium: its headless shell, or where that is not, the whole browser, which is slower."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "The browser tests need Chromium: run 'make check-browser'"
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, headless; Playwright's own download of a browser does not work everywhere."""
    return {**browser_type_launch_args, "executable_path": chromium(), "headless": True, "args": BROWSER_ARGUMENTS}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tests' database, with the cast put aside in it."""
    from tests import cast

    with django_db_blocker.unblock():
        cast.keep()
