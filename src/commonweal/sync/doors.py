"""Who is at the door of a room: the member behind a request's cookies, and one-use tickets for sockets."""

import secrets
import time
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest

from commonweal import access
from commonweal.store.models import Member, Person

AS = ("participant", "facilitator", "screen")
TICKET_SECONDS = 30
_used: dict[str, float] = {}


def member_at_door(room_id: str, cookies: str, as_role: str) -> Member | None:
    """The member that a browser is in a room, in the role that the page asks for; None when it is nobody there."""
    jar: SimpleCookie = SimpleCookie()
    jar.load(cookies)
    if as_role == "facilitator":
        return access.facilitator(room_id, _person(jar))
    name = f"cws-{room_id}" if as_role == "screen" else f"cw-{room_id}"
    roles = ("screen",) if as_role == "screen" else ("participant", "observer")
    token = jar[name].value if name in jar else ""
    member = access.member_by_token(room_id, token, *roles)
    if member is None and as_role == "screen" and access.facilitator(room_id, _person(jar)):
        return Member.objects.filter(room_id=room_id, role=Member.Role.SCREEN, removed=False).first()
    return member


def _person(jar: SimpleCookie) -> Person | None:
    """The person signed in with the session cookie, checked as Django checks it."""
    name = settings.SESSION_COOKIE_NAME
    if name not in jar:
        return None
    request = HttpRequest()
    request.session = SessionStore(jar[name].value)
    if SESSION_KEY not in request.session:
        return None
    person = get_user(request)
    return person if person.is_authenticated else None


def issue(room_id: str, member: int) -> str:
    """A ticket that opens one socket within half a minute."""
    return signing.dumps([room_id, member, secrets.token_hex(8)], salt="commonweal.ticket", compress=False)


def redeem(room_id: str, ticket: str) -> int | None:
    """The member whom a ticket lets in, once; None when it is false, old, used or for another room."""
    try:
        room, member, nonce = signing.loads(ticket, salt="commonweal.ticket", max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return None
    now = time.monotonic()
    for old in [key for key, until in _used.items() if until < now]:
        del _used[old]
    if room != room_id or nonce in _used:
        return None
    _used[nonce] = now + TICKET_SECONDS + 1
    return int(member)


def same_origin(origin: str, host: str) -> bool:
    """Whether a request comes from a page of this server. A socket without an Origin is not from a page at all."""
    return bool(origin) and urlsplit(origin).netloc == host
