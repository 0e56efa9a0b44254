"""The afternoon of the full day, 13.30 to 15.00: two role-played meetings, and what came of them."""

import re

from playwright.sync_api import expect

from tests.journeys.test_meeting import FEEL, _drawn, _tab, _writes
from tests.journeys.the_day import ON_TIME, Day, Person, write

# --- 13.30 to 15.00: influencing and negotiation ----------------------------------------------------------


def meet(day: Day, group: list[Person]) -> None:
    """A5 in one group: roles drawn, a brief each, minutes, a decision, looking back in role."""
    for one in group:
        one.goes("activity/a5")
        one.page.get_by_role("heading", name="Who plays what").wait_for()
    for one in group[:2]:
        expect(group[2].page.get_by_role("checkbox", name=re.compile(one.name))).to_be_checked()
    group[2].page.get_by_role("button", name="Draw roles").click()
    roles = _drawn([one.page for one in group])
    assert set(roles) == {"partnership facilitator", "individual member", "organisational representative"}
    played = {role: next(one for one in group if one.page is page) for role, page in roles.items()}
    chair, member = played["partnership facilitator"], played["individual member"]
    scribe = played["organisational representative"]
    for one in group:
        _tab(one.page, "Your brief")
        day.wrote(one, "a5n", "side", alone=True, sealed=True)
        write(one, "What matters to you in this role", one.says("side"))
    _tab(chair.page, "Agenda")
    chair.page.get_by_role("button", name="Begin the meeting").click()
    _tab(scribe.page, "Minutes")
    day.wrote(scribe, "a5", "minutes")
    _writes(scribe.page, scribe.says("minutes"))
    _tab(member.page, "Decisions")
    day.wrote(member, "a5", "decision")
    member.page.get_by_role("button", name="Propose a decision").click()
    member.page.get_by_label("What is decided").fill(member.says("decision"))
    member.page.get_by_role("button", name="Propose it").click()
    _tab(chair.page, "Decisions")
    chair.page.get_by_role("button", name="I’ll take it").click()
    expect(member.page.get_by_text("1 made, 0 open")).to_be_visible()
    _tab(chair.page, "Now")
    chair.page.get_by_role("button", name="Close the meeting").click()
    for one in group:
        expect(one.page.get_by_role("heading", level=1, name=f"You are {one.name} again")).to_be_visible()
        day.wrote(one, "a5", "feeling")
        one.page.get_by_label(FEEL).fill(one.says("feeling"))
        one.page.get_by_label(FEEL).blur()
        one.saved()


def meetings(day: Day) -> None:
    day.begin("Influencing and negotiation", "13.30", ON_TIME)
    for key in ("a5n", "a5"):
        day.choose(key)
    day.start_timer("The partnership meeting", until="14.30")
    for number in (1, 2):
        meet(day, day.group(number))
    day.nobody_else_has("side")
    day.only_the_group_has("feeling")
    day.it_is("14.32")
    expect(day.console.get_by_role("timer")).to_have_attribute("data-state", "over")
    day.show("a5")
    words = [one.says(about) for one in day.people for about in ("feeling", "decision") if about in day.about(one)]
    expect(day.screen.get_by_text(re.compile("|".join(words))).first).to_be_visible()
    dele = day.named("Dele").goes("together/a5")
    for one in day.people:
        expect(dele.get_by_text(one.says("feeling"))).to_have_count(1)
