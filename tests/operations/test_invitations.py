"""Inviting, reminding, joining by a link of one's own, and check-ins that nobody can tie to a person."""

from datetime import date, timedelta

import pytest

from commonweal.access import hashed, link_token
from commonweal.operations import checkins, invitations, joint, people, prework, workshops
from commonweal.operations.errors import Invalid, Refused
from commonweal.store.models import Audit, CheckIn, Invitation, Member, Room
from tests.cast import NOW, Cast

LIST = "Amina Yusuf <amina@example.org>\nrhys@example.org"


def _invite(cast: Cast, text: str = LIST) -> list[Invitation]:
    invitations.invite(by=cast.asha, text=text, now=NOW)
    return list(Invitation.objects.filter(room=cast.room).order_by("email"))


def _token(one: Invitation) -> str:
    return link_token(invitations.KIND, one.pk)


def _sent(cast: Cast, days: int = 2) -> None:
    Invitation.objects.filter(room=cast.room).exclude(email="").update(sent=NOW - timedelta(days=days), due=None)


def test_people_are_invited_once_each_and_only_the_hash_of_a_link_is_kept(cast: Cast) -> None:
    amina, rhys = _invite(cast)
    assert (amina.name, rhys.name, amina.due) == ("Amina Yusuf", "", NOW)
    done = invitations.invite(by=cast.asha, text="AMINA@example.org, mei@example.org, nobody", now=NOW)
    assert (done.new, done.known, done.wrong) == (1, 1, ["nobody"])
    assert amina.token_hash == hashed(_token(amina))
    assert _token(amina) not in str(Invitation.objects.filter(pk=amina.pk).values().get())


def test_nobody_else_invites_and_lists_are_bounded(cast: Cast) -> None:
    for by in (cast.ben, cast.fay):
        with pytest.raises(Refused):
            invitations.invite(by=by, text=LIST, now=NOW)
    many = [f"p{number}@example.org" for number in range(301)]
    with pytest.raises(Invalid):
        _invite(cast, ",".join(many[:101]))
    for at in (0, 100, 200):
        _invite(cast, ",".join(many[at : at + 100]))
    with pytest.raises(Refused):
        _invite(cast, many[300])
    with pytest.raises(Invalid):
        _invite(cast, "no address at all")
    workshops.close(by=cast.asha, now=NOW)
    with pytest.raises(Refused):
        _invite(cast)


def test_a_link_lets_one_person_in_once(cast: Cast) -> None:
    amina, rhys = _invite(cast)
    about = {"name": "Amina", "organisation": "Harbour Voices", "sector": ""}
    assert invitations.join(token="0" * 64, now=NOW, **about) is None
    joined = invitations.join(token=_token(amina), now=NOW, **about)
    assert joined
    amina.refresh_from_db()
    assert (amina.member, amina.due) == (joined.member, None)
    assert invitations.join(token=_token(amina), now=NOW, **about) is None
    invitations.withdraw(by=cast.asha, invitation_id=rhys.pk, now=NOW)
    assert invitations.join(token=_token(rhys), now=NOW, **about) is None
    with pytest.raises(Refused):
        invitations.withdraw(by=cast.asha, invitation_id=rhys.pk, now=NOW)
    with pytest.raises(Refused):
        invitations.withdraw(by=cast.elin, invitation_id=amina.pk, now=NOW)
    workshops.close(by=cast.asha, now=NOW)
    made = Invitation.objects.create(id="x", room=cast.room, token_hash=hashed("t"))
    with pytest.raises(Refused):
        invitations.join(token="t", now=NOW, **about)
    assert made.member is None


def test_only_those_with_something_missing_are_reminded_and_not_twice_a_day(cast: Cast) -> None:
    amina, rhys = _invite(cast)
    assert invitations.remindable(cast.room, NOW) == 0, "the invitation has not gone out yet"
    _sent(cast)
    joined = invitations.join(token=_token(amina), name="Amina", organisation="", sector="", now=NOW)
    assert joined
    assert invitations.remind(by=cast.asha, now=NOW) == 2
    Invitation.objects.update(reminded=NOW, due=None)
    assert invitations.remind(by=cast.asha, now=NOW + timedelta(hours=19)) == 0
    later = NOW + timedelta(hours=21)
    assert invitations.remindable(cast.room, later) == 2
    for number in range(1, 11):
        cast.write(joined.member, f"w6.m{joined.member.pk}", "steps", prompt=f"step{number}", text="x")
    assert invitations.remindable(cast.room, later) == 1, "Amina has it all"
    assert invitations.be_quiet(token=_token(rhys), now=NOW)
    assert not invitations.be_quiet(token="nothing", now=NOW)
    assert invitations.remind(by=cast.asha, now=later) == 0
    with pytest.raises(Refused):
        invitations.remind(by=cast.ben, now=later)


def test_a_personal_link_needs_no_address_and_is_never_mailed(cast: Cast) -> None:
    for name in ("Gwen", "Gwen"):
        made = invitations.add_link(by=cast.asha, name=name, now=NOW)
        assert (made.email, made.due) == ("", None)
    assert invitations.remind(by=cast.asha, now=NOW) == 0
    with pytest.raises(Refused):
        invitations.send_again(by=cast.asha, invitation_id=made.pk, now=NOW)


def test_a_mail_that_did_not_go_out_can_be_sent_again_and_one_that_did_cannot(cast: Cast) -> None:
    amina, rhys = _invite(cast)
    Invitation.objects.filter(pk=amina.pk).update(due=None, taken=NOW)
    invitations.send_again(by=cast.asha, invitation_id=amina.pk, now=NOW)
    amina.refresh_from_db()
    assert (amina.due, amina.taken) == (NOW, None)
    with pytest.raises(Refused):
        invitations.send_again(by=cast.asha, invitation_id=rhys.pk, now=NOW)


def test_progress_counts_parts_that_hold_something_and_asks_as_much_for_many_as_for_one(
    cast: Cast, django_assert_num_queries: object
) -> None:
    key = f"w6.m{cast.ben.pk}"
    for prompt, text in (("step1", "x"), ("step2", ""), ("step3", "y"), ("step3", "z")):
        cast.write(cast.ben, key, "steps", prompt=prompt, text=text)
    cast.write(cast.ben, f"w8.m{cast.ben.pk}", "log", prompt="plan", text="not before")
    found = prework.progress(cast.room)
    assert {
        member: [(one.key, one.done, one.parts, one.missing) for one in done] for member, done in found.items()
    } == {cast.ben.pk: [("w6", 2, 10, 8)]}
    cast.write(cast.carys, f"w6.m{cast.carys.pk}", "steps", prompt="step1", text="x")
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(4):
        assert len(prework.progress(cast.room)) == 2
    path = joint.make_link(by=cast.ben, sheet_key=key, now=NOW)
    for member in (cast.carys, cast.dele):
        joint.come_in(by=member, token=path.split("/")[2], now=NOW)
    with django_assert_num_queries(4):
        found = prework.progress(cast.room)
    done = {member: [(one.key, one.done) for one in done] for member, done in found.items()}
    assert done == {member.pk: [("w6", 2)] for member in (cast.ben, cast.carys, cast.dele)}


def test_no_query_for_progress_brings_words_out_of_the_database(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cast.write(cast.ben, f"w6.m{cast.ben.pk}", "steps", prompt="step1", text="canary of Ben")
    with CaptureQueriesContext(connection) as queries:
        prework.progress(cast.room)
    asked = [one["sql"] for one in queries if "store_entry" in one["sql"]]
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute(asked[0])
        assert "canary" not in str(cursor.fetchall())


# --- check-ins ------------------------------------------------------------------------------------------


def _ask(cast: Cast, by: Member, email: str = "ben@example.org") -> int:
    return checkins.ask(by=by, email=email, now=NOW)


def test_an_address_waits_for_two_mails_and_says_nothing_of_who_left_it(cast: Cast) -> None:
    seq, lines = Room.objects.get(pk=cast.room.pk).seq, Audit.objects.count()
    assert _ask(cast, cast.ben, " Ben@Example.org ") == 2
    assert _ask(cast, cast.ben) == 2, "the same again is no error"
    rows = list(CheckIn.objects.order_by("weeks"))
    assert [(one.email, one.weeks, str(one.due)[:16]) for one in rows] == [
        ("ben@example.org", 6, "2026-04-23 08:00"),
        ("ben@example.org", 12, "2026-06-04 08:00"),
    ]
    assert {field.name for field in CheckIn._meta.fields} == {
        "id", "room", "email", "due", "taken", "tries", "weeks", "stop_hash",
    }  # fmt: skip
    assert (Room.objects.get(pk=cast.room.pk).seq, Audit.objects.count()) == (seq, lines)
    assert not any(field.related_model is Member for field in CheckIn._meta.fields)


def test_check_ins_are_for_participants_with_an_address_and_time_to_come(cast: Cast) -> None:
    for text in ("ben", "ben@example.org\nBcc: x@example.org"):
        with pytest.raises(Invalid):
            _ask(cast, cast.ben, text)
    with pytest.raises(Refused):
        _ask(cast, cast.asha)
    Room.objects.filter(pk=cast.room.pk).update(date=date(2026, 1, 20))
    assert _ask(cast, cast.ben) == 1, "six weeks are over"
    Room.objects.filter(pk=cast.room.pk).update(date=date(2025, 1, 20))
    with pytest.raises(Refused):
        _ask(cast, cast.ben)


def test_a_stop_link_deletes_the_address_of_its_workshop_alone(cast: Cast) -> None:
    _ask(cast, cast.ben)
    _ask(cast, cast.carys, "carys@example.org")
    other = people.join(code=cast.elin.room.code, name="Ben", organisation="", sector="", now=NOW)
    assert other
    _ask(cast, other.member)
    one = CheckIn.objects.get(room=cast.room, email="ben@example.org", weeks=12)
    assert not checkins.stop(token="nothing", now=NOW)
    assert checkins.stop(token=link_token(checkins.KIND, one.pk), now=NOW)
    left = set(CheckIn.objects.values_list("email", "room"))
    assert left == {("carys@example.org", cast.room.pk), ("ben@example.org", cast.elin.room_id)}
