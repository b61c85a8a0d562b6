"""What a form for a new group offers: how the last one was."""

from datetime import datetime, time

import pytest

from client_app.domain.appointments import Session
from client_app.domain.programs import Track
from client_app.extensions import db
from client_app.models import Program
from client_app.services.group_defaults import Usual, usual_group
from tests.cast import Cast
from tests.support.calendars import a_session, make_series


@pytest.mark.parametrize(
    ("track", "starts"), [(Track.DAY, time(9)), (Track.EVENING, time(18)), (Track.WEEKEND, time(10))]
)
def test_the_first_group_is_offered_when_the_track_meets(cast: Cast, track: Track, starts: time) -> None:
    db.session.get_one(Program, cast.program_id).track = track
    db.session.commit()
    assert usual_group(cast.director.viewer) == Usual(Session(starts=starts, minutes=90))


def test_the_next_is_offered_as_the_last_was_but_for_its_link(cast: Cast, now: datetime) -> None:
    carla = cast.counselor
    make_series(carla.viewer, now)
    room = a_session(time(17), 120, place="Room 2", address="12 Main Street", facilitator_id=carla.id)
    make_series(carla.viewer, now, "Skills", session=room, capacity=12)
    talk = a_session(time(10), 50, link="https://meet.example/carla")
    make_series(carla.viewer, now, "One to one", session=talk, kind="individual", participant_id=cast.ana.id)
    assert usual_group(cast.director.viewer) == Usual(room, 12)
