"""Good days too: what went well for a participant over the last four weeks, by their own answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from client_app.domain.answers import Answer
from client_app.domain.definitions import COPING, SKIP, Text
from client_app.domain.good_days import good_signs
from client_app.domain.local_days import local_day
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds
from client_app.domain.tools import coping_choices
from client_app.domain.viewers import Viewer
from client_app.gateways.content import kit_tools
from client_app.services.check_in_reads import history_of
from client_app.services.enrollments import standing_of
from client_app.services.plans import strategies_ever

SHOWN = timedelta(days=28)


@dataclass(frozen=True)
class GoodDay:
    """A day on which something went well."""

    day: date
    signs: tuple[Sentence, ...]
    helped: tuple[Text, ...]
    """What the person said that it helped."""


def good_days_of(viewer: Viewer, participant_id: int, now: datetime) -> tuple[GoodDay, ...]:
    """The participant's good days among the last 28 local days, the latest first; the caller has opened the record."""
    today = local_day(now, ZoneInfo(viewer.zone))
    earliest = today - SHOWN
    standing = standing_of(participant_id)
    thresholds = standing.thresholds if standing else Thresholds()
    history = history_of(participant_id, earliest)
    words = {choice.value: choice.text for choice in coping_choices(strategies_ever(participant_id), kit_tools())}
    days = [
        GoodDay(
            past.day,
            good_signs(past.answers, history.baseline("craving_now", past.day, thresholds)),
            _helped(past.answers, words),
        )
        for past in sorted(history.days, key=lambda past: past.day, reverse=True)
        if past.day > earliest
    ]
    return tuple(day for day in days if day.signs)


def _helped(answers: Mapping[str, Answer], words: Mapping[str, Text]) -> tuple[Text, ...]:
    """What helped, in the person's own words or the kit's."""
    chosen = answers.get(COPING, SKIP)
    return tuple(words[value] for value in chosen if value in words) if isinstance(chosen, tuple) else ()
