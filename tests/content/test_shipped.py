"""The shipped library is whole: a reading for each code, links that lead somewhere and back, guides for all."""

import re

import pytest

from commonweal.content.load import library
from commonweal.content.schema import Guide

PROGRAMME = library().programme("collaborative-working")
CODES = {f"T{number}" for number in range(1, 23)} | {"W2", "W5", "W11", "A3"}
READINGS = sorted(library().readings)
NO_SOURCE = r"(?!(?:January|March|April|May|September|October|Act|After|For|In)\b)"
NAMED = re.compile(
    rf"\b{NO_SOURCE}([A-Z][\w’'-]+(?: (?:and|of|(?!Act\b)[A-Z])[\w’'-]*)*)(?: others)?,? \(?((?:19|20)\d\d)(?!/)"
)


def test_every_code_has_one_reading_and_the_programme_has_all() -> None:
    assert sorted(reading.code for reading in library().readings.values()) == sorted(CODES)
    assert sorted(PROGRAMME.readings) == READINGS
    assert sorted(PROGRAMME.resources) == sorted(library().resources)


@pytest.mark.mission(
    "W2",
    "W5",
    "W11",
    "A3",
    "T1",
    "T2",
    "T3",
    "T4",
    "T5",
    "T6",
    "T7",
    "T8",
    "T9",
    "T10",
    "T11",
    "T12",
    "T13",
    "T14",
    "T15",
    "T16",
    "T17",
    "T18",
    "T19",
    "T20",
    "T21",
    "T22",
)
@pytest.mark.parametrize("key", READINGS)
def test_a_reading_has_200_to_600_words_a_summary_and_an_open_question(key: str) -> None:
    reading = library().reading(key)
    words = re.sub(r"[|#*>-]+", " ", reading.text).split()
    assert 200 <= len(words) <= 600
    assert reading.summary
    assert reading.question.endswith("?")
    assert not re.match(r"(Is|Are|Do|Does|Did|Can|Could|Have|Has|Will|Would)\b", reading.question), "yes or no"


@pytest.mark.parametrize("key", READINGS)
def test_a_reading_cites_whom_it_names(key: str) -> None:
    """A name and a year in the text belong to one of the reading's sources."""
    reading = library().reading(key)
    for name, year in NAMED.findall(reading.text):
        cited = [library().citations[source] for source in reading.sources if year in source]
        people = [word for word in name.split() if word[0].isupper()]
        assert any(person in line for person in people for line in cited), f"{key} names {name} {year}"


def test_every_reference_is_cited_and_every_resource_leads_to_its_source() -> None:
    cited = {source for reading in library().readings.values() for source in reading.sources}
    assert set(library().references) - cited == set()
    assert [one.key for one in library().resources.values() if not one.reference] == []
    kept = library().resolve(PROGRAMME.key)["references"]
    assert [one["key"] for one in kept] == list(library().citations)


def test_every_resource_has_a_theme_and_every_diagram_stands_with_a_reading() -> None:
    assert [one.key for one in library().resources.values() if not one.themes] == []
    drawn = [key for reading in library().readings.values() for key in reading.diagrams]
    assert sorted(drawn) == sorted(library().diagrams)


def guides() -> dict[str, Guide | None]:
    parts = {part.key: part.guide for part in PROGRAMME.parts}
    return parts | {key: activity.guide for key, activity in library().activities.items()}


@pytest.mark.parametrize("key", sorted(guides()))
def test_every_part_and_activity_has_a_whole_guide(key: str) -> None:
    guide = guides()[key]
    assert guide is not None
    assert [name for name, value in guide.model_dump().items() if not value] == []


@pytest.mark.mission("A5", "T18")
def test_the_meeting_has_the_conversation_model_at_hand() -> None:
    steps = library().activity("a5").steps
    assert [step.reading for step in steps if step.block == "reading"] == ["mobius"]  # type: ignore[attr-defined]
    assert library().reading("mobius").tools == ["a5"]
