"""Finding names in a text before it is shared: people, organisations, places, numbers. It finds most, never all."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import phonenumbers


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that may tell who is meant, with a general word that could stand for it."""

    start: int
    end: int
    text: str
    kind: str
    suggestion: str


WORD = r"[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ][\w'’-]+"
RUN = rf"{WORD}(?:\s+(?:of|and|the|for|upon|y|ap|{WORD}))*"
TITLES = (
    "(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Rev|Revd|Reverend|Canon|Bishop|Imam|Rabbi|Pastor"
    "|Father|Fr|Cllr|Councillor|Alderman|PC|PCSO|DC|DS|DI|Sgt|Sergeant|Insp|Inspector|Superintendent|Constable|Captain"
    "|Judge|Sister|Nurse|Matron|Midwife)"
)
RANKS = {
    "a doctor": "dr", "a professor": "prof professor", "a councillor": "cllr councillor alderman",
    "a police officer": "pc pcso dc ds di sgt sergeant insp inspector superintendent constable",
    "a nurse": "nurse matron sister", "a midwife": "midwife", "a judge": "judge",
    "a faith leader": "rev revd reverend canon bishop imam rabbi pastor father fr",
}  # fmt: skip
"""General words for people by their titles."""
RANK_OF = {title: words for words, titles in RANKS.items() for title in titles.split()}
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+[^\s.,;:)]")
POSTCODE = re.compile(r"\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])")
NHS_SAID = re.compile(r"\bNHS (?:number|no\.?)(?: is)?:?\s+(\d{3}[ .-]?\d{3}[ .-]?\d{4})(?!\d)", re.IGNORECASE)
"""Ten digits that are called an NHS number, right or mistyped."""
ABROAD = r"\(?(?:\+|00) ?44\)?[ ().-]{0,2}(?:\(?0\)?[ ().-]{0,2})?"
UK_PHONE = re.compile(rf"(?<![\w.+-])(?:{ABROAD}|\(?0)[1-35789](?:[ ().–-]{{0,2}}\d){{8,9}}(?![.:]?\d)")
"""A British number in any spelling, also one of the ranges that are kept for films and never given out."""
PHONE_SAID = re.compile(
    r"\b(?:ring|call|phone|tel|telephone|text|mobile|mob|fax|extension|ext)\b\.?(?: (?:is|on|no\.?|number))?:?\s+"
    r"(\d(?:[ -]?\d){4,7})(?![\d.:])",
    re.IGNORECASE,
)
"""A number without its area code, where it is called a phone number."""
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
TITLED = re.compile(rf"\b(?:{TITLES}\.?\s+)+(?:[A-Z]\.?\s+){{0,3}}{WORD}(?:\s+{WORD}){{0,2}}")
SPEAKS = "said|says|told|asked|asks|chairs|chaired|leads|led|runs|ran|wrote|thinks|agreed|promised|manages|works|came"
SPEAKER = re.compile(rf"\b({WORD})\s+({WORD})(?=\s+(?:{SPEAKS})\b)")
"""Two capitalised words that do what people do."""
ENDINGS = (
    "Council|Trust|Partnership|Association|Surgery|School|Academy|College|University|Police|Housing|Hospital|Centre|"
    "Charity|Foundation|Forum|Church|Mosque|Temple|Society|Federation|Alliance|Ltd|Limited|CIC|Board|Constabulary|"
    "Pharmacy|Clinic|Practice|Hospice|Services|Homes|Infirmary|Institute|Network|Consortium|Union|Club|Agency|Company|"
    "plc|LLP|Brigade|ICB|CCG|Nursery|Hostel|Shelter|Library|Gazette|Rescue|Ambulance"
)
ORGANISATION = re.compile(rf"\b{WORD}(?:\s+(?:of|and|the|for|{WORD}))*?\s+(?:{ENDINGS})\b(?:\s+(?:{ENDINGS})\b)*")
PREFIXED = re.compile(
    rf"\b(?:(?:University|College|Friends|Diocese|Bank) of(?: the)? {WORD}(?:\s+{WORD})?|HM[PY]\w* {WORD}|NHS {WORD}"
    rf"|St\.? {WORD}(?:\s+(?:{ENDINGS}))*)"
)
WELL_KNOWN = re.compile(
    r"\b(?:Age UK|Age Cymru|Age Concern|Citizens Advice|Barnardo['’]?s|Mencap|NSPCC|RSPCA|YMCA|YWCA|Samaritans|Oxfam"
    r"|Macmillan|(?:British )?Red Cross|Salvation Army|Turning Point|Home-Start|Women['’]s Aid|Crimestoppers)"
    r"(?: [A-Z]\w+)?\b"
)
STREETS = "Street|Road|Avenue|Lane|Estate|Ward|Park|Close|Drive|Terrace|Gardens|Square|Hill|Green|Bridge|Quay"
STREET = re.compile(rf"\b(?:Flat \d+\w?,?\s+)?(?:\d+\w?\s+)?{WORD}(?:\s+{WORD})*?\s+(?:{STREETS})\b")
PLACE = re.compile(
    rf"\b(?:in|at|near|from|around|across|outside)\s+({WORD}(?:[-\s]+(?:upon|under|on|le)[-\s]+{WORD}|\s+{WORD})?)"
)
PAIR = re.compile(rf"\b(?=({WORD})\s+((?:O['’]|Mc|Mac|Al-|ap\s)?{WORD}))")
"""Two names in a row; a look ahead, so that a word before them does not take the first one with it."""
KINDS = ("email", "url", "nhs_number", "phone", "postcode", "person", "organisation", "place")
"""Kinds in the order in which they win where findings overlap and are equally long."""
WORDS = {
    "person": "a colleague",
    "organisation": "a partner organisation",
    "place": "a local area",
    "email": "[email address]",
    "url": "[web address]",
    "phone": "[phone number]",
    "postcode": "[postcode]",
    "nhs_number": "[NHS number]",
}
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "further",
]
SORTS = {
    "council": "a council", "school": "a local school", "academy": "a local school", "college": "a local college",
    "university": "a university", "hospital": "a local hospital", "surgery": "a GP surgery",
    "infirmary": "a local hospital", "ambulance": "an ambulance service", "rescue": "a fire service",
    "library": "a library", "nursery": "a nursery", "gazette": "a local paper", "club": "a local club",
    "practice": "a GP practice",
    "police": "a police force", "constabulary": "a police force", "housing": "a housing association",
    "homes": "a housing association", "trust": "a trust", "charity": "a local charity", "church": "a place of worship",
    "mosque": "a place of worship", "temple": "a place of worship", "pharmacy": "a pharmacy", "clinic": "a clinic",
}  # fmt: skip
_NOT_NAMES = """
The A An This That These Those We Our They Their It Its I You Your He She His Her There Here When Where Who What
Why How If And But Or So As At In On For From To With By Of After Before During Since While Then Now Next First
Second Third Last Every Each Some Many Most Both All No Not Yes Public Health Population Community Local
National Primary Secondary Care Social Services Service Safety Mental Children Young People Adults Older Women
Men Step Part Activity Group Section Table Monday Tuesday Wednesday Thursday Friday Saturday Sunday January
February March April May June July August September October November December Christmas Easter Ramadan Eid Welsh
English Scottish Irish British European Polish Somali Urdu NHS GP GPs CCG PCT LSP CSP ICB MP MPs DPH HR IT UK EU
Government Ministry Department Council Police Partnership Board Director Manager Officer Chair Head Chief
Executive Lead Team Strategy Plan Act Sure Start Connexions England Wales Scotland Ireland Britain Covid
Internet Facebook WhatsApp Zoom Teams Opportunities Challenges Stakeholders Vision Mission Evaluation
Communication Ideas Adult Family Families Housing Education Environment Steering Working Joint Strategic Drug Drugs
Alcohol Substance Misuse Domestic Abuse Violence Youth Justice Offending Carers Voluntary Sector Organisations Safety
Safeguarding Wellbeing Parish Town County City Borough District Integrated Regional Executive Trust Trusts Association
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
_GIVEN = """
Aaron Abdul Abdullah Abigail Adam Adele Aditi Adrian Agnieszka Ahmed Aisha Alan Alastair Albert Alex Alexander
Alice Alison Amanda Amara Amina Amir Amit Amy Ana Andrea Andrew Aneurin Angela Angharad Anita Ann Anna Anne
Anthony Anwar Arjun Arthur Asha Ashley Asif Ayesha Barbara Barry Beata Becky Ben Benjamin Beth Bethan Beverley
Bill Bob Brenda Brian Bridget Bronwen Bruce Callum Cara Carl Carol Caroline Carys Catherine Catrin Ceri Charles
Charlotte Cheryl Chidi Chinedu Chloe Chris Christine Christopher Ciara Claire Clare Clive Colin Connor Craig
Dafydd Daisy Dan Daniel Danielle Darren Dave David Dawn Dean Debbie Deborah Deepak Delyth Denise Dennis Derek
Diana Diane Dominic Donna Dorota Dylan Ebony Edward Eileen Eilidh Elaine Eleanor Eleri Elin Elizabeth Ella Ellen
Emily Emma Emmanuel Eric Erin Esther Ethan Eva Evan Ewa Farah Faisal Farhan Fatima Fatou Fay Femi Fiona Folake
Frances Francis Frank Freya Gareth Gary Gavin Gemma Geoff George Geraint Gerald Gillian Glenys Glyn Gordon Grace
Graham Greg Gurpreet Gwen Gwyneth Hamza Hannah Harjit Harpreet Harriet Harry Hassan Hazel Heather Heledd Helen
Henry Hilary Holly Howard Huda Hugh Huw Hussein Ian Ibrahim Idris Ife Ikram Imran Ines Ioan Irene Isaac Isabel
Isla Ivan Jack Jacob Jacqueline Jade Jagdeep Jake James Jamie Jan Jane Janet Janice Jasmine Jason Jaswinder
Javed Jean Jeff Jennifer Jenny Jeremy Jess Jessica Jill Jim Jo Joan Joanna Joanne Joe John Jon Jonathan Jordan
Joseph Josh Joshua Joy Joyce Judith Julia Julian Julie June Kamal Karen Karl Kate Katherine Kathleen Kathryn
Katie Kavita Kay Keith Kelly Ken Kenneth Kerry Kevin Khadija Kim Kirsty Krzysztof Kwame Kyle Laura Lauren Leah
Lee Leigh Lena Leon Leroy Lesley Lewis Liam Linda Lisa Liz Llinos Lloyd Lorraine Louise Lucy Luke Lynn Lynne
Magdalena Mahmoud Malcolm Malik Mandeep Marek Margaret Maria Marie Marion Mark Marta Martin Mary Maryam Matthew
Maureen Max Megan Mehmet Mei Meera Melanie Mia Michael Michelle Mike Mohamed Mohammed Mohammad Moira Molly Mona
Morgan Musa Mustafa Nadia Nadine Naomi Nasreen Natalie Nathan Naveed Neil Nerys Ngozi Nia Niamh Nicholas Nick
Nicola Nigel Nikhil Nina Noah Nora Norma Nuala Obi Ola Olga Olivia Olu Omar Oscar Osman Owen Pam Pamela Parveen
Pat Patricia Patrick Paul Paula Pauline Pawel Penny Peter Phil Philip Phoebe Pooja Precious Priya Qasim Rachel
Rahul Raj Rajesh Ravi Ray Raymond Rebecca Rehana Rhian Rhiannon Rhys Richard Rita Rob Robert Robin Roger Ron
Ronald Rory Rosa Rose Rosemary Ross Roy Rukhsana Ruth Ryan Sabina Sadia Saima Sally Sam Samantha Samina Samuel
Sandra Sanjay Sara Sarah Satnam Sean Selina Shabana Shahid Shamim Shane Shanice Sharon Sheila Shirley Sian
Sienna Simon Sinead Siobhan Siobhán Siân Somchai Sonia Sophia Sophie Stacey Stan Stella Stephanie Stephen Steve
Steven Stuart Sue Suleiman Sunil Sunita Surinder Susan Suzanne Sylvia Syed Tahir Tamsin Tanya Tara Tariq Temi
Teresa Terry Thomas Tim Timothy Tina Toby Tom Tomasz Tony Tracey Tracy Tunde Usha Usman Valerie Vera Veronica
Victor Victoria Vijay Vikram Vincent Wayne Wendy Will William Winston Yasmin Yetunde Yusuf Yvonne Zahra Zainab
Zara Zoe Zofia Alejandro Carlos Diego José Jose Juan Ling Lucía Miguel Ming Sofía Wei Xin Ying
"""
GIVEN = frozenset(_GIVEN.split())
ENDS = frozenset(ENDINGS.split("|"))
JOINING = frozenset(("of", "and", "the", "for"))


def find_all(texts: Sequence[str], known: Mapping[str, str]) -> list[list[Finding]]:
    """For each text, what in it may name somebody or something, in order, without overlaps.

    `known` maps names that the workshop has already (people, organisations, its place) to their kind. What is found in
    one place is looked for in all, in any capitals, also by a last name alone. The same name gets the same
    suggestion wherever it stands, and so does a part of it; different names of a kind get different ones.
    """
    first = [_kept(text, known) for text in texts]
    told = {**_parts(_named(texts, first)), **known}
    kept = [_kept(text, told) for text in texts]
    suggested = _suggestions(_named(texts, kept))
    return [
        [Finding(start, end, text[start:end], kind, suggested[text[start:end]]) for start, end, kind in spans]
        for text, spans in zip(texts, kept, strict=True)
    ]


def _named(texts: Sequence[str], found: Sequence[Sequence["Span"]]) -> dict[str, str]:
    """Names to their kinds, in the order in which they stand."""
    pairs = zip(texts, found, strict=True)
    return {text[start:end]: kind for text, spans in pairs for start, end, kind in spans}


def _parts(named: Mapping[str, str]) -> dict[str, str]:
    """Names that are looked for everywhere: people, organisations, places, and the last names of people."""
    found = {name: kind for name, kind in named.items() if kind in ("person", "organisation", "place")}
    for name, kind in named.items():
        last = name.split()[-1]
        if kind == "person" and last != name and last not in NOT_NAMES | ENDS:
            found.setdefault(last, kind)
    return found


def _kept(text: str, known: Mapping[str, str]) -> list["Span"]:
    """The stretches that stand, of all that each way of looking finds: the longest first, none over another."""
    spans = [
        (line.start() + start, line.start() + end, kind)
        for line in re.finditer(r".+", text)
        for start, end, kind in _spans(line.group(), known)
    ]
    spans.sort(key=lambda span: (-(span[1] - span[0]), KINDS.index(span[2])))
    kept: list[Span] = []
    for start, end, kind in spans:
        if all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, kind))
    return sorted(kept)


def sentence_around(text: str, finding: Finding) -> tuple[str, str, str]:
    """The sentence that a finding stands in: what is before it, the finding, what is after it."""
    start = max((match.end() for match in re.finditer(r"[.!?]\s+|\n", text[: finding.start])), default=0)
    stop = re.search(r"[.!?](?=\s|$)|\n", text[finding.end :])
    end = finding.end + stop.end() if stop else len(text)
    return text[start : finding.start].lstrip(), finding.text, text[finding.end : end].rstrip()


Span = tuple[int, int, str]


def _spans(line: str, known: Mapping[str, str]) -> Iterable[Span]:
    """All that each way of looking finds in one line; a name never goes on in the next."""
    told = list(_known(line, known))
    people = [*(span for span in told if span[2] == "person"), *_people(line)]
    return [*told, *_numbers(line), *people, *_organisations(line, people), *_places(line)]


def _known(text: str, known: Mapping[str, str]) -> Iterable[Span]:
    """Names that are known, and first and last names of people, in any capitals; one word alone only with its first."""
    for name, kind in known.items():
        words = name.split()
        parts = {name, *((words[0], words[-1]) if kind == "person" else ())}
        for part in parts:
            if len(part) < 3 or part in NOT_NAMES:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE):
                if match.group()[0].isupper() or " " in part:
                    yield match.start(), match.end(), kind


def _numbers(text: str) -> Iterable[Span]:
    for pattern, kind in ((EMAIL, "email"), (ADDRESS, "url"), (POSTCODE, "postcode")):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind
    for match in NUMBER.finditer(text):
        if is_nhs_number(match.group()):
            yield match.start(), match.end(), "nhs_number"
    for match in NHS_SAID.finditer(text):
        yield match.start(1), match.end(1), "nhs_number"
    yield from _phones(text)


def _phones(text: str) -> Iterable[Span]:
    spelled = [match.span() for match in UK_PHONE.finditer(text) if not DATE.match(match.group())]
    spelled += [match.span(1) for match in PHONE_SAID.finditer(text)]
    spelled += [(found.start, found.end) for found in phonenumbers.PhoneNumberMatcher(text, "GB")]
    for start, end in spelled:
        opened = text[start] == "(" and ")" not in text[start:end]  # the bracket is the sentence's
        yield start + opened, end, "phone"


def is_nhs_number(text: str) -> bool:
    """Whether ten digits pass the NHS number's check (modulus 11)."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return len(digits) == 10 and check != 10 and check % 11 == digits[9]


def _people(text: str) -> Iterable[Span]:
    for match in TITLED.finditer(text):
        yield match.start(), _without_s(text, _last_name(text, match.start(), match.end())), "person"
    for match in PAIR.finditer(text):
        if _given(match[1]) and match[2] not in NOT_NAMES:
            end = match.end(2)
            if _given(match[2]) and (more := re.match(rf"\s+({WORD})", text[end:])) and more[1] not in NOT_NAMES:
                end += more.end()
            yield match.start(), _without_s(text, end), "person"
    for match in SPEAKER.finditer(text):
        if not {match[1], match[2]} & (NOT_NAMES | ENDS):
            yield match.start(), match.end(), "person"
    for match in re.finditer(rf"\b{WORD}", text):
        end = _without_s(text, match.end())
        if _given(text[match.start() : end]):
            yield match.start(), end, "person"


def _given(word: str) -> bool:
    """Whether a word is a first name, or two with a hyphen."""
    return word in GIVEN or ("-" in word and word.split("-")[0] in GIVEN)


def _last_name(text: str, start: int, end: int) -> int:
    """Where a name with a title ends: before words that are no names, of which the first is never one."""
    while (words := text[start:end].split())[2:] and words[-1] in NOT_NAMES:
        end = start + len(text[start:end].rstrip().removesuffix(words[-1]).rstrip())
    return end


def _without_s(text: str, end: int) -> int:
    """Where a name ends when it has a possessive s."""
    return end - 2 if text[:end].endswith(("'s", "’s")) else end


def _organisations(text: str, people: list[Span]) -> Iterable[Span]:
    for pattern in (PREFIXED, WELL_KNOWN):
        for match in pattern.finditer(text):
            if match.group().split()[-1] not in NOT_NAMES | ENDS:
                yield match.start(), match.end(), "organisation"
    for match in ORGANISATION.finditer(text):
        start = _after_people(text, match.start(), match.end(), people)
        words = text[start : match.end()].split()
        while words and (words[0] in NOT_NAMES or words[0] in JOINING):
            words.pop(0)
        if len(words) > 1 and not all(_plain(word) in NOT_NAMES | ENDS | JOINING for word in words):
            at = text.index(words[0], start)
            yield at, match.end(), "organisation"


def _plain(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _after_people(text: str, start: int, end: int, people: list[Span]) -> int:
    """Where an organisation begins when somebody "of" it, or somebody "and" it, stands before it."""
    for first, last, _ in sorted(people):
        joined = re.match(r"(?:['’]s)?\s+(?:of|and|for)(?:\s+the)?\s+", text[last:end])
        if first == start and joined:
            start = last + joined.end()
    return start


def _places(text: str) -> Iterable[Span]:
    for match in STREET.finditer(text):
        if match.group().split()[0] not in NOT_NAMES:
            yield match.start(), match.end(), "place"
    for match in PLACE.finditer(text):
        words = match[1].split()
        if words[0] in NOT_NAMES:
            continue
        end = match.end(1) if len(words) < 2 or words[-1] not in NOT_NAMES else match.start(1) + len(words[0])
        yield match.start(1), end, "place"


def _suggestions(named: Mapping[str, str]) -> dict[str, str]:
    """A general word for each name: the same for a name, for parts of it and for other capitals of it."""
    chosen: dict[str, str] = {}
    used: dict[str, int] = {}
    for name in named:
        whole = _whole(name, named)
        if whole not in chosen:
            chosen[whole] = _general(whole, named[whole], used)
        chosen[name] = chosen[whole]
    return chosen


def _whole(name: str, named: Mapping[str, str]) -> str:
    """The longest name of its kind that has all words of this one: itself, if there is no longer one."""
    words = set(name.lower().split())
    wholes = [one for one in named if named[one] == named[name] and words <= set(one.lower().split())]
    return max(wholes, key=lambda one: len(one.split()))


def _general(name: str, kind: str, used: dict[str, int]) -> str:
    """A general word for a name. The second of a kind is "another", so that two people stay two."""
    if sort := _sort(name, kind):
        used[sort] = used.get(sort, 0) + 1
        return sort if used[sort] == 1 else _nth(sort, used[sort])
    words = WORDS[kind]
    used[kind] = used.get(kind, 0) + 1
    return words if kind not in ("person", "organisation", "place") or used[kind] == 1 else _nth(words, used[kind])


def _nth(words: str, number: int) -> str:
    """What the second or a later one of a kind is called: of "a council", "another council", "a third council"."""
    word = words.split(maxsplit=1)[1].removeprefix("partner ").removeprefix("local ")
    return f"another {word}" if number == 2 else f"a {ORDINALS[min(number, len(ORDINALS)) - 1]} {word}"


def _sort(name: str, kind: str) -> str:
    """What somebody is by their title, or an organisation by the end of its name; empty when neither says."""
    words = name.split()
    if kind == "person":
        return RANK_OF.get(words[0].lower().rstrip("."), "")
    if kind != "organisation":
        return ""
    return "an NHS trust" if "NHS" in words and words[-1] == "Trust" else SORTS.get(words[-1].lower(), "")
