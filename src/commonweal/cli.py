"""The command line: `commonweal demo`, `serve`, `migrate`, `check`, `sign-up`, `backup`, `doctor`."""

import argparse
import fcntl
import os
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from commonweal.store.models import Person, Room

DEMO_EMAIL = "asha@example.org"
PORT = 8000
CONTENT_KINDS = ("programmes", "activities", "readings", "diagrams", "resources", "references", "scenarios")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="commonweal", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="a demonstration workshop, served on loopback")
    demo.add_argument("--port", type=int, default=PORT)
    demo.add_argument("--no-serve", action="store_true", help="make it and print the links, but do not serve")
    serve = commands.add_parser("serve", help="serve")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=PORT)
    commands.add_parser("migrate", help="bring the database up to date")
    check = commands.add_parser("check", help="check content files")
    check.add_argument("folders", nargs="*", type=Path, help="folders of one's own; without any, those that are set")
    sign_up = commands.add_parser("sign-up", help="make an account for a facilitator")
    sign_up.add_argument("email")
    sign_up.add_argument("--name", default="")
    backup = commands.add_parser("backup", help="copy the database into a new file, also while it serves")
    backup.add_argument("file", type=Path)
    commands.add_parser("doctor", help="say what is set and whether it works")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")
    return {
        "demo": lambda: run_demo(options.port, serving=not options.no_serve),
        "serve": lambda: run_server(options.host, options.port),
        "migrate": migrate,
        "check": lambda: check_content(options.folders),
        "sign-up": lambda: make_account(options.email, options.name),
        "backup": lambda: back_up(options.file),
        "doctor": doctor,
    }[options.command]()


def _django() -> None:
    import django

    django.setup()


def migrate() -> int:
    """Brings the database up to date."""
    _django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return 0


def run_server(host: str, port: int) -> int:
    """Serves until it is told to stop. On SQLite a second server on the same file refuses to start."""
    migrate()
    import uvicorn
    from django.conf import settings

    from commonweal.content.load import ContentError, library
    from commonweal.sync.ready import ReadyProtocol

    try:
        library()
    except ContentError as error:
        print(f"{error}\nThe server does not start until this is mended. `commonweal check` looks again.")
        return 1

    lock = _only_server(Path(settings.DATA)) if "sqlite3" in settings.DATABASES["default"]["ENGINE"] else None
    uvicorn.run(
        "commonweal.project.asgi:application",
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws=ReadyProtocol,
        ws_per_message_deflate=False,
        ws_max_size=256 * 1024,
        ws_ping_interval=None,
        timeout_graceful_shutdown=3,
        log_level="warning",
        server_header=False,
    )
    if lock:
        lock.close()
    return 0


def _only_server(folder: Path) -> IO[str]:
    """Holds the lock beside the database, or ends with words that say who does."""
    lock = (folder / "server.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(
            f"Another server is using the database in {folder} already. Stop it first, or give this one a folder of"
            " its own with COMMONWEAL_DATA. For several servers on one database use PostgreSQL."
        ) from None
    return lock


def run_demo(port: int, *, serving: bool) -> int:
    """Makes the demonstration, if it is not there, prints its three links, and serves it."""
    os.environ.setdefault("COMMONWEAL_ADDRESS", f"http://127.0.0.1:{port}")
    token = os.environ.setdefault("COMMONWEAL_DEMO_TOKEN", secrets.token_urlsafe(16))
    migrate()
    from django.conf import settings

    from commonweal.store.models import Member

    room = _demo_room()
    by = Member.objects.get(room=room, role=Member.Role.FACILITATOR, person__email=DEMO_EMAIL)
    from commonweal.operations import people

    screen = people.open_screen(by=by, now=datetime.now(UTC))
    address = settings.ADDRESS
    print(f"\nCommonweal is ready: {room.title}\n")
    print(f"  Facilitator   {address}/demo-sign-in/{token}")
    print(f"  Participant   {address}/join/{room.code}/   (code {room.code[:4]} {room.code[4:]})")
    print(f"  Big screen    {address}/screen/{screen}\n")
    print(f"Sign in as {DEMO_EMAIL}; the password is in {settings.DATA.name}/demo-password. Stop with Ctrl and C.\n")
    sys.stdout.flush()
    return run_server("127.0.0.1", port) if serving else 0


def _demo_room() -> "Room":
    """The demonstration workshop: made once, with the feedback that earlier workshops recorded."""
    from django.conf import settings

    from commonweal.operations import recorded, running, workshops
    from commonweal.store.models import Member, Person, Room

    person = Person.objects.filter(email=DEMO_EMAIL).first()
    if person is None:
        password = secrets.token_urlsafe(12)
        person = _account(DEMO_EMAIL, "Asha Patel", password)
        path = Path(settings.DATA) / "demo-password"
        path.write_text(password + "\n")
        path.chmod(0o600)
    room = Room.objects.filter(members__person=person).order_by("created").first()
    if room:
        return room
    now = datetime.now(UTC)
    created = workshops.create(
        by=person,
        programme="collaborative-working",
        title="Collaborative working",
        date=now.date(),
        place="The Bridge Room",
        zone="Europe/London",
        now=now,
    )
    recorded.load_recorded(room=created.room, now=now)
    by = Member.objects.get(room=created.room, person=person)
    running.set_screen(by=by, mode="code", now=now)
    return Room.objects.get(pk=created.room.pk)


def _account(email: str, name: str, password: str) -> "Person":
    from allauth.account.models import EmailAddress

    from commonweal.store.models import Person

    person = Person.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def make_account(email: str, name: str) -> int:
    """Makes an account for a facilitator, with a password that is printed once."""
    migrate()
    from commonweal.store.models import Person

    if Person.objects.filter(email=email.lower()).exists():
        print(f"There is an account for {email} already.")
        return 1
    password = secrets.token_urlsafe(12)
    _account(email, name, password)
    print(f"Account for {email} made. Password, shown only now: {password}")
    return 0


def check_content(folders: Sequence[Path]) -> int:
    """Checks the content files, and prints all that is wrong with them: file, line, what to do."""
    from commonweal.content.load import ContentError, load

    wanted = list(folders)
    if not wanted:
        from django.conf import settings

        wanted = settings.CONTENT
    try:
        found = load(wanted)
    except ContentError as error:
        print(error)
        return 1
    counts = [f"{len(getattr(found, kind))} {kind}" for kind in CONTENT_KINDS]
    print(f"All is well with {', '.join(map(str, wanted)) or 'the shipped content'}. In all: {', '.join(counts)}.")
    return 0


def back_up(file: Path) -> int:
    """Copies the SQLite database into a new file; on PostgreSQL it says what does that."""
    _django()
    from django.conf import settings

    from commonweal.store.backup import copy_database

    database = settings.DATABASES["default"]
    if "sqlite3" not in database["ENGINE"]:
        print(f"This site is on PostgreSQL. Back it up with: pg_dump --format=custom --file={file} {database['NAME']}")
        return 1
    if not Path(database["NAME"]).exists():
        print(f"There is no database in {settings.DATA} yet.")
        return 1
    try:
        size = copy_database(Path(database["NAME"]), file)
    except FileExistsError:
        print(f"There is a file {file} already. Give the backup a name of its own; nothing was changed.")
        return 1
    print(f"{size:,} bytes in {file}. Keep {settings.DATA / 'secret.key'} with it, and keep both where few can read.")
    return 0


def doctor() -> int:
    """Says what is set and whether the database answers."""
    migrate()
    from django.conf import settings
    from django.db import connection

    from commonweal import __version__

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    print(f"Commonweal {__version__}, {connection.vendor}, data in {settings.DATA}, address {settings.ADDRESS}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
