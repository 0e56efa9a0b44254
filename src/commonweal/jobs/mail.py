"""Sending the mails that are due. The database says which: a restart repeats nothing, and of two processes one sends.

A mail is taken, in one statement, before it is sent. So a process that stops in between leaves it unsent and marked as
taken, and a person decides; it is never sent twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage

from commonweal.jobs.letters import About, Letter, check_in, invitation, reminder
from commonweal.operations import checkins, invitations, prework
from commonweal.store.gateway import write_outside
from commonweal.store.models import CheckIn, Invitation, Room

log = logging.getLogger(__name__)
AT_ONCE = 20
"""Mails of one kind that one pass sends; the others wait for the next."""
WAITS = (1, 5, 30, 120)
"""Minutes before a mail that did not go out is tried again; after the last it is given up."""
Row = TypeVar("Row", Invitation, CheckIn)


def send_invitations(now: datetime) -> int:
    """Sends invitations and reminders that are due; returns how many went out."""
    return _send_due(Invitation, now, _invitation, _invitation_sent)


def send_check_ins(now: datetime) -> int:
    """Sends check-ins that are due. An address is deleted as soon as its mail has gone."""
    forget = CheckIn.objects.filter(due=None, taken__lt=now - timedelta(days=1))
    if forget.exists():
        with write_outside():
            forget.delete()
    return _send_due(CheckIn, now, _check_in, lambda row, now: CheckIn.objects.filter(pk=row.pk).delete())


def _send_due(
    model: type[Row],
    now: datetime,
    compose: Callable[[Row], Letter | None],
    sent: Callable[[Row, datetime], object],
) -> int:
    due = model._default_manager.filter(due__lte=now).order_by("due").values_list("pk", flat=True)[:AT_ONCE]
    count = 0
    for pk in list(due):
        if (row := _take(model, pk, now)) is None:
            continue
        letter = compose(row)
        try:
            if letter:
                _post(row.email, letter)
        except (OSError, SMTPException):
            log.warning("a mail did not go out; it is tried again later", exc_info=True)
            _later(model, row, now)
            continue
        with write_outside():
            if letter:
                sent(row, now)
                count += 1
            else:
                model._default_manager.filter(pk=pk).update(taken=None)
    return count


def _take(model: type[Row], pk: str, now: datetime) -> Row | None:
    """Takes a mail for this process alone, or None when another has it or it is not wanted any more."""
    with write_outside():
        if not model._default_manager.filter(pk=pk, due__lte=now).update(due=None, taken=now):
            return None
    return model._default_manager.select_related("room").filter(pk=pk).first()


def _later(model: type[Row], row: Row, now: datetime) -> None:
    due = now + timedelta(minutes=WAITS[row.tries]) if row.tries < len(WAITS) else None
    with write_outside():
        model._default_manager.filter(pk=row.pk).update(due=due, taken=None, tries=row.tries + 1)


def _post(email: str, letter: Letter) -> None:
    headers = {"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{letter.stop}>"}
    subject = " ".join(letter.subject.split())
    EmailMessage(subject, letter.text, settings.DEFAULT_FROM_EMAIL, [email], headers=headers).send()


# --- what each mail says, on the state as it is now -------------------------------------------------------


def _invitation(row: Invitation) -> Letter | None:
    """The invitation, or what is still missing; None when there is nothing to say any more."""
    if row.quiet or not row.email or row.room.state != Room.State.OPEN:
        return None
    link = settings.ADDRESS + invitations.link(row)
    about = About(row.room.title, row.room.date, row.room.place, link, f"{link}stop/")
    if row.sent is None:
        return invitation(about, row.name) if row.member_id is None else None
    done = prework.progress(row.room).get(row.member_id or 0) or prework.nothing(row.room)
    if not invitations.needs_reminding(row, done):
        return None
    if row.member_id:
        about = About(about.title, about.day, about.place, f"{settings.ADDRESS}/w/{row.room_id}/today", about.stop)
    return reminder(about, row.name, joined=row.member_id is not None, done=done)


def _invitation_sent(row: Invitation, now: datetime) -> None:
    field = "reminded" if row.sent else "sent"
    Invitation.objects.filter(pk=row.pk).update(taken=None, tries=0, **{field: now})


def _check_in(row: CheckIn) -> Letter:
    link = f"{settings.ADDRESS}/w/{row.room_id}/log"
    stop = settings.ADDRESS + checkins.stop_link(row)
    return check_in(About(row.room.title, row.room.date, row.room.place, link, stop), row.weeks)
