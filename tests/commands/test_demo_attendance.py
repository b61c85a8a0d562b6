"""The demo's attendance: marked up to yesterday, one missed and talked over, Maya's hours by hand."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from client_app.commands.demo import people
from client_app.domain.attendance import Attendance, minutes_by_week
from client_app.domain.flag_life import State
from client_app.domain.local_days import local_day
from client_app.domain.phases import week_of
from client_app.extensions import db
from client_app.gateways.clock import utc_now
from client_app.models import AttendanceMark, Flag, Person
from client_app.services.attendance import attended_by
from client_app.services.calendars import Calendar
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


def number_of(email: str) -> int:
    """Who signs in as this."""
    return db.session.scalars(select(Person.id).where(Person.email == email)).one()


def test_most_were_there_and_nobody_is_marked_ahead() -> None:
    marks = Counter(db.session.scalars(select(AttendanceMark.mark)))
    assert marks[Attendance.PRESENT] > 200
    assert marks[Attendance.MISSED] == 1
    assert marks[Attendance.LATE]
    last = db.session.scalar(select(func.max(AttendanceMark.ends_at)))
    assert last is not None
    assert last < utc_now()


def test_the_one_who_was_missed_was_reached() -> None:
    [flag] = db.session.scalars(select(Flag).where(Flag.rule == "missed_appointment"))
    assert (flag.participant_id, flag.state) == (number_of(people.CHRIS.email), State.RESOLVED)


def test_mayas_hours_add_up_by_hand() -> None:
    """In week 2 she was in the first phase: three mornings, two evenings, one group together, one talk."""
    maya = number_of(people.PARTICIPANT)
    viewer = viewer_of(db.session.scalars(select(Person).where(Person.email == people.COUNSELOR)).one())
    today = local_day(utc_now(), Calendar.of(viewer).zone)
    attended = attended_by(maya, today - timedelta(weeks=7), today)
    assert Counter(one.mark for one in attended) == {Attendance.PRESENT: len(attended) - 1, Attendance.LATE: 1}
    monday, _ = week_of(today - timedelta(days=32))
    assert minutes_by_week(attended)[monday] == 3 * 150 + 2 * 120 + 90 + 50
