"""Two people in one passage, one of them offline for a while, at random, as the server decides: no word is lost."""

import random
from dataclasses import dataclass, field

from commonweal.access import EntryFacts, SheetFacts, Viewer
from commonweal.blocks.fields import Text
from commonweal.core.merging import merge
from commonweal.sync.changes import Accepted, judge
from commonweal.sync.messages import Edit, Patch
from commonweal.sync.rules import StepRules

CASES = 2000
UID = "11111111-2222-4333-8444-555555555555"
STEPS = {"s": StepRules("s", "prompts", {"text": Text(8000)}, 1, own_only=False)}
SHEET = SheetFacts(1, "a.g1", "a", "group", None, 1, False, "open", True, "until-shared", True)


@dataclass
class Writer:
    """A person's device: what it holds of the entry, what it shows, and the edits that wait."""

    name: str
    member: int
    rev: int
    text: str
    source: random.Random
    waiting: Edit | None = None
    added: list[str] = field(default_factory=list)

    def edit(self) -> None:
        words = self.text.split(" ")
        at = self.source.randrange(len(words) + 1)
        gone = self.source.random() < 0.4 and at < len(words) and words[at].startswith("base")
        word = f"{self.name}{len(self.added)}"
        self.added.append(word)
        before = self.waiting or Edit(self.rev, self.text, self.text)
        words[at : at + gone] = [word]
        self.text = " ".join(words)
        self.waiting = Edit(before.base, self.text, before.was)

    def push(self, entry: EntryFacts, seq: int) -> EntryFacts:
        """Sends what waits and takes in what became of it."""
        if self.waiting is None:
            return entry
        viewer = Viewer(self.member, "participant", 1)
        patch = Patch(1, UID, "a.g1", {"text": self.waiting})
        outcome = judge(patch, viewer, SHEET, STEPS, entry, seq=seq, room_open=True)
        assert isinstance(outcome, Accepted), outcome
        self.waiting, self.rev = None, outcome.entry.revs["text"]
        self.text = str(outcome.entry.fields["text"])
        return outcome.entry


def case(seed: int) -> tuple[EntryFacts, list[str], bool]:
    """One case: the entry at its end, the words that were written, and whether the two could not be merged."""
    source = random.Random(seed)
    base = " ".join(f"base{number}" for number in range(source.randint(4, 23)))
    entry = EntryFacts(UID, 1, "s", 1, 1, {"text": base}, {"text": 1})
    ben, carys = Writer("ben", 1, 1, base, source), Writer("carys", 2, 1, base, source)
    seq = 1
    for _ in range(source.randint(1, 3)):
        ben.edit()
        if source.random() < 0.5:
            seq += 1
            entry = ben.push(entry, seq)
    for _ in range(source.randint(1, 3)):
        carys.edit()
    entry = ben.push(entry, seq + 1)
    clash = merge(base, carys.text, ben.text) is None
    return carys.push(entry, seq + 2), ben.added + carys.added, clash


def words(entry: EntryFacts) -> set[str]:
    kept = [str(entry.fields["text"]), *(str(one["text"]) for one in entry.versions.get("text", []))]
    return {word for text in kept for word in text.split(" ")}


def test_no_word_is_lost_and_every_clash_is_offered() -> None:
    clashes = 0
    for seed in range(CASES):
        entry, added, clash = case(seed)
        assert set(added) <= words(entry), f"seed {seed}"
        assert bool(entry.versions) == clash, f"seed {seed}"
        clashes += clash
    assert CASES / 20 < clashes < CASES * 19 / 20, "the cases must hold both kinds"


def test_control_where_a_clash_is_settled_in_silence_a_word_is_missing() -> None:
    lost = 0
    for seed in range(200):
        entry, added, _ = case(seed)
        entry.versions.clear()
        lost += not set(added) <= words(entry)
    assert lost > 0


def _clashing(entry: EntryFacts, seq: int, member: int, was: str, text: str) -> EntryFacts:
    """The entry after a member wrote a text over the words that they had, which nobody else has any more."""
    patch = Patch(1, UID, "a.g1", {"text": Edit(1, text, was)})
    outcome = judge(patch, Viewer(member, "participant", 1), SHEET, STEPS, entry, seq=seq, room_open=True)
    assert isinstance(outcome, Accepted), outcome
    return outcome.entry


def test_who_types_on_in_a_clash_goes_on_with_their_own_version_and_leaves_others_alone() -> None:
    entry = EntryFacts(UID, 1, "s", 1, 1, {"text": "We meet on Fridays"}, {"text": 2})
    before = "We meet on Mondays"
    entry = _clashing(entry, 3, 2, before, "We meet on Sundays")
    entry = _clashing(entry, 4, 1, before, "We meet on Tuesdays")
    entry = _clashing(entry, 5, 2, "We meet on Sundays", "We meet on Sundays at noon")
    kept = [(one["by"], one["text"]) for one in entry.versions["text"]]
    assert kept == [("m1", "We meet on Tuesdays"), ("m2", "We meet on Sundays at noon")]
    assert entry.fields["text"] == "We meet on Fridays"
