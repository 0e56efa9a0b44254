"""The finding of names, sentence by sentence: what is found and as what, and what is left alone."""

import pytest

from commonweal.core.names import find_all
from tests.core.found import find

FOUND = [
    # telephone numbers
    ("Ring 07700 900123 or danielle.smith@nhs.uk", ["07700 900123/phone", "danielle.smith@nhs.uk/email"]),
    ("Her mobile is 07700900123.", ["07700900123/phone"]),
    ("Text 07700-900-123 first.", ["07700-900-123/phone"]),
    ("The duty line is +44 7700 900123 at night.", ["+44 7700 900123/phone"]),
    ("The duty line is +44 (0)7700 900 123 at night.", ["+44 (0)7700 900 123/phone"]),
    ("From abroad it is 0044 7700 900123.", ["0044 7700 900123/phone"]),
    ("Reception (020 7946 0958) is shut.", ["020 7946 0958/phone"]),
    ("Reception is on (020) 7946 0958 until five.", ["(020) 7946 0958/phone"]),
    ("The ward is 01632 960 456, ask for anyone.", ["01632 960 456/phone"]),
    ("It moved to 0113.496.0999 last year.", ["0113.496.0999/phone"]),
    ("The helpline 0808 157 0192 is free.", ["0808 157 0192/phone"]),
    ("Phone 496 0123 and ask.", ["496 0123/phone"]),
    ("Try him on tel: 960456 after lunch.", ["960456/phone"]),
    # postcodes
    ("The clinic at M13 9PL closed.", ["M13 9PL/postcode"]),
    ("Everyone on sw1a 1aa got a letter.", ["sw1a 1aa/postcode"]),
    ("The hall is at CF101EP now.", ["CF101EP/postcode"]),
    ("Flats at EC1A 1BB were missed.", ["EC1A 1BB/postcode"]),
    # NHS numbers
    ("Her number is 943 476 5919.", ["943 476 5919/nhs_number"]),
    ("We sent 9434765919 twice.", ["9434765919/nhs_number"]),
    ("The form says 943-476-5919 on top.", ["943-476-5919/nhs_number"]),
    ("His NHS number is 943 476 5918, mistyped.", ["943 476 5918/nhs_number"]),
    ("NHS no: 943 476 5919 was on it.", ["943 476 5919/nhs_number"]),
    # addresses
    ("See www.example.org/plan for it.", ["www.example.org/plan/url"]),
    ("Write to o'neill+ward@lowhill-council.gov.uk soon.", ["o'neill+ward@lowhill-council.gov.uk/email"]),
    # people
    ("Councillor Pike promised Danielle Smith patrols.", ["Councillor Pike/person", "Danielle Smith/person"]),
    ("We asked Dr. Okafor about it.", ["Dr. Okafor/person"]),
    ("Mr J. Smith wrote twice.", ["Mr J. Smith/person"]),
    ("Prof Dame Jane Dacre opened it.", ["Prof Dame Jane Dacre/person"]),
    ("Ms O’Neill disagreed.", ["Ms O’Neill/person"]),
    ("Anne-Marie Duff took the minutes.", ["Anne-Marie Duff/person"]),
    ("Mary Ann Evans keeps the list.", ["Mary Ann Evans/person"]),
    ("Zebulon Thackeray chairs the meeting.", ["Zebulon Thackeray/person"]),
    ("Inspector Rahman and PCSO Gill walk it weekly.", ["Inspector Rahman/person", "PCSO Gill/person"]),
    ("Cllr Jones Monday, the rest on Tuesday.", ["Cllr Jones/person"]),
    ("The Revd Clare Hughes offered the hall.", ["Revd Clare Hughes/person"]),
    ("Priya's team and Imam Yusuf agreed.", ["Priya/person", "Imam Yusuf/person"]),
    # people of organisations
    ("Dr Rhys Morgan of Lowhill NHS Trust", ["Dr Rhys Morgan/person", "Lowhill NHS Trust/organisation"]),
    ("Sarah Khan of Westmere Council spoke.", ["Sarah Khan/person", "Westmere Council/organisation"]),
    ("Nurse Bello and Lowhill Hospice fell out.", ["Nurse Bello/person", "Lowhill Hospice/organisation"]),
    ("Tom Bell from Harbour Lights Charity", ["Tom Bell/person", "Harbour Lights Charity/organisation"]),
    # organisations
    ("Westmere Council and Lowhill NHS Trust", ["Westmere Council/organisation", "Lowhill NHS Trust/organisation"]),
    ("The University of Westmere counted.", ["University of Westmere/organisation"]),
    ("The Friends of Lowhill Park objected.", ["Friends of Lowhill Park/organisation"]),
    ("Age UK Westmere runs lunches.", ["Age UK Westmere/organisation"]),
    ("Referrals go to Barnardo's or Citizens Advice.", ["Barnardo's/organisation", "Citizens Advice/organisation"]),
    ("They moved her to Westmere Royal Infirmary.", ["Westmere Royal Infirmary/organisation"]),
    ("HMP Lowhill sent two officers.", ["HMP Lowhill/organisation"]),
    ("NHS Lowhill pays half.", ["NHS Lowhill/organisation"]),
    ("The Mary Seacole Trust came.", ["Mary Seacole Trust/organisation"]),
    # places
    ("People in Lowhill were angry.", ["Lowhill/place"]),
    ("They live at Flat 3, 12 Quay Street now.", ["Flat 3, 12 Quay Street/place"]),
]  # fmt: skip
CLEAN = (
    "We met on 01.02.2026 10.30 in the hall.",
    "Between 01-02-2026 and 03-04-2026 nobody came.",
    "It runs from 09.30 to 16.00, with 0800 to 0930 for breakfast.",
    "We spent 4,500 pounds in 2024-2025 and 5,200 in 2025-2026.",
    "Call 999 or 101 at night.",
    "The reference is 943 476 5918.",
    "Budget line 123 456 7890 is spent.",
    "The Health and Wellbeing Board asks for one number.",
    "Children's Services and Adult Social Care Services share a floor.",
    "The Community Safety Partnership and the Safeguarding Board meet twice a year.",
    "The NHS Trust and the Council differ.",
    "NHS England changed the form.",
    "Public Health said no.",
    "The Drug and Alcohol Partnership wrote a strategy.",
    "Youth Justice Services lead on this.",
    "Nobody mentioned it in May or in March.",
    "Two of 48 homes are empty; 1 in 3 tenants knew.",
    "We texted 3000 people and 412 answered.",
)


@pytest.mark.parametrize(("sentence", "wanted"), FOUND, ids=[sentence for sentence, _ in FOUND])
def test_what_could_tell_who_is_meant_is_found(sentence: str, wanted: list[str]) -> None:
    assert [f"{one.text}/{one.kind}" for one in find(sentence, {})] == wanted


@pytest.mark.parametrize("sentence", CLEAN)
def test_ordinary_words_are_left_alone(sentence: str) -> None:
    assert [f"{one.text}/{one.kind}" for one in find(sentence, {})] == []


def test_general_words_say_what_somebody_is_and_keep_two_apart() -> None:
    text = "Dr Rhys Morgan of Lowhill NHS Trust met Councillor Pike, Dr Okafor and Sarah Khan of Westmere NHS Trust."
    assert [one.suggestion for one in find(text, {})] == [
        "a doctor",
        "an NHS trust",
        "a councillor",
        "another doctor",
        "a colleague",
        "another NHS trust",
    ]


def test_a_list_is_looked_through_line_by_line() -> None:
    found = [
        (one.start, one.text, one.kind)
        for one in find("Harbour Tenants\nLowhill Police\nSarah Khan", {"Harbour Tenants": "organisation"})
    ]
    assert found == [
        (0, "Harbour Tenants", "organisation"),
        (16, "Lowhill Police", "organisation"),
        (31, "Sarah Khan", "person"),
    ]


def test_what_is_found_once_is_found_in_every_passage_whatever_its_capitals_and_by_a_last_name_alone() -> None:
    texts = [
        "We met in Llanfair with Dr Ada Okonkwo. Sarah Hopcraft was there.",
        "Llanfair is small. Okonkwo was angry, and Hopcraft’s view won. LLANFAIR and Okonkwo again.",
    ]
    assert [(one.text, one.suggestion) for one in find_all(texts, {})[1]] == [
        ("Llanfair", "a local area"),
        ("Okonkwo", "a doctor"),
        ("Hopcraft", "a colleague"),
        ("LLANFAIR", "a local area"),
        ("Okonkwo", "a doctor"),
    ]


def test_different_people_never_get_the_same_words_and_parts_of_a_name_never_others() -> None:
    text = "Margaret Thompson, Joan Smith, Siobhan Murphy and Sunita Rao came. Siobhan spoke. Priya Nair left."
    found = {one.text: one.suggestion for one in find_all([text], {})[0]}
    assert len(set(found.values())) == 5
    assert found["Siobhan"] == found["Siobhan Murphy"]


@pytest.mark.parametrize("name", ["Mrs Żak", "Dr Ćosić", "Patel"])
def test_capitals_beyond_western_europe_and_last_names_of_the_workshops_people_are_seen(name: str) -> None:
    assert [one.text for one in find(f"Then {name} spoke.", {"Asha Patel": "person"})] == [name]
