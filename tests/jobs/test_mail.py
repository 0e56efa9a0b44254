"""Mails: sent once whoever runs, tried again, never with a word that somebody wrote or a header somebody made up."""

import asyncio
import threading
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from commonweal.jobs.mail import WAITS, send_check_ins, send_invitations
from commonweal.jobs.runner import Runner
from commonweal.operations import checkins, invitations, prework, workshops
from commonweal.store.models import CheckIn, Invitation, Room
from tests.cast import NOW, Cast, make_cast

LATER = NOW + timedelta(days=2)


class Broken(EmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


def _invite(cast: Cast, text: str = "Amina Yusuf <amina@example.org>") -> Invitation:
    invitations.invite(by=cast.asha, text=text, now=NOW)
    return Invitation.objects.get(room=cast.room)


def test_an_invitation_goes_out_once_with_a_link_that_opens(cast: Cast) -> None:
    one = _invite(cast)
    assert send_invitations(NOW - timedelta(seconds=1)) == 0
    assert (send_invitations(NOW), send_invitations(NOW)) == (1, 0)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["amina@example.org"], "Invitation: Collaborative working")
    assert "Hello Amina Yusuf," in sent.body
    assert invitations.link(one) in sent.body
    assert sent.extra_headers["List-Unsubscribe"].endswith(f"{invitations.link(one)}stop/>")
    one.refresh_from_db()
    assert (one.sent, one.due, one.taken) == (NOW, None, None)


def test_nothing_goes_to_who_joined_meanwhile_or_from_a_closed_workshop(cast: Cast) -> None:
    one = _invite(cast)
    token = invitations.link(one).split("/")[2]
    assert invitations.join(token=token, name="Amina", organisation="", sector="", now=NOW)
    Invitation.objects.update(due=NOW)
    assert send_invitations(NOW) == 0
    invitations.invite(by=cast.asha, text="rhys@example.org", now=NOW)
    workshops.close(by=cast.asha, now=NOW)
    assert send_invitations(NOW) == 0
    assert mail.outbox == []
    assert not Invitation.objects.exclude(due=None).exists()


def test_a_reminder_says_what_is_missing_and_never_what_was_written(cast: Cast) -> None:
    one = _invite(cast)
    send_invitations(NOW)
    token = invitations.link(one).split("/")[2]
    joined = invitations.join(token=token, name="Amina", organisation="", sector="", now=NOW)
    assert joined
    member = joined.member
    for prompt in ("step1", "step5"):
        cast.write(member, f"w6.m{member.pk}", "steps", prompt=prompt, text="canary of Amina")
    cast.write(member, f"w8.m{member.pk}", "log", prompt="plan", text="canary of Amina")
    assert invitations.remind(by=cast.asha, now=LATER) == 1
    assert send_invitations(LATER) == 1
    reminder = mail.outbox[1]
    assert "Our scenario: 8 of 10 parts are empty." in reminder.body
    assert f"/w/{cast.room.pk}/today" in reminder.body
    assert not [one for one in mail.outbox if "canary" in one.message().as_string()]
    one.refresh_from_db()
    assert (one.sent, one.reminded) == (NOW, LATER)


def test_blank_pages_and_readings_are_never_missing(cast: Cast) -> None:
    programme = cast.room.programme
    programme["programme"]["before"] = ["w6", "w4"]
    reading = {"key": "read", "block": "reading", "title": "To read", "reading": "mobius"}
    programme["activities"]["w6"]["steps"] += [reading, *programme["activities"]["w4"]["steps"]]
    Room.objects.filter(pk=cast.room.pk).update(programme=programme)
    assert [(one.key, one.missing, one.parts) for one in prework.nothing(cast.room)] == [("w6", 10, 10)]
    cast.write(cast.ben, f"w4.m{cast.ben.pk}", "notes", prompt="note", text="words")
    assert prework.progress(cast.room) == {}
    for step, prompt in (("steps", "step1"), ("notes", "note")):
        cast.write(cast.ben, f"w6.m{cast.ben.pk}", step, prompt=prompt, text="words")
    assert [one.missing for one in prework.progress(cast.room)[cast.ben.pk]] == [9]


def test_a_reminder_is_dropped_when_nothing_is_missing_any_more(cast: Cast) -> None:
    one = _invite(cast)
    send_invitations(NOW)
    joined = invitations.join(
        token=invitations.link(one).split("/")[2], name="Amina", organisation="", sector="", now=NOW
    )
    assert joined
    invitations.remind(by=cast.asha, now=LATER)
    for number in range(1, 11):
        cast.write(joined.member, f"w6.m{joined.member.pk}", "steps", prompt=f"step{number}", text="x")
    assert send_invitations(LATER) == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("title", ["Day\nBcc: all@example.org", "Day\r\n\r\nHello", "Day\u2028Bcc: x@example.org"])
def test_a_title_cannot_make_a_header(cast: Cast, title: str) -> None:
    Room.objects.filter(pk=cast.room.pk).update(title=title)
    _invite(cast, '"Amina\nBcc: all@example.org" <amina@example.org>'.replace("\n", " "))
    assert send_invitations(NOW) == 1
    message = mail.outbox[0].message()
    assert set(message.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
        "Auto-Submitted", "List-Unsubscribe",
    }  # fmt: skip
    assert message["To"] == "amina@example.org"


def test_a_mail_that_cannot_go_is_tried_again_later_and_then_given_up(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.jobs.test_mail.Broken"
    one = _invite(cast)
    now = NOW
    for minutes in WAITS:
        assert send_invitations(now) == 0
        one.refresh_from_db()
        assert one.due == now + timedelta(minutes=minutes)
        now = one.due
    assert send_invitations(now) == 0
    one.refresh_from_db()
    assert (one.due, one.sent, one.tries) == (None, None, len(WAITS) + 1)


def test_a_server_that_stopped_in_between_sends_nothing_twice(cast: Cast) -> None:
    one = _invite(cast)
    Invitation.objects.filter(pk=one.pk).update(due=None, taken=NOW)
    assert send_invitations(LATER) == 0
    assert mail.outbox == []


def test_check_ins_come_after_six_and_twelve_weeks_and_leave_no_address(cast: Cast) -> None:
    checkins.ask(by=cast.ben, email="ben@example.org", now=NOW)
    six, twelve = (checkins.due_at(cast.room, weeks) for weeks in checkins.WEEKS)
    assert send_check_ins(six - timedelta(minutes=1)) == 0
    assert send_check_ins(six) == 1
    assert CheckIn.objects.count() == 1
    assert send_check_ins(twelve) == 1
    assert not CheckIn.objects.exists()
    assert [one.body.count("/stop/") for one in mail.outbox] == [1, 1]
    assert "6 weeks ago" in mail.outbox[0].body
    assert "Ben" not in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_two_runners_send_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two passes at one moment, each with a connection of its own and without a common mutex, as two processes are."""
    monkeypatch.setattr("commonweal.store.gateway._mutex", nullcontext())
    cast = make_cast()
    invitations.invite(by=cast.asha, text=",".join(f"p{n}@example.org" for n in range(8)), now=NOW)
    together = threading.Barrier(2)
    counts: list[int] = []

    def run() -> None:
        together.wait()
        try:
            counts.append(send_invitations(NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 8
    assert sorted(one.to[0] for one in mail.outbox) == [f"p{n}@example.org" for n in range(8)]


@pytest.mark.django_db(transaction=True)
async def test_the_runner_goes_on_after_a_job_that_fails() -> None:
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    calls: list[str] = []

    def fails(now: object) -> None:
        calls.append("fails")
        raise RuntimeError("on purpose")

    def works(now: object) -> None:
        calls.append("works")
        if calls.count("works") == 2:
            loop.call_soon_threadsafe(done.set)

    runner = Runner((fails, works), look=0.001)
    await asyncio.wait_for(done.wait(), 5)
    await runner.close()
    assert calls[:4] == ["fails", "works", "fails", "works"]
