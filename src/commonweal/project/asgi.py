"""The ASGI application: /sync/ goes to the sync engine's endpoints, everything else to Django."""

import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.project.settings")

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase

django.setup(set_prefix=False)

from commonweal.jobs.runner import Runner  # noqa: E402
from commonweal.sync.endpoints import Sync  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


MOST = 16 * 1024 * 1024
"""Bytes that one request to a page may have: a photo as a phone takes it."""


class Pages(ASGIHandler):
    """Django's handler, with the middleware and the page of a request run in one thread.

    Django's own goes to that thread and back some thirty times a request, which costs three times what our pages do.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)


pages, sync = Pages(), Sync()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers one connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"].startswith("/sync/"):
        await sync(scope, receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4404})
    else:
        await pages(dict(scope), _bounded(receive, send), send)  # type: ignore[arg-type]


def _bounded(receive: Receive, send: Send) -> Receive:
    """A request's body as far as `MOST`; one that goes on is answered for Django, which would take all of it in."""
    total = 0

    async def bounded() -> MutableMapping[str, Any]:
        nonlocal total
        event = await receive()
        total += len(event.get("body", b""))
        if total <= MOST:
            return event
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": b"That is more than this server takes at once."})
        return {"type": "http.disconnect"}

    return bounded


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
