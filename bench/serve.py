"""`commonweal serve` with one more address, /bench/share, and room for more notes: `python -m bench.serve 8001 [ws]`.

The server is the product's own, with the product's own options; only the application is wrapped.
"""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")


def share(member_id: int) -> None:
    """Shares the sheets that are closed to others until then, as the facilitator's button does."""
    from commonweal.operations.running import set_state
    from commonweal.store.models import Member

    set_state(by=Member.objects.get(pk=member_id), activity="alone", state="shared", now=datetime.now(UTC))


async def application(scope: Any, receive: Any, send: Any) -> None:
    from commonweal.project.asgi import application as product

    if scope["type"] == "http" and scope["path"] == "/bench/share":
        event = await receive()
        await asyncio.to_thread(share, json.loads(event["body"])["member"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})
        return
    await product(scope, receive, send)


def main() -> None:
    import uvicorn

    real, ws = uvicorn.run, sys.argv[2] if len(sys.argv) > 2 else ""

    def run(_: str, **options: Any) -> None:
        from commonweal.sync import writer

        # 500 people who each write every second fill in seconds the 6,000 entries that a sheet may have.
        writer.MAX_ENTRIES = 1_000_000
        real("bench.serve:application", **(options | ({"ws": ws} if ws else {})))

    uvicorn.run = run
    from commonweal.cli import run_server

    run_server("127.0.0.1", int(sys.argv[1]))


if __name__ == "__main__":
    main()
