"""Which workshops may be laid side by side: both have agreed, and neither is so small that a voice could be known."""

from dataclasses import dataclass

from commonweal.core.suppression import shown


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop as far as comparing is concerned; `people` counts those who took part, pretend ones left out."""

    id: str
    programme: str
    agrees: bool
    people: int
    rehearsal: bool = False


def comparable(one: Workshop, other: Workshop) -> bool:
    """Whether each of two workshops may see what the other shared. The order of the two makes no difference."""
    return (
        one.id != other.id
        and one.programme == other.programme
        and all(each.agrees and not each.rehearsal and shown(each.people) for each in (one, other))
    )
