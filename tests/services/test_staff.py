"""Staff: accounts end at once and leave nobody without a reader; while somebody is away, the cover reads."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.flag_life import State
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.staff import StaffState
from client_app.extensions import db
from client_app.models import Caseload, Person, Program
from client_app.services import staff
from client_app.services.enrollments import reader_of
from client_app.services.join_links import NoGoodLinkError, check_link, link_for_staff
from client_app.services.sign_ins import sign_in
from client_app.services.staff import Leave
from client_app.services.staff_reads import counselors_there, staff_member, staff_of
from tests.cast import Cast
from tests.factories import PASSWORD, make_caseload, make_person
from tests.support.applications import Statements
from tests.support.flags import add_participant, claimed, events, flag
from tests.support.posts import Line, at_once, audit_lines, fresh, refusal_of
from tests.support.sign_ins import viewer_of

TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


def leave(cast: Cast, now: datetime, **change: Any) -> Leave:
    """Carla is away from today to Friday, and Cory covers."""
    seen = staff_member(cast.director.viewer, cast.counselor.id, now).seen
    fields: dict[str, Any] = {"first": TODAY, "last": FRIDAY, "cover_id": cast.cover.id, "seen": seen}
    return Leave(**(fields | change))


def reader(cast: Cast, now: datetime) -> str | None:
    """Who reads for Ana."""
    fresh()
    found = reader_of(cast.ana.id, now)
    return found.name if found else None


def second_director(cast: Cast) -> Person:
    """Another active director of the program."""
    return make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dan Cole")


def test_everybody_of_the_staff_and_nobody_else(cast: Cast, now: datetime) -> None:
    add_participant(cast, "Nora")
    invited = make_person(db.session.get_one(Program, cast.program_id), Role.COUNSELOR, "Ines Vega")
    invited.joined_at = None
    db.session.commit()
    sign_in(cast.counselor.email, PASSWORD, now, demo=False)
    found = staff_of(cast.director.viewer, now)
    assert [(one.member.name, one.member.participants, one.state) for one in found] == [
        ("Carla Reyes", 2, StaffState.ACTIVE),
        ("Cory Bell", 0, StaffState.ACTIVE),
        ("Dora Kent", 0, StaffState.ACTIVE),
        ("Ines Vega", 0, StaffState.INVITED),
        ("Olive Stone", 1, StaffState.ACTIVE),
    ]
    assert [one.last_sign_in_at for one in found] == [now, None, None, None, None]
    assert [one.name for one in counselors_there(found)] == ["Carla Reyes", "Cory Bell", "Olive Stone"]
    assert staff_of(cast.counselor.viewer, now) == []


def test_the_staff_is_read_in_as_many_questions_however_many_there_are(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    program = db.session.get_one(Program, cast.program_id)
    for number in range(5):
        make_caseload(make_person(program, Role.COUNSELOR, f"Counselor {number}"))
    with count_statements() as statements:
        staff_of(cast.director.viewer, now)
    assert len(statements) == 2


def test_a_disabled_account_is_dead_on_the_next_request(cast: Cast, now: datetime) -> None:
    token = sign_in(cast.cover.email, PASSWORD, now, demo=False) or ""
    staff.disable_member(cast.director.viewer, cast.cover.id, now)
    assert viewer_of(token, now, extends=False) is None
    line = audit_lines()[-1]
    assert sign_in(cast.cover.email, PASSWORD, now, demo=False) is None
    assert line == Line(
        "person.disabled", f"people:{cast.cover.id}", cast.director.id, None, {"sign_ins": 1, "flags": 0}
    )
    assert staff_of(cast.director.viewer, now)[-1].state is StaffState.DISABLED


def test_who_is_enabled_again_signs_in_with_the_old_password_and_not_with_an_old_cookie(
    cast: Cast, now: datetime
) -> None:
    token = sign_in(cast.cover.email, PASSWORD, now, demo=False) or ""
    staff.disable_member(cast.director.viewer, cast.cover.id, now)
    staff.enable_member(cast.director.viewer, cast.cover.id, now)
    assert viewer_of(token, now, extends=False) is None
    assert sign_in(cast.cover.email, PASSWORD, now, demo=False)
    assert "is not disabled" in refusal_of(lambda: staff.enable_member(cast.director.viewer, cast.cover.id, now))
    assert [line.action for line in audit_lines()][1:3] == ["person.disabled", "person.enabled"]


def test_no_link_from_before_opens_an_account_that_was_disabled_meanwhile(cast: Cast, now: datetime) -> None:
    link = link_for_staff(cast.director.viewer, cast.cover.id, now)
    staff.disable_member(cast.director.viewer, cast.cover.id, now)
    staff.enable_member(cast.director.viewer, cast.cover.id, now)
    with pytest.raises(NoGoodLinkError):
        check_link(None, link.token, now, demo=False)


def test_nobody_is_disabled_while_participants_have_no_other_reader(cast: Cast, now: datetime) -> None:
    db.session.get_one(Caseload, cast.caseload_id).cover_id = None
    db.session.commit()
    with pytest.raises(Refused, match="looks after one participant") as refused:
        staff.disable_member(cast.director.viewer, cast.counselor.id, now)
    assert not isinstance(refused.value, Conflict)
    assert (audit_lines(), reader(cast, now)) == ([], cast.counselor.name)


@pytest.mark.parametrize("change", ["disabled", "not joined", "away"])
def test_a_cover_who_is_not_there_is_none(cast: Cast, now: datetime, change: str) -> None:
    cover = db.session.get_one(Person, cast.cover.id)
    if change == "away":
        make_caseload(cover, away_from=now - timedelta(hours=1))
    elif change == "disabled":
        cover.disabled_at = now
    else:
        cover.joined_at = None
    db.session.commit()
    with pytest.raises(Refused):
        staff.disable_member(cast.director.viewer, cast.counselor.id, now)


def test_with_a_cover_who_is_there_the_cover_reads(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    staff.disable_member(cast.director.viewer, cast.counselor.id, now)
    assert reader(cast, now) == cast.cover.name
    assert (flag(craving).state, events(craving)[-1]) == (State.OPEN, "released")
    assert audit_lines()[-1].details == {"sign_ins": 0, "flags": 1}


def test_a_cover_on_whom_a_caseload_depends_is_not_disabled(cast: Cast, now: datetime) -> None:
    staff.cover_absence(cast.director.viewer, cast.counselor.id, leave(cast, now), now)
    assert refusal_of(lambda: staff.disable_member(cast.director.viewer, cast.cover.id, now)) == (
        "Cory Bell covers for Carla Reyes. Choose another cover first."
    )
    staff.disable_member(cast.director.viewer, cast.cover.id, now + timedelta(days=30))


def test_the_cover_of_somebody_who_is_gone_is_not_disabled(cast: Cast, now: datetime) -> None:
    staff.disable_member(cast.director.viewer, cast.counselor.id, now)
    with pytest.raises(Refused, match="Cory Bell covers for Carla Reyes"):
        staff.disable_member(cast.director.viewer, cast.cover.id, now)


def test_the_last_active_director_stays(cast: Cast, now: datetime) -> None:
    dan = second_director(cast)
    dan.joined_at = None
    db.session.commit()
    with pytest.raises(Refused, match="last active director"):
        staff.disable_member(cast.director.viewer, cast.director.id, now)
    dan.joined_at = now
    db.session.commit()
    staff.disable_member(cast.director.viewer, cast.director.id, now)
    assert db.session.get_one(Person, cast.director.id).disabled_at == now


def test_two_directors_who_disable_each_other_leave_one(app: Flask, cast: Cast, now: datetime) -> None:
    dan = second_director(cast).id
    found = at_once(
        app,
        lambda: staff.disable_member(cast.director.viewer, dan, now),
        lambda: staff.disable_member(cast.director.viewer, cast.director.id, now),
    )
    assert sorted(type(one).__name__ for one in found) == ["NoneType", "Refused"]


def test_disabled_twice_is_a_conflict(app: Flask, cast: Cast, now: datetime) -> None:
    found = at_once(app, *[lambda: staff.disable_member(cast.director.viewer, cast.cover.id, now)] * 3)
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Conflict", "NoneType"]


@pytest.mark.parametrize(
    ("viewer", "other"),
    [("director", "ana"), ("director", "family_member"), ("director", "strange_counselor"), ("counselor", "cover")],
)
def test_nobody_elses_account_is_there(cast: Cast, now: datetime, viewer: str, other: str) -> None:
    who, whom = cast.everyone[viewer].viewer, cast.everyone[other].id
    for act in (staff.disable_member, staff.enable_member):
        with pytest.raises(NotFound):
            act(who, whom, now)
    with pytest.raises(NotFound):
        staff.cover_absence(who, whom, leave(cast, now), now)
    with pytest.raises(NotFound):
        staff.end_absence(who, whom, "", now)
    assert audit_lines() == []


def test_the_cover_reads_on_these_days_and_on_no_other(cast: Cast, now: datetime) -> None:
    staff.cover_absence(cast.director.viewer, cast.counselor.id, leave(cast, now), now)
    midnight = datetime.fromisoformat("2026-11-28T06:00:00+00:00")
    assert reader(cast, now) == cast.cover.name
    assert reader(cast, midnight - timedelta(minutes=1)) == cast.cover.name
    assert reader(cast, midnight) == cast.counselor.name
    known = staff_member(cast.director.viewer, cast.counselor.id, now)
    assert (known.state, known.cover) == (StaffState.AWAY, cast.cover.name)
    line = audit_lines()[-1]
    assert (line.action, line.actor_id) == ("caseload.set", cast.director.id)
    assert line.details == {"cover_id": cast.cover.id, "is_away": True}


def test_who_is_back_reads_again_and_keeps_the_cover_for_the_next_time(cast: Cast, now: datetime) -> None:
    staff.cover_absence(cast.director.viewer, cast.counselor.id, leave(cast, now, last=None), now)
    seen = staff_member(cast.director.viewer, cast.counselor.id, now).seen
    assert "just changed" in refusal_of(lambda: staff.end_absence(cast.director.viewer, cast.counselor.id, "old", now))
    staff.end_absence(cast.director.viewer, cast.counselor.id, seen, now)
    assert reader(cast, now) == cast.counselor.name
    assert staff_member(cast.director.viewer, cast.counselor.id, now).cover_id == cast.cover.id
    with pytest.raises(Conflict, match="is not away"):
        staff.end_absence(cast.director.viewer, cast.counselor.id, seen, now)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"first": None}, "Please choose the first day away."),
        ({"first": FRIDAY, "last": TODAY}, "The absence cannot end before it begins."),
        ({"first": date(2026, 1, 5), "last": date(2026, 1, 9)}, "These days are over."),
        ({"cover_id": "counselor"}, "Please choose somebody else."),
        ({"cover_id": "director"}, "Dora Kent cannot take anybody on now: only an active counselor can."),
    ],
)
def test_what_cannot_be_is_not_agreed(cast: Cast, now: datetime, change: dict[str, Any], reason: str) -> None:
    if "cover_id" in change:
        change = {"cover_id": cast.everyone[change["cover_id"]].id}
    with pytest.raises(Invalid) as refused:
        staff.cover_absence(cast.director.viewer, cast.counselor.id, leave(cast, now, **change), now)
    assert refused.value.reason.english() == reason


def test_a_director_needs_no_cover(cast: Cast, now: datetime) -> None:
    seen = staff_member(cast.director.viewer, cast.director.id, now).seen
    with pytest.raises(Invalid, match="looks after nobody"):
        staff.cover_absence(cast.director.viewer, cast.director.id, leave(cast, now, seen=seen), now)


def test_two_who_cover_each_other_are_not_away_together(cast: Cast, now: datetime) -> None:
    staff.cover_absence(cast.director.viewer, cast.counselor.id, leave(cast, now), now)
    seen = staff_member(cast.director.viewer, cast.cover.id, now).seen
    for cover, reason in ((cast.counselor, "is away in these days"), (cast.other_counselor, "covers for Carla Reyes")):
        with pytest.raises(Invalid, match=reason):
            staff.cover_absence(
                cast.director.viewer, cast.cover.id, leave(cast, now, seen=seen, cover_id=cover.id), now
            )


def test_a_cover_of_another_program_is_not_there(cast: Cast, now: datetime) -> None:
    away = leave(cast, now, cover_id=cast.strange_counselor.id)
    with pytest.raises(NotFound):
        staff.cover_absence(cast.director.viewer, cast.counselor.id, away, now)


def test_of_two_directors_at_once_one_is_first(app: Flask, cast: Cast, now: datetime) -> None:
    plans = [leave(cast, now), leave(cast, now, cover_id=cast.other_counselor.id), leave(cast, now, last=None)]
    found = at_once(
        app,
        *(lambda plan=plan: staff.cover_absence(cast.director.viewer, cast.counselor.id, plan, now) for plan in plans),
    )
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Conflict", "NoneType"]


def test_a_counselor_without_a_caseload_gets_one_with_the_absence(cast: Cast, now: datetime) -> None:
    seen = staff_member(cast.director.viewer, cast.cover.id, now).seen
    away = leave(cast, now, seen=seen, cover_id=cast.other_counselor.id)
    staff.cover_absence(cast.director.viewer, cast.cover.id, away, now)
    fresh()
    caseload = db.session.scalars(select(Caseload).where(Caseload.counselor_id == cast.cover.id)).one()
    assert caseload.cover_id == cast.other_counselor.id
