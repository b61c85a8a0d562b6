"""The caseload's list and one person's record: what is unread, who may look, and what looking leaves behind."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import State
from client_app.domain.flags import Severity
from client_app.domain.refusals import NotFound
from client_app.extensions import db
from client_app.models import AuditEntry, CheckIn, Enrollment
from client_app.services.participants import (
    A_PAGE,
    participants_of,
    read_check_ins,
    record_medication,
    record_of,
)
from tests.cast import Cast
from tests.factories import make_check_in, make_flag, make_history
from tests.support.applications import Statements
from tests.support.flags import add_participant, unassign

Count = Callable[[], AbstractContextManager[Statements]]
NOT_READERS = ["cover", "other_counselor", "strange_counselor", "director", "family_member", "ana", "stranger"]


def unread_ids(participant_id: int) -> list[int]:
    """The participant's check-ins that nobody has read."""
    db.session.rollback()
    unread = select(CheckIn.id).where(CheckIn.participant_id == participant_id, CheckIn.read_at.is_(None))
    return list(db.session.scalars(unread.order_by(CheckIn.id)))


def actions() -> list[str]:
    """What the audit record says, in order."""
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_unread_check_ins_come_first_the_longest_waiting_on_top(cast: Cast, now: datetime) -> None:
    day = timedelta(days=1)
    zoe, ben, amy = (add_participant(cast, name) for name in ("Zoe", "Ben", "Amy"))
    make_check_in(zoe, now - 2 * day, craving_now=3)
    make_check_in(zoe, now - day, craving_now=3)
    newest = make_check_in(zoe, now - day, Kind.UPDATE, call_me="no").id
    make_check_in(ben, now - day, craving_now=3)
    read = make_check_in(amy, now, craving_now=3)
    read.read_at = now
    db.session.commit()
    people = participants_of(cast.counselor.viewer, now)
    assert [person.name for person in people] == ["Zoe", "Ben", "Amy", "Ana"]
    assert (people[0].unread, people[0].unread_since, people[0].newest_unread) == (3, now - 2 * day, newest)
    assert (people[2].unread, people[2].unread_since, people[2].last_day) == (0, None, now.date())
    assert (people[3].last_day, people[3].flags, people[3].severity) == (None, 0, None)


def test_open_flags_are_counted_with_the_highest_severity(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id, "mood_low", Severity.NEXT_CONTACT)
    make_flag(cast.ana.id, "safety_active", Severity.URGENT)
    make_flag(cast.ana.id, "craving", state=State.RESOLVED)
    [ana] = participants_of(cast.counselor.viewer, now)
    assert (ana.flags, ana.severity) == (2, Severity.URGENT)


def test_who_left_is_no_longer_listed_and_still_has_a_record(cast: Cast, now: datetime) -> None:
    db.session.execute(update(Enrollment).values(ended_on=now.date()))
    db.session.commit()
    assert participants_of(cast.counselor.viewer, now) == ()
    assert record_of(cast.counselor.viewer, cast.ana.id, now).ended_on == now.date()


def test_a_director_lists_only_people_who_fall_to_them(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        participants_of(cast.director.viewer, now)
    unassign(cast)
    assert [person.name for person in participants_of(cast.director.viewer, now)] == ["Ana"]


def test_the_record_holds_what_the_care_team_needs(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [4, None, 6])
    closed = make_flag(cast.ana.id, "mood_low", state=State.RESOLVED, raised_at=now).id
    wanting = make_flag(cast.ana.id, raised_at=now - timedelta(days=1)).id
    later = make_flag(cast.ana.id, "confidence_low", Severity.NEXT_CONTACT).id
    closed_before = make_flag(cast.ana.id, "any_use", state=State.RESOLVED, raised_at=now - timedelta(days=9)).id
    record = record_of(cast.counselor.viewer, cast.ana.id, now)
    assert (record.name, record.reach.phone, record.takes_medication) == ("Ana", "+15555550100", False)
    assert [flag.id for flag in record.flags] == [wanting, later, closed, closed_before]
    assert [point.value for point in record.picture.days][-3:] == [4, None, 6]
    assert len(record.check_ins) == 2
    assert record.unread == tuple(sheet.id for sheet in record.check_ins)
    assert (record.older, record.plan.safety_plan) == (None, None)


def test_older_check_ins_stand_on_the_next_page(cast: Cast, now: datetime) -> None:
    made = [check_in.id for check_in in make_history(cast.ana.id, now, [5] * (A_PAGE + 2))][::-1]
    first = record_of(cast.counselor.viewer, cast.ana.id, now)
    assert [sheet.id for sheet in first.check_ins] == made[:A_PAGE]
    assert first.older == made[A_PAGE - 1]
    second = record_of(cast.counselor.viewer, cast.ana.id, now, first.older)
    assert [sheet.id for sheet in second.check_ins] == made[A_PAGE:]
    assert second.older is None


def test_somebody_elses_check_in_is_no_place_to_go_on_from(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now, craving_now=3)
    foreign = make_check_in(cast.luis.id, now + timedelta(days=1), craving_now=3).id
    assert record_of(cast.counselor.viewer, cast.ana.id, now, foreign).check_ins == ()


@pytest.mark.parametrize("who", NOT_READERS)
def test_the_record_does_not_exist_for_those_who_do_not_read_it(cast: Cast, now: datetime, who: str) -> None:
    viewer = cast.everyone[who].viewer
    check_in = make_check_in(cast.ana.id, now, craving_now=3).id
    with pytest.raises(NotFound):
        record_of(viewer, cast.ana.id, now)
    with pytest.raises(NotFound):
        read_check_ins(viewer, cast.ana.id, check_in, now)
    with pytest.raises(NotFound):
        record_medication(viewer, cast.ana.id, now, takes=True)
    assert actions() == []


def test_marking_as_read_covers_only_what_was_known(cast: Cast, now: datetime) -> None:
    known = make_check_in(cast.ana.id, now - timedelta(days=1), craving_now=3).id
    since = make_check_in(cast.ana.id, now, craving_now=9).id
    read_check_ins(cast.counselor.viewer, cast.ana.id, known, now)
    assert unread_ids(cast.ana.id) == [since]
    read_check_ins(cast.counselor.viewer, cast.ana.id, known, now)
    assert actions() == ["check_in.read"]


def test_medication_is_put_on_record(cast: Cast, now: datetime) -> None:
    for takes in (True, True, False):
        record_medication(cast.counselor.viewer, cast.ana.id, now, takes=takes)
        assert record_of(cast.counselor.viewer, cast.ana.id, now).takes_medication is takes
    assert actions() == ["enrollment.medication_recorded"] * 2


def test_the_number_of_statements_does_not_grow(cast: Cast, now: datetime, count_statements: Count) -> None:
    counts = []
    for flags, days in ((1, 1), (24, 20)):
        for number in range(flags):
            make_flag(cast.ana.id, f"rule_{flags}_{number}")
        make_history(cast.ana.id, now - timedelta(days=flags), [5] * days)
        with count_statements() as statements:
            record = record_of(cast.counselor.viewer, cast.ana.id, now)
        counts.append((len(record.flags), len(statements)))
        with count_statements() as statements:
            participants_of(cast.counselor.viewer, now)
        assert len(statements) == 4
    assert [flags for flags, _ in counts] == [1, 25]
    assert counts[0][1] == counts[1][1]
    assert counts[0][1] <= 12
