"""Good days of the last four weeks, measured by the person's own usual."""

from datetime import datetime, timedelta

from sqlalchemy import update

from client_app.extensions import db
from client_app.models import CopingStrategy, Enrollment
from client_app.services.good_days import good_days_of
from tests.cast import Cast
from tests.factories import make_check_in, make_history, stored

ONE_DAY = timedelta(days=1)


def test_days_that_went_well_latest_first_with_what_helped(cast: Cast, now: datetime) -> None:
    walk = stored(CopingStrategy(participant_id=cast.ana.id, text="Walk to the river", position=1, removed_at=now))
    make_check_in(cast.ana.id, now - 3 * ONE_DAY, craving_now=1, coping=[f"own:{walk.id}", "breathing", "own:999"])
    make_check_in(cast.ana.id, now - 2 * ONE_DAY, craving_now=8, mood=1, coping="skip")
    make_check_in(cast.ana.id, now - ONE_DAY, mood=4, coping="skip")
    days = good_days_of(cast.counselor.viewer, cast.ana.id, now)
    assert [[sign.english() for sign in day.signs] for day in days] == [
        ["Mood was good: 4 of 5."],
        ["Craving was low: 1 of 10."],
    ]
    assert [[words.en for words in day.helped][:1] for day in days] == [[], ["Walk to the river"]]
    assert len(days[1].helped) == 2


def test_lower_than_the_persons_own_usual(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [8, 8, 7, 8, 9, 5])
    [day] = good_days_of(cast.counselor.viewer, cast.ana.id, now)
    assert [sign.english() for sign in day.signs] == ["Craving 5 of 10, lower than the usual 8."]


def test_four_weeks_are_shown(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now - 28 * ONE_DAY, mood=5)
    make_check_in(cast.ana.id, now - 27 * ONE_DAY, mood=5)
    [day] = good_days_of(cast.counselor.viewer, cast.ana.id, now)
    assert day.day == (now - 27 * ONE_DAY).date()


def test_somebody_who_left_has_good_days_too(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now - ONE_DAY, mood=5)
    db.session.execute(update(Enrollment).values(ended_on=now.date()))
    db.session.commit()
    assert len(good_days_of(cast.counselor.viewer, cast.ana.id, now)) == 1
