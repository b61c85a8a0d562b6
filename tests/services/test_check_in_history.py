"""A participant's own check-ins by day, and their picture."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from client_app.domain.check_ins import Kind
from client_app.extensions import db
from client_app.models import CopingStrategy
from client_app.services.check_in_history import history_page, pictures
from client_app.services.check_in_sheets import Sheet
from tests.cast import Cast
from tests.factories import make_check_in, make_history, stored
from tests.support.applications import Statements

TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


def words(sheet: Sheet) -> dict[str, str]:
    """The answers in English, by field name."""
    return {line.name: ", ".join(text.en for text in line.words) or "(skipped)" for line in sheet.lines}


def test_nothing_was_sent_yet(cast: Cast) -> None:
    make_check_in(cast.luis.id, datetime.fromisoformat("2026-11-23T15:00Z"))
    page = history_page(cast.ana.viewer, None)
    assert page.days == ()
    assert page.earlier is None


def test_the_latest_day_comes_first_and_gaps_are_left_out(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [4, None, 6])
    page = history_page(cast.ana.viewer, None)
    assert [past.day for past in page.days] == [TODAY, TODAY - 2 * ONE_DAY]


def test_updates_stand_below_the_days_check_in_as_they_came(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now - timedelta(hours=3), Kind.UPDATE, note="first")
    make_check_in(cast.ana.id, now - timedelta(hours=1), Kind.UPDATE, note="second")
    make_check_in(cast.ana.id, now - timedelta(hours=2), note="daily")
    [past] = history_page(cast.ana.viewer, None).days
    assert [words(sheet)["note"] for sheet in past.sent] == ["daily", "first", "second"]


def test_answers_are_said_in_the_words_of_their_version(cast: Cast, now: datetime) -> None:
    walk = stored(CopingStrategy(participant_id=cast.ana.id, text="Walk to the river", position=1))
    walk.removed_at = now
    db.session.commit()
    coping = sorted(["breathing", f"own:{walk.id}"])
    make_check_in(cast.ana.id, now, craving_now=5, used="no", home_safe="skip", coping=coping, note="Better.")
    [past] = history_page(cast.ana.viewer, None).days
    assert words(past.sent[0]) == {
        "craving_now": "5 medium",
        "used": "No",
        "home_safe": "(skipped)",
        "coping": "Slow breathing, Walk to the river",
        "note": "Better.",
    }


def test_a_page_holds_fourteen_days_and_leads_to_the_earlier_ones(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [5] * 29)
    make_check_in(cast.ana.id, now - 13 * ONE_DAY, Kind.UPDATE, call_me="no")
    first = history_page(cast.ana.viewer, None)
    second = history_page(cast.ana.viewer, first.earlier)
    third = history_page(cast.ana.viewer, second.earlier)
    assert [len(page.days) for page in (first, second, third)] == [14, 14, 1]
    assert [len(past.sent) for past in first.days] == [1] * 13 + [2]
    assert first.earlier == TODAY - 13 * ONE_DAY
    assert third.earlier is None
    days = [past.day for page in (first, second, third) for past in page.days]
    assert days == [TODAY - back * ONE_DAY for back in range(29)]


def test_a_last_page_that_is_just_full_leads_nowhere(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [5] * 14)
    assert history_page(cast.ana.viewer, None).earlier is None


def test_there_is_nothing_before_the_first_day(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [5, 5])
    assert history_page(cast.ana.viewer, TODAY - ONE_DAY).days == ()


def test_pictures_show_fourteen_days_with_their_gaps(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now, craving_now=3, mood="skip")
    make_check_in(cast.ana.id, now - ONE_DAY, Kind.UPDATE, call_me="no")
    make_check_in(cast.ana.id, now - 13 * ONE_DAY, craving_now=7, mood=2)
    make_check_in(cast.ana.id, now - 14 * ONE_DAY, craving_now=9, mood=5)
    found = pictures(cast.ana.viewer, now)
    assert [point.value for point in found["craving_now"].days] == [7, *[None] * 12, 3]
    assert [point.value for point in found["mood"].days] == [2, *[None] * 13]
    assert found["mood"].days[-1].day == TODAY


def test_the_history_asks_the_same_number_of_questions_for_one_day_and_for_many(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    make_check_in(cast.ana.id, now)
    with count_statements() as one:
        history_page(cast.ana.viewer, None)
        pictures(cast.ana.viewer, now)
    make_history(cast.ana.id, now - ONE_DAY, [5] * 20)
    for position in range(10):
        stored(CopingStrategy(participant_id=cast.ana.id, text="Tea", position=position))
        make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="no")
    with count_statements() as many:
        history_page(cast.ana.viewer, None)
        pictures(cast.ana.viewer, now)
    assert len(many) == len(one) == 6
