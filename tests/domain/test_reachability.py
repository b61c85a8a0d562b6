"""How somebody's phones stand, in words: both sides of each boundary."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.reachability import NO_PHONE, PASSES, Phones, Reachability, reachability

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 25, 16, tzinfo=UTC)
"""10:00 on a Wednesday."""
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


def phones(living: int = 1, failing: int = 0, **ago: timedelta) -> Phones:
    """Phones, with how long ago what happened."""
    return Phones(living, failing, **{f"{name}_at": NOW - before for name, before in ago.items()})


CASES = [
    (Phones(), "No phone is set up for reminders.", False),
    (phones(set_up=DAY), "Phone set up on 2026-11-24, nothing sent to it yet.", False),
    (phones(set_up=9 * DAY, reached=HOUR), "Phone last reached today.", False),
    (phones(set_up=9 * DAY, reached=10 * HOUR), "Phone last reached today.", False),
    (phones(set_up=9 * DAY, reached=10 * HOUR + SECOND), "Phone last reached yesterday.", False),
    (phones(set_up=9 * DAY, reached=2 * DAY), "Phone last reached on 2026-11-23.", False),
    # failing, and for how long
    (phones(1, 1, set_up=9 * DAY, reached=PASSES - SECOND), "Phone last reached yesterday.", False),
    (phones(1, 1, set_up=9 * DAY, reached=PASSES), "No working phone since yesterday.", True),
    (phones(1, 1, set_up=9 * DAY, reached=3 * DAY), "No working phone for 3 days.", True),
    (phones(1, 1, set_up=HOUR), "Phone set up on 2026-11-25, nothing sent to it yet.", False),
    (phones(1, 1, set_up=2 * DAY), "No working phone for 2 days.", True),
    (phones(2, 1, set_up=9 * DAY, reached=3 * DAY), "Phone last reached on 2026-11-22.", False),
    (phones(2, 2, set_up=9 * DAY, reached=3 * DAY), "No working phone for 3 days.", True),
    # none is left
    (phones(0, gone=HOUR), "No working phone since today.", True),
    (phones(0, gone=DAY), "No working phone since yesterday.", True),
    (phones(0, gone=3 * DAY, reached=4 * DAY), "No working phone for 3 days.", True),
    (phones(0, left=DAY, reached=2 * DAY), "No phone is set up for reminders.", False),
    (phones(0, gone=2 * DAY, left=DAY), "No phone is set up for reminders.", False),
    (phones(0, gone=DAY, left=DAY), "No phone is set up for reminders.", False),
    (phones(0, gone=DAY, left=2 * DAY), "No working phone since yesterday.", True),
]


@pytest.mark.parametrize(("found", "words", "is_broken"), CASES)
def test_how_phones_stand(found: Phones, words: str, is_broken: bool) -> None:
    told = reachability(found, NOW, CHICAGO)
    assert (told.sentence.english(), told.is_broken) == (words, is_broken)


Instants = tuple[datetime | None, datetime | None, datetime | None, datetime | None]
instants = st.none() | st.timedeltas(min_value=timedelta(), max_value=40 * DAY).map(lambda before: NOW - before)


@given(st.integers(0, 3), st.integers(0, 3), st.tuples(instants, instants, instants, instants))
def test_a_working_phone_is_never_called_broken(living: int, failing: int, ago: Instants) -> None:
    found = Phones(living + failing, failing, *ago)
    told = reachability(found, NOW, CHICAGO)
    if living and (found.reached_at or found.set_up_at):
        assert not told.is_broken
    if found == Phones():
        assert told == Reachability(NO_PHONE, is_broken=False)
