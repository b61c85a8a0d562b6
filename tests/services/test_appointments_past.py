"""Whatever staff change on the calendar, and whenever: what had begun by then is the same afterwards."""

from datetime import datetime, time, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client_app.domain.refusals import Refused
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.models import AppointmentChange, AppointmentSeries, SeriesPhase
from client_app.services.appointments import Move, change_one, change_series
from client_app.services.calendars import Calendar, Stretch, appointments_in
from tests.cast import Cast
from tests.support.calendars import MONDAY, a_plan, a_session, make_series, seen

ONE_WEEK = timedelta(weeks=1)
TWELVE_WEEKS = Stretch(MONDAY - ONE_WEEK, MONDAY + 12 * ONE_WEEK)

WEEKDAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found)))
Edit = tuple[Scope, tuple[int, ...], int, int, int]
EDITS = st.tuples(st.sampled_from(Scope), WEEKDAYS, st.integers(8, 20), st.integers(1, 2), st.integers(0, 30))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits=st.lists(EDITS, min_size=1, max_size=4))
def test_whatever_is_changed_the_past_stays_as_it_happened(cast: Cast, now: datetime, edits: list[Edit]) -> None:
    """Weeks pass between the changes."""
    try:
        make_series(cast.counselor.viewer, now, weekdays=(0, 3))
        for number, edit in enumerate(edits, start=1):
            later = now + number * timedelta(days=9, hours=5)
            before = begun(cast, later)
            change_something(cast, edit, later)
            assert begun(cast, later) == before
    finally:
        empty_calendar()


def begun(cast: Cast, now: datetime) -> list[tuple[datetime, datetime, str]]:
    """What has begun by now, and where."""
    db.session.rollback()
    found = appointments_in(Calendar.of(cast.counselor.viewer), TWELVE_WEEKS)
    return [(one.starts_at, one.ends_at, one.session.place) for one in found if one.is_on and one.starts_at <= now]


def change_something(cast: Cast, edit: Edit, now: datetime) -> None:
    """Change one that is still to come, or its series; what is refused changes nothing."""
    scope, weekdays, hour, every_weeks, which = edit
    found = appointments_in(Calendar.of(cast.counselor.viewer), TWELVE_WEEKS)
    coming = [one for one in found if one.starts_at > now]
    if not coming:
        return
    one = coming[which % len(coming)]
    viewer, session = cast.counselor.viewer, a_session(time(hour), place=f"Room {hour}")
    stands = seen(viewer, one.key, now)
    try:
        if scope is Scope.THIS:
            change_one(viewer, one.key, Move(one.day - timedelta(days=which % 9), session), stands, now)
        else:
            plan = a_plan(weekdays=weekdays, session=session, every_weeks=every_weeks)
            change_series(viewer, one.key, plan, scope, stands, now)
    except Refused:
        db.session.rollback()


def empty_calendar() -> None:
    """Let the next example begin with nothing."""
    for noun in (AppointmentChange, SeriesPhase):
        db.session.query(noun).delete()
    db.session.query(AppointmentSeries).update({AppointmentSeries.continues_id: None})
    db.session.query(AppointmentSeries).delete()
    db.session.commit()
