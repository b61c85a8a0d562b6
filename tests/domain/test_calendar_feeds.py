"""What stands in a participant's own calendar: names that stay, sequences that grow, neutral titles, clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.appointments import (
    Appointment,
    Change,
    Exceptions,
    Kind,
    Series,
    Session,
    Weekly,
    appointments,
)
from client_app.domain.calendar_feeds import (
    Kept,
    clock_changes,
    days_shown,
    event_of,
    is_shown_by,
    last_changed_at,
    sequence_of,
    version,
    words_of,
)
from client_app.domain.rosters import Stay

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONES = [
    "America/Chicago",
    "America/St_Johns",
    "America/Santiago",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "UTC",
]


def planned(change: Change | None = None, *, is_closed: bool = False) -> Appointment:
    series = Series(
        id=12,
        kind=Kind.GROUP,
        topic="Early recovery",
        weekly=Weekly(weekdays=(0,), first_on=MONDAY),
        session=Session(starts=time(18), minutes=90, place="Room 2", address="12 Main Street", link="https://meet/1"),
        zone=CHICAGO,
    )
    exceptions = Exceptions({(12, MONDAY): change} if change else {}, frozenset({MONDAY} if is_closed else ()))
    [found] = appointments(series, [MONDAY], exceptions)
    return found


def kept(revision: int = 1, *, changed: int | None = None, closed: int | None = None) -> Kept:
    """Changed and closed so many hours after its series."""
    times = [None if hours is None else NOW + HOUR * hours for hours in (changed, closed)]
    return Kept("a-name", revision, NOW, *times)


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), date(2026, 10, 26), date(2027, 11, 28)),
        (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), date(2026, 10, 19), date(2027, 11, 21)),
        (datetime(2026, 11, 30, 5, 59, tzinfo=UTC), date(2026, 10, 26), date(2027, 11, 28)),
    ],
)
def test_the_days_move_on_mondays_by_the_programs_clock(now: datetime, first: date, last: date) -> None:
    assert days_shown(now, CHICAGO) == (first, last)
    assert last - now.astimezone(CHICAGO).date() >= timedelta(days=364)


@pytest.mark.parametrize(
    ("made_at", "last_on", "is_shown"),
    [
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), None, True),
        (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), None, False),
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), None, True),
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), date(2026, 12, 1), False),
    ],
)
def test_a_link_shows_the_time_in_the_program_in_which_it_was_made(
    made_at: datetime, last_on: date | None, *, is_shown: bool
) -> None:
    stay = Stay(participant_id=1, name="Ana", first_on=MONDAY, last_on=last_on)
    assert is_shown_by(made_at, stay, CHICAGO) is is_shown


def test_the_version_changes_with_whatever_changes_the_calendar_and_with_nothing_else() -> None:
    same = version("a", NOW, CHICAGO, NOW, "en")
    assert version("a", NOW + timedelta(days=6), CHICAGO, NOW, "en") == same
    others = {
        version("b", NOW, CHICAGO, NOW, "en"),
        version("a", NOW + timedelta(days=7), CHICAGO, NOW, "en"),
        version("a", NOW, ZoneInfo("America/New_York"), NOW, "en"),
        version("a", NOW, CHICAGO, NOW + timedelta(microseconds=1), "en"),
        version("a", NOW, CHICAGO, NOW, "es"),
    }
    assert len(others | {same}) == 6


@pytest.mark.parametrize(
    ("changed_at", "last"),
    [(NOW, NOW), (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 23, 6, tzinfo=UTC))],
)
def test_it_was_changed_last_on_monday_or_since(changed_at: datetime, last: datetime) -> None:
    assert last_changed_at(NOW, CHICAGO, changed_at) == last


@pytest.mark.parametrize(
    ("one", "stored", "sequence", "changed"),
    [
        (planned(), kept(), 0, 0),
        (planned(), kept(3), 4, 0),
        (planned(is_closed=True), kept(closed=1), 1, 1),
        (planned(Change(number=1)), kept(changed=2), 2, 2),
        (planned(Change(number=1)), kept(changed=2, closed=1), 2, 2),
        (planned(Change(number=1, is_cancelled=True)), kept(changed=2, closed=3), 3, 3),
        (planned(Change(number=5)), kept(2, changed=2), 12, 2),
    ],
)
def test_what_happens_to_an_appointment_counts(one: Appointment, stored: Kept, sequence: int, changed: int) -> None:
    event = event_of(one, stored, words_of(one, shows_topic=False))
    assert (event.sequence, event.changed_at) == (sequence, NOW + HOUR * changed)


@given(st.lists(st.sampled_from(["series", "itself", "closed", "opened"]), max_size=12))
def test_the_sequence_only_grows(acts: list[str]) -> None:
    revision, number, is_closed, last = 1, 0, False, 0
    for act in acts:
        if act == "series":
            revision += 1
        elif act == "closed":
            if is_closed:
                continue
            is_closed = True
        else:
            number, is_closed = number + 1, False  # what is decided last counts
        assert sequence_of(revision, number, is_closed=is_closed) > last
        last = sequence_of(revision, number, is_closed=is_closed)


def test_a_moved_one_keeps_its_name() -> None:
    moved = Change(day=date(2026, 11, 25), session=Session(starts=time(9), minutes=60), number=1)
    before, after = (event_of(one, kept(), words_of(one, shows_topic=False)) for one in (planned(), planned(moved)))
    assert before.uid == after.uid == "a-name-20261123"
    assert (before.starts, before.minutes) == (datetime(2026, 11, 23, 18), 90)  # noqa: DTZ001 - a wall clock's time
    assert (after.starts, after.minutes) == (datetime(2026, 11, 25, 9), 60)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("one", "shows_topic", "title", "place"),
    [
        (planned(), False, "Appointment", ""),
        (planned(is_closed=True), False, "Cancelled: Appointment", ""),
        (planned(), True, "Group therapy: Early recovery", "Room 2, 12 Main Street"),
        (
            planned(Change(is_cancelled=True)),
            True,
            "Cancelled: Group therapy: Early recovery",
            "Room 2, 12 Main Street",
        ),
        (planned(Change(session=Session(starts=time(9), minutes=60))), True, "Group therapy: Early recovery", ""),
    ],
)
def test_a_title_tells_nothing_unless_its_person_wants_it(
    one: Appointment, *, shows_topic: bool, title: str, place: str
) -> None:
    words = words_of(one, shows_topic=shows_topic)
    assert (words.title.english(), words.place, words.is_cancelled) == (title, place, not one.is_on)


def test_a_link_to_a_talk_is_never_told() -> None:
    assert "meet" not in str(words_of(planned(), shows_topic=True))


@pytest.mark.parametrize("name", ZONES)
def test_the_clocks_of_a_zone_are_told_as_they_go(name: str) -> None:
    """Read as RFC 5545 says: what counts at a wall-clock time is the latest change that began before it."""
    zone, first, last = ZoneInfo(name), date(2026, 1, 1), date(2027, 12, 31)
    changes = clock_changes(zone, first, last)
    assert [change.before for change in changes[1:]] == [change.after for change in changes[:-1]]
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    while moment.date() < last:
        local = moment.astimezone(zone)
        [*_, counts] = [change for change in changes if change.at - change.before <= moment.replace(tzinfo=None)]
        assert (counts.after, counts.name) == (local.utcoffset(), local.tzname())
        moment += timedelta(minutes=30)


def test_a_zone_without_summer_time_has_one_clock() -> None:
    [only] = clock_changes(ZoneInfo("Asia/Kathmandu"), MONDAY, MONDAY)
    assert (only.after, only.is_summer) == (timedelta(hours=5, minutes=45), False)


def test_the_change_is_known_to_the_second_and_by_the_old_clock() -> None:
    changes = clock_changes(CHICAGO, date(2026, 3, 1), date(2026, 11, 30))
    assert [str(change.at) for change in changes] == [
        "2026-03-01 00:00:00",
        "2026-03-08 02:00:00",
        "2026-11-01 02:00:00",
    ]
    assert [change.is_summer for change in changes] == [False, True, False]
