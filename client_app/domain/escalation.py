"""The ladder by which an urgent flag is paged: whom, when, and when again, until somebody has it.

It never ends by itself and knows no quiet hours. Only instants are counted, so that no change of the clocks shortens or
lengthens a wait. Whoever claims a flag has an hour to try to reach the person; then the ladder begins again with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self

from client_app.domain.sentences import N_, Sentence

LONGEST_SECOND = 15
"""Minutes after which an unclaimed flag is paged more widely, at the latest: a program may only shorten it."""
LONGEST_REPEAT = 60
"""Minutes between two pages at most: this product's target for an urgent flag is one hour."""
SHORTEST = 5
"""Minutes: whoever is paged more often than that cannot pick up the phone."""
EVERY_DIRECTOR_AFTER = (timedelta(hours=1), timedelta(hours=12))
"""This product's target, and the ceiling of the research consensus."""
CONTACT_WITHIN = timedelta(minutes=60)
"""How long whoever has claimed it has, until the ladder begins again with them."""

NO_SECOND = Sentence(
    N_("Please choose %(fewest)s to %(most)s minutes. It can be sooner, never later."),
    {"fewest": SHORTEST, "most": LONGEST_SECOND},
)
NO_REPEAT = Sentence(N_("Please choose %(fewest)s to %(most)s minutes."), {"fewest": SHORTEST, "most": LONGEST_REPEAT})


class Reach(StrEnum):
    """How wide a step goes."""

    FIRST = "first"
    """Whoever reads the flag and whoever is on call; once somebody has claimed it, they alone."""
    WIDER = "wider"
    """The cover and a director as well."""
    EVERY_DIRECTOR = "every_director"
    """Every director of the program as well."""


@dataclass(frozen=True)
class Ladder:
    """How many minutes pass between the steps; what a program may choose."""

    second_after: int = LONGEST_SECOND
    """Until the cover and a director are paged as well."""
    repeat_every: int = 15
    """Between all the later ones."""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> Self:
        """Read what a program chose, or the product's own; whatever is stored, nobody is paged later than allowed."""
        if stored is None:
            return cls()
        return cls(
            second_after=_within(stored["second_after"], LONGEST_SECOND),
            repeat_every=_within(stored["repeat_every"], LONGEST_REPEAT),
        )

    def to_json(self) -> dict[str, Any]:
        """Write it as plain JSON values."""
        return {"second_after": self.second_after, "repeat_every": self.repeat_every}

    def problems(self) -> dict[str, Sentence]:
        """Say for each of its figures why it will not do."""
        found = {}
        if not SHORTEST <= self.second_after <= LONGEST_SECOND:
            found["second_after"] = NO_SECOND
        if not SHORTEST <= self.repeat_every <= LONGEST_REPEAT:
            found["repeat_every"] = NO_REPEAT
        return found

    def next_after(self, passed: timedelta) -> timedelta:
        """Give how long after its beginning the next step is; it is always later than what has passed, without end.

        A ladder that has not begun yet (``passed`` is negative) takes its first step at its beginning.
        """
        second, every = timedelta(minutes=self.second_after), timedelta(minutes=self.repeat_every)
        if passed < timedelta():
            return timedelta()
        regular = second if passed < second else second + ((passed - second) // every + 1) * every
        return min([regular, *(wide for wide in EVERY_DIRECTOR_AFTER if wide > passed)])

    def reach_between(self, due: timedelta, passed: timedelta) -> Reach:
        """Give the widest reach of the steps from the one that is due until now; both are counted from its beginning.

        A worker that comes late takes one step for all that it missed.
        """
        if any(due <= wide <= passed for wide in EVERY_DIRECTOR_AFTER):
            return Reach.EVERY_DIRECTOR
        return Reach.FIRST if passed < timedelta(minutes=self.second_after) else Reach.WIDER


@dataclass(frozen=True)
class Team:
    """Who could be paged about a participant now, by number; everybody in it can sign in."""

    counselor_id: int | None = None
    cover_id: int | None = None
    is_away: bool = False
    """The counselor is, so that the cover reads."""
    director_ids: tuple[int, ...] = ()
    """Of the program, in the order in which they joined the record."""
    on_call_ids: tuple[int, ...] = ()
    """Whoever is on call at this moment."""

    @property
    def reader_id(self) -> int | None:
        """The counselor; the cover while the counselor is away or gone; a director where nobody else is left to."""
        if self.counselor_id and not (self.is_away and self.cover_id):
            return self.counselor_id
        return self.cover_id or next(iter(self.director_ids), None)

    def paged_by(self, reach: Reach, claimer_id: int | None = None) -> tuple[int, ...]:
        """Give whom a step of this reach pages, each once; nobody where the program has nobody left."""
        first = (claimer_id,) if claimer_id else (self.reader_id, *self.on_call_ids)
        wider = (self.reader_id, *self.on_call_ids, self.counselor_id, self.cover_id, *self.director_ids[:1])
        everybody = {
            Reach.FIRST: first,
            Reach.WIDER: (*first, *wider),
            Reach.EVERY_DIRECTOR: (*first, *wider, *self.director_ids),
        }[reach]
        return tuple(dict.fromkeys(person_id for person_id in everybody if person_id))


def _within(minutes: Any, most: int) -> int:
    return min(max(int(minutes), SHORTEST), most)
