"""The shell of the room's pages: one document for every room and page, with nothing personal in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def shell(request: HttpRequest, room: str, page: str = "") -> HttpResponse:
    """The same bytes whoever asks: the page's script draws what the device may show."""
    response = render(request, "shell.html")
    response["Cache-Control"] = "no-cache"
    return response
