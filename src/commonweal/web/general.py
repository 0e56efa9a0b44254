"""Pages that belong to no room: what the server can see, the worker, the manifest, errors, and the demo's sign-in."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from commonweal.store.models import Person, Room

BUILT = Path(__file__).parent / "static" / "commonweal"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def privacy(request: HttpRequest) -> HttpResponse:
    """What whoever runs the server can see, in plain words."""
    return render(request, "privacy.html")


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may serve every page."""
    path = BUILT / "sw.js"
    if not path.exists():
        raise Http404
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(path.read_bytes(), content_type="text/javascript", headers=headers)


def words(request: HttpRequest) -> HttpResponse:
    """The list that phrases are made from."""
    path = Path(__file__).parent.parent / "content" / "data" / "words" / "eff-large.txt"
    headers = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(path.read_bytes(), content_type="text/plain; charset=utf-8", headers=headers)


def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the page on its home screen."""
    icon = {"src": "/static/commonweal/logo.svg", "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "Commonweal",
            "short_name": "Commonweal",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#faf7f1",
            "theme_color": "#0e4f58",
            "icons": [icon],
        }
    )


@never_cache
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Signs the demonstration's facilitator in; only where `commonweal demo` serves, and only from this machine."""
    given = getattr(settings, "DEMO_TOKEN", "")
    if not given or token != given or request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1"):
        raise Http404
    person = Person.objects.get(email="asha@example.org")
    login(request, person, backend=BACKEND)
    room = Room.objects.filter(members__person=person).order_by("created").first()
    return redirect(f"/w/{room.pk}/console" if room else "/plan/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our page, or came too late."""
    return render(request, "403.html", status=403)
