"""What does not fit together on a calendar, said in words before anything is saved."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from client_app.domain.appointments import LONGEST, Appointment
from client_app.domain.refusals import Conflict
from client_app.domain.sentences import N_, Sentence, Value

MOST_TOLD = 8
"""Conflicts said one by one; the rest are counted."""

AT_MOST = timedelta(minutes=LONGEST)
"""How long before another one something begins that is still going on."""


@dataclass(frozen=True)
class Expected:
    """An appointment with the people who are expected at it, as far as a conflict needs them."""

    appointment: Appointment
    participant_ids: frozenset[int]


class Clashes(Conflict):
    """It was not saved, since it does not fit with what is planned; whoever has read why may save it all the same."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        super().__init__(Sentence(N_("This does not fit with what is planned. Nothing was saved yet.")))
        self.sentences = tuple(sentences)

    @property
    def token(self) -> str:
        """A name for just these conflicts: who agrees to them has not agreed to others."""
        told = "\n".join(sentence.english() for sentence in self.sentences)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def conflicts(planned: Sequence[Expected], others: Iterable[Expected], names: Mapping[int, str]) -> list[Sentence]:
    """Say what the planned appointments collide with: room, facilitator, participant, capacity.

    Args:
        planned: the appointments that are about to be saved.
        others: everything else that takes place then; the series that is changed is not among them.
        names: how facilitators and participants are called, by number.

    """
    ordered = sorted(others, key=lambda one: one.appointment.starts_at)
    told: dict[str, Sentence] = {}
    starts = [one.appointment.starts_at for one in ordered]
    for one in planned:
        since = bisect_left(starts, one.appointment.starts_at - AT_MOST)
        near = (ordered[at] for at in range(since, len(ordered)))
        for sentence in [*_over_capacity(one), *_collisions(one, near, names)]:
            told.setdefault(sentence.english(), sentence)
    found = list(told.values())
    if len(found) <= MOST_TOLD:
        return found
    return [*found[:MOST_TOLD], Sentence(N_("And %(number)s more like these."), {"number": len(found) - MOST_TOLD})]


def _over_capacity(one: Expected) -> list[Sentence]:
    capacity = one.appointment.series.capacity
    expected = len(one.participant_ids)
    if capacity is None or expected <= capacity:
        return []
    return [
        Sentence(
            N_("%(number)s people would come, and there is room for %(room)s."), {"number": expected, "room": capacity}
        )
    ]


def _collisions(one: Expected, others: Iterable[Expected], names: Mapping[int, str]) -> list[Sentence]:
    found = []
    for other in others:
        if other.appointment.starts_at >= one.appointment.ends_at:
            break
        if one.appointment.overlaps(other.appointment):
            found += _collision(one, other, names)
    return found


def _collision(one: Expected, other: Expected, names: Mapping[int, str]) -> list[Sentence]:
    """What two appointments at the same time have in common."""
    here, there = one.appointment.session, other.appointment.session
    about: dict[str, Value] = {"topic": other.appointment.series.topic, "day": one.appointment.takes_place_on}
    found = []
    if here.place and here.place.casefold() == there.place.casefold():
        found.append(Sentence(N_("%(place)s is taken by %(topic)s: %(day)s."), {"place": here.place, **about}))
    if here.facilitator_id is not None and here.facilitator_id == there.facilitator_id:
        name = names.get(here.facilitator_id, "")
        found.append(Sentence(N_("%(name)s has %(topic)s at that time: %(day)s."), {"name": name, **about}))
    if one.appointment.series.participant_id is not None or other.appointment.series.participant_id is not None:
        both = sorted(names.get(number, "") for number in one.participant_ids & other.participant_ids)
        found += [
            Sentence(N_("%(name)s is expected at %(topic)s at that time: %(day)s."), {"name": name, **about})
            for name in both
        ]
    return found  # of groups side by side people choose one: that is no conflict
