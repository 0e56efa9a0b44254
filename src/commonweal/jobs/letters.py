"""The words of every mail that is sent: plain text, short, ready to be translated; never a word that somebody wrote."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonweal.operations.prework import Done


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its address. `stop` is the address of a page that ends such mails."""

    subject: str
    text: str
    stop: str


@dataclass(frozen=True, slots=True)
class About:
    """What a mail says of its workshop, and the addresses of its links."""

    title: str
    day: date
    place: str
    link: str
    stop: str

    @property
    def when(self) -> str:
        where = f", {self.place}" if self.place else ""
        return date_format(self.day, "l j F Y") + where


def invitation(about: About, name: str) -> Letter:
    """The first mail: what it is, and the link that lets this person in."""
    passages = [
        _hello(name),
        _("You are invited to a workshop: %(title)s, %(when)s.") % {"title": about.title, "when": about.when},
        _("Join by your own link. You don’t need an account or a password:"),
        about.link,
        _(
            "You can begin whenever you like: what there is to do before the workshop is open there. Write down the six"
            " words that you are given; they bring your work back on another device."
        ),
    ]
    return Letter(_("Invitation: %(title)s") % {"title": about.title}, _text(passages, about.stop), about.stop)


def reminder(about: About, name: str, *, joined: bool, done: list[Done]) -> Letter:
    """What is missing before the workshop, in counts."""
    missing = [
        _("%(title)s: %(missing)d of %(parts)d parts are empty.")
        % {"title": one.title, "missing": one.missing, "parts": one.parts}
        for one in done
        if one.missing
    ]
    here = _("The workshop %(title)s is on %(when)s.") % {"title": about.title, "when": about.when}
    if joined:
        middle = [here, _("This is still empty:"), "\n".join(missing), _("Carry on here:"), about.link]
        middle.append(_("On another device, come back with the code and your six words. Empty parts may stay empty."))
    else:
        middle = [here, _("You haven’t joined yet. This is your own link:"), about.link]
    return Letter(
        _("Before the workshop: %(title)s") % {"title": about.title},
        _text([_hello(name), *middle], about.stop),
        about.stop,
    )


def check_in(about: About, weeks: int) -> Letter:
    """Some weeks afterwards: how is the plan going?"""
    passages = [
        _hello(""),
        _("%(weeks)d weeks ago you took part in %(title)s, and asked us to write to you now.")
        % {"weeks": weeks, "title": about.title},
        _("How is your plan going? What have you tried, what came of it, and what is the next small step?"),
        _("Your learning log is here. On another device, come back with your six words:"),
        about.link,
        _("We know your address and nothing else: not who you are, and not what you wrote."),
    ]
    return Letter(_("How is your plan going?"), _text(passages, about.stop), about.stop)


def _hello(name: str) -> str:
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _text(passages: list[str], stop: str) -> str:
    end = _("No more mails about this workshop, please:")
    return "\n\n".join([*passages, f"{end}\n{stop}"]) + "\n"
