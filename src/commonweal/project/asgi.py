"""The ASGI application: /sync/ goes to the sync engine's endpoints, everything else to Django."""

import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from commonweal.jobs.runner import Runner  # noqa: E402
from commonweal.sync.endpoints import Sync  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

sync = Sync()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers one connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"].startswith("/sync/"):
        await sync(scope, receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4404})
    else:
        await django(dict(scope), receive, send)  # type: ignore[arg-type]


async def _lifespan(receive: Receive, send: Send) -> None:
    runner: Runner | None = None
    while True:
        event = await receive()
        if event["type"] == "lifespan.startup":
            _ = sync.hub
            runner = Runner()
            gc.freeze()  # all that was imported stays: later collections need not look at it
            await send({"type": "lifespan.startup.complete"})
        elif event["type"] == "lifespan.shutdown":
            if runner:
                await runner.close()
            await sync.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
