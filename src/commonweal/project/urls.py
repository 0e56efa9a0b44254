"""Every address that Django answers; /sync/ is answered beside it, in asgi.py."""

from django.urls import include, path

from commonweal.web import (
    commands,
    comparing,
    general,
    guides,
    joining,
    library,
    people,
    planning,
    series,
    slots,
    tablet,
    themes,
)
from commonweal.web.shell import shell

urlpatterns = [
    path("", joining.home, name="home"),
    path("join/", joining.join, name="join"),
    path("join/<str:code>/", joining.about, name="about"),
    path("join/<str:code>/qr.svg", joining.qr, name="qr"),
    path("join/<str:code>/room.json", joining.room_of_code, name="room-of-code"),
    path("phrase/<slug:room>/", joining.phrase, name="phrase"),
    path("phrase/<slug:room>/verifier", joining.verifier, name="verifier"),
    path("back/", joining.back, name="back"),
    path("help/<str:token>/", joining.helper, name="helper"),
    path("screen/<str:token>", joining.screen, name="screen"),
    *people.urlpatterns,
    *series.urlpatterns,
    *commands.urlpatterns,
    *library.urlpatterns,
    *guides.urlpatterns,
    *tablet.urlpatterns,
    *themes.urlpatterns,
    *comparing.urlpatterns,
    path("w/<slug:room>/", shell, name="room"),
    path("w/<slug:room>/<path:page>", shell, name="page"),
    path("plan/", planning.workshops_page, name="workshops"),
    path("plan/new/", planning.new, name="new"),
    path("plan/<slug:room>/", planning.plan, name="plan"),
    path("plan/<slug:room>/details/", planning.details, name="details"),
    *slots.urlpatterns,
    path("plan/<slug:room>/poster/", planning.poster, name="poster"),
    path("plan/<slug:room>/helper-link/", planning.helper_link, name="helper-link"),
    path("plan/<slug:room>/rehearse/", planning.rehearse, name="rehearse"),
    path("plan/<slug:room>/be/<int:member>/", planning.be, name="be"),
    path("account/", include("allauth.account.urls")),
    path("privacy/", general.privacy, name="privacy"),
    path("words.txt", general.words, name="words"),
    path("sw.js", general.worker, name="worker"),
    path("manifest.webmanifest", general.manifest, name="manifest"),
    path("demo-sign-in/<str:token>", general.demo_sign_in, name="demo-sign-in"),
]
handler404 = general.not_found
handler500 = general.failed
