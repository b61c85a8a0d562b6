"""Where a participant stands, who reads for them, and whose record a viewer may open."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.refusals import Refused
from client_app.domain.roles import Role
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, Person, Program
from client_app.services.enrollments import (
    CLOSED,
    Reader,
    current_standings,
    read_by,
    reader_of,
    standing_of,
    standing_to_check_in,
)
from tests.cast import Cast
from tests.factories import enroll, make_caseload, make_person, make_thresholds

TODAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)


def enrollment_of(participant_id: int) -> Enrollment:
    """The participant's only enrollment."""
    return db.session.query(Enrollment).filter_by(participant_id=participant_id).one()


def person(person_id: int) -> Person:
    """A person's row."""
    return db.session.get_one(Person, person_id)


def send_away(cast: Cast, since: datetime, until: datetime | None = None) -> None:
    """Ana's counselor is away."""
    caseload = db.session.get_one(Caseload, cast.caseload_id)
    caseload.away_from, caseload.away_until = since, until
    db.session.commit()


def disable(now: datetime, *people: int) -> None:
    """These people's accounts are closed."""
    for person_id in people:
        person(person_id).disabled_at = now
    db.session.commit()


def readable(viewer: Viewer, now: datetime) -> set[int]:
    """The participants whose record the viewer may open."""
    return set(db.session.scalars(read_by(viewer, now)))


def readers_of(cast: Cast, now: datetime) -> set[str]:
    """Everybody of the cast who may open Ana's record."""
    return {name for name, member in cast.everyone.items() if cast.ana.id in readable(member.viewer, now)}


def test_a_standing_says_what_the_program_decides(cast: Cast) -> None:
    row = enrollment_of(cast.ana.id)
    row.takes_medication = True
    newest = make_thresholds(db.session.get_one(Program, cast.program_id), Thresholds(craving_high=9), number=2)
    standing = standing_of(cast.ana.id)
    assert standing is not None
    assert (standing.enrollment_id, standing.participant_id, standing.program_id) == (
        row.id,
        cast.ana.id,
        cast.program_id,
    )
    assert (standing.zone, standing.started_on) == (ZoneInfo("America/Chicago"), TODAY - timedelta(days=28))
    assert (standing.takes_medication, standing.threshold_version_id) == (True, newest.id)
    assert standing.thresholds.craving_high == 9
    assert standing_to_check_in(cast.ana.viewer) == standing


def test_an_ended_enrollment_is_no_standing(cast: Cast) -> None:
    enrollment_of(cast.ana.id).ended_on = TODAY
    db.session.commit()
    assert standing_of(cast.ana.id) is None
    assert standing_of(cast.counselor.id) is None
    with pytest.raises(Refused) as refused:
        standing_to_check_in(cast.ana.viewer)
    assert refused.value.reason == CLOSED


def test_a_program_has_the_standings_of_its_own_current_participants(cast: Cast) -> None:
    enrollment_of(cast.luis.id).ended_on = TODAY
    db.session.commit()
    assert [standing.participant_id for standing in current_standings(cast.program_id)] == [cast.ana.id]
    assert standing_of(cast.ana.id) == current_standings(cast.program_id)[0]


def test_the_counselor_reads(cast: Cast, now: datetime) -> None:
    assert reader_of(cast.ana.id, now) == Reader("Carla Reyes", is_director=False)
    assert readers_of(cast, now) == {"counselor"}
    assert readable(cast.counselor.viewer, now) == {cast.ana.id}


@pytest.mark.parametrize(
    ("since", "until", "is_away"),
    [
        (HOUR, None, False),
        (timedelta(0), None, True),
        (-HOUR, None, True),
        (-HOUR, HOUR, True),
        (-HOUR, timedelta(0), False),
        (-HOUR * 2, -HOUR, False),
    ],
)
def test_the_cover_reads_while_the_counselor_is_away(
    cast: Cast, now: datetime, since: timedelta, until: timedelta | None, is_away: bool
) -> None:
    send_away(cast, now + since, now + until if until is not None else None)
    assert reader_of(cast.ana.id, now) == Reader("Cory Bell" if is_away else "Carla Reyes", is_director=False)
    assert readers_of(cast, now) == ({"counselor", "cover"} if is_away else {"counselor"})


def test_the_cover_reads_for_a_counselor_who_is_gone(cast: Cast, now: datetime) -> None:
    disable(now, cast.counselor.id)
    assert reader_of(cast.ana.id, now) == Reader("Cory Bell", is_director=False)
    assert "cover" in readers_of(cast, now)
    assert "director" not in readers_of(cast, now)


def test_a_counselor_who_is_away_without_an_active_cover_still_reads(cast: Cast, now: datetime) -> None:
    send_away(cast, now)
    disable(now, cast.cover.id)
    assert reader_of(cast.ana.id, now) == Reader("Carla Reyes", is_director=False)


def test_a_director_reads_where_nobody_else_is_left_to(cast: Cast, now: datetime) -> None:
    assert readable(cast.director.viewer, now) == set()
    disable(now, cast.counselor.id, cast.cover.id)
    assert reader_of(cast.ana.id, now) == Reader("Dora Kent", is_director=True)
    assert readable(cast.director.viewer, now) == {cast.ana.id}


def test_a_director_reads_for_somebody_in_nobodys_caseload(cast: Cast, now: datetime) -> None:
    enrollment_of(cast.ana.id).caseload_id = None
    db.session.commit()
    assert reader_of(cast.ana.id, now) == Reader("Dora Kent", is_director=True)
    assert readers_of(cast, now) == {"director"}


def test_the_longest_serving_active_director_is_named(cast: Cast, now: datetime) -> None:
    make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dan Moss")
    enrollment_of(cast.ana.id).caseload_id = None
    db.session.commit()
    assert reader_of(cast.ana.id, now) == Reader("Dora Kent", is_director=True)
    disable(now, cast.director.id)
    assert reader_of(cast.ana.id, now) == Reader("Dan Moss", is_director=True)


def test_a_program_without_staff_has_no_reader_to_name(cast: Cast, now: datetime) -> None:
    disable(now, cast.counselor.id, cast.cover.id, cast.director.id)
    assert reader_of(cast.ana.id, now) is None


def test_nobody_reads_for_who_was_never_enrolled(cast: Cast, now: datetime) -> None:
    assert reader_of(cast.family_member.id, now) is None


def test_what_is_open_at_the_end_still_has_its_reader(cast: Cast, now: datetime) -> None:
    enrollment_of(cast.ana.id).ended_on = TODAY
    db.session.commit()
    assert readers_of(cast, now) == {"counselor"}
    disable(now, cast.counselor.id, cast.cover.id)
    assert "director" in readers_of(cast, now)


def test_who_comes_back_is_read_by_the_new_caseload_alone(cast: Cast, now: datetime) -> None:
    enrollment_of(cast.ana.id).ended_on = TODAY
    db.session.commit()
    enroll(person(cast.ana.id), make_caseload(person(cast.other_counselor.id)), started_on=TODAY)
    assert readers_of(cast, now) == {"other_counselor"}


@pytest.mark.parametrize("part", ["ana", "luis", "family_member", "stranger", "strange_counselor"])
def test_no_one_else_reads_anybody_of_the_program(cast: Cast, now: datetime, part: str) -> None:
    assert not readable(cast.everyone[part].viewer, now) & {cast.ana.id, cast.luis.id}
