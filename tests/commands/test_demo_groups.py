"""The demo's calendar: both tracks, six weeks back and ahead, a cancelled and a moved group, a step down in week 4."""

import shutil
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.commands.demo import people
from client_app.commands.demo.clocks import day_of_change
from client_app.commands.demo.groups import EVENING, MORNING, TOGETHER
from client_app.domain.appointments import Appointment, Standing
from client_app.domain.local_days import local_day
from client_app.domain.phases import Direction, hours, week_of
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.clock import utc_now
from client_app.models import Person
from client_app.services.absence_notices import notices_of
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.phases import own_phase, phase_card
from client_app.services.schedules import schedule_of
from tests.factories import viewer_of
from tests.support.applications import build
from tests.support.demo import told_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo's application over its own copy of the data."""
    path = Path(shutil.copy(told_demo(), tmp_path_factory.mktemp("demo") / "demo.sqlite3"))
    return build(f"sqlite:///{path}", demo=True)


@pytest.fixture(autouse=True)
def context(demo: Flask) -> Iterator[None]:
    """Its context, open."""
    with demo.app_context():
        yield


def who(email: str) -> Viewer:
    """Who signs in as this."""
    return viewer_of(db.session.scalars(select(Person).where(Person.email == email)).one())


def stretch(weeks_back: int = 0, weeks_ahead: int = 0) -> list[Appointment]:
    """What the program's calendar holds around today."""
    carmen = who(people.COUNSELOR)
    calendar = Calendar.of(carmen)
    today = local_day(utc_now(), calendar.zone)
    return appointments_in(calendar, Stretch(today - timedelta(weeks=weeks_back), today + timedelta(weeks=weeks_ahead)))


@pytest.mark.parametrize(("topic", "times"), [(MORNING, 17), (EVENING, 11), (TOGETHER, 6)])
def test_three_groups_meet_six_weeks_back_and_ahead(topic: str, times: int) -> None:
    for found in (stretch(weeks_back=6), stretch(weeks_ahead=6)):
        assert sum(one.series.topic == topic for one in found) >= times


def test_one_is_cancelled_and_one_is_moved_soon() -> None:
    found = stretch(weeks_ahead=3)
    assert [one.series.topic for one in found if one.standing is Standing.CANCELLED] == [EVENING]
    [moved] = {one.key for one in found if one.is_moved}
    assert moved


def test_maya_stepped_down_in_week_4_and_her_schedule_followed() -> None:
    maya = who(people.PARTICIPANT)
    card = phase_card(who(people.COUNSELOR), maya.person_id, utc_now())
    assert [move.phase for move in card.moves] == ["Three days a week"]
    assert (card.moves[0].from_day - card.started_on).days // 7 == 3
    schedule = schedule_of(maya, utc_now())
    topics = {entry.appointment.series.topic for entry in (*schedule.this_week, *schedule.later)}
    assert topics == {MORNING, TOGETHER, "Talk with Carmen"}


def test_mayas_move_is_still_told_in_kind_words() -> None:
    own = own_phase(who(people.PARTICIPANT), utc_now())
    assert own is not None
    assert (own.phase.name, own.led) == ("Three days a week", Direction.DOWN)


def test_the_groups_keep_their_hour_when_the_clocks_change() -> None:
    calendar = Calendar.of(who(people.COUNSELOR))
    change = day_of_change(local_day(utc_now(), calendar.zone), calendar.zone)
    assert change is not None
    around = appointments_in(calendar, Stretch(change - timedelta(days=6), change + timedelta(days=6)))
    mornings = [one.starts_at for one in around if one.series.topic == MORNING and one.standing is Standing.PLANNED]
    assert {at.astimezone(calendar.zone).time() for at in mornings} == {time(9, 30)}
    assert len({at.time() for at in mornings}) == 2


def test_each_phase_asks_for_its_days_and_hours() -> None:
    """By hand: three mornings of 2.5 hours, two evenings of 2, one of 1.5."""
    found = stretch(weeks_ahead=6)
    monday = week_of(max(one.day for one in found if one.standing is not Standing.PLANNED))[0] + timedelta(weeks=1)
    week = [one for one in found if monday <= one.day < monday + timedelta(weeks=1)]
    of = {
        topic: [(one.starts_at, one.ends_at) for one in week if one.series.topic == topic]
        for topic in (MORNING, EVENING, TOGETHER)
    }
    assert hours([*of[MORNING], *of[EVENING], *of[TOGETHER]]) == 13
    assert hours([*of[MORNING], *of[TOGETHER]]) == 9


def test_eli_is_in_the_first_phase_and_andre_asks_for_another_time() -> None:
    own = own_phase(who(people.ELI.email), utc_now())
    assert own is not None
    assert own.phase.position == 1
    today = local_day(utc_now(), Calendar.of(who(people.COUNSELOR)).zone)
    andre = who(people.ANDRE.email)
    [notice] = notices_of(who(people.COUNSELOR), andre.person_id, today, utc_now())
    assert (notice.wants_change, notice.seen_at) == (True, None)
