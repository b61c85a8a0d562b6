"""Urgent flags page the team at once, then up the ladder until somebody has them: on the rows that workers take."""

import contextlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.flags import Severity
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.jobs.escalations import page_about_urgent_flags
from client_app.models import (
    Caseload,
    Enrollment,
    Flag,
    OutboxMessage,
    Person,
    Program,
)
from client_app.services._paging import take_steps
from client_app.services.acts import act
from client_app.services.check_ins import send_check_in
from client_app.services.drafts import save_draft
from client_app.services.escalations import page_again, participants_to_page_about
from client_app.services.flags import (
    claim_flags,
)
from tests.cast import Cast
from tests.factories import make_person
from tests.support.escalations import HOUR, MINUTE, let_pass, on_call, page_events, paged, pages, seen, set_up, the_flag
from tests.support.posts import a_post, at_once, audit_lines


@pytest.mark.usefixtures("asked_for_help")
def test_the_counselor_is_paged_in_the_same_commit(cast: Cast, now: datetime, asked_for_help: int) -> None:
    [message] = db.session.scalars(select(OutboxMessage)).all()
    assert (message.kind, message.person_id, message.about) == (
        PushKind.PAGE,
        cast.counselor.id,
        f"flags:{asked_for_help}",
    )
    assert (message.due_at, message.next_at, message.stale_at) == (now, now, now + 15 * MINUTE)
    assert message.path == f"/triage/flags/{asked_for_help}"
    flag = the_flag()
    assert (flag.page_since, flag.page_at, flag.page_step) == (now, now + 15 * MINUTE, 1)
    assert flag.revision == 1, "it makes no open form stale"
    assert page_events() == [(now, "first", 1)]
    line = next(line for line in audit_lines() if line.action == "flag.paged")
    assert line.details == {"people": [cast.counselor.id], "step": 1, "reach": "first"}


def test_nobody_is_paged_about_what_is_not_urgent(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(craving_now=9, call_me="yes"), now)
    assert pages() == []
    assert participants_to_page_about(now + 99 * HOUR) == []


def test_several_urgent_flags_at_once_are_one_message_and_an_event_on_each(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(safety="active", safe_now="no"), now)
    assert paged() == [cast.counselor.name]
    assert len(page_events()) == db.session.query(Flag).where(Flag.severity == Severity.URGENT).count() > 1


@pytest.mark.usefixtures("asked_for_help")
def test_thirteen_hours_without_anybody_are_exactly_this_table(cast: Cast, now: datetime) -> None:
    other = make_person(db.session.get_one(Program, cast.program_id), Role.DIRECTOR, "Dana Fox")
    let_pass(now, range(13 * 60 + 1))
    regular = [cast.counselor.name, cast.cover.name, cast.director.name]
    expected = [(now, [cast.counselor.name], "first")]
    for step in range(1, 53):
        is_wide = step in {4, 48}  # 1 hour and 12 hours
        names = [*regular, other.name] if is_wide else regular
        expected.append((now + step * 15 * MINUTE, names, "every_director" if is_wide else "wider"))
    assert page_events() == [(at, reach, number + 1) for number, (at, _, reach) in enumerate(expected)]
    assert [(name, at) for name, at, _ in pages()] == [(name, at) for at, names, _ in expected for name in names]
    assert the_flag().page_at == now + 13 * HOUR + 15 * MINUTE, "and so on, without end"


@pytest.mark.usefixtures("asked_for_help")
def test_a_worker_that_was_away_takes_one_step_for_all_that_it_missed(now: datetime) -> None:
    page_about_urgent_flags(now + 61 * MINUTE)
    assert page_events()[1:] == [(now + 61 * MINUTE, "every_director", 2)]
    assert the_flag().page_at == now + 75 * MINUTE


def test_a_program_may_page_sooner(cast: Cast, now: datetime) -> None:
    set_up(Program, cast.program_id, paging={"second_after": 5, "repeat_every": 40})
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    let_pass(now, range(100))
    assert [round((at - now) / MINUTE) for at, _, _ in page_events()] == [0, 5, 45, 60, 85]


@pytest.mark.parametrize(
    ("caseload", "assigned", "who"),
    [
        ({"away_from": -1, "away_until": 1}, True, "cover"),
        ({"away_from": -2, "away_until": 0}, True, "counselor"),
        ({"away_from": -1, "away_until": None}, True, "cover"),
        ({"away_from": 1, "away_until": 2}, True, "counselor"),
        ({"away_from": -1, "away_until": 1, "cover_id": None}, True, "counselor"),
        ({}, False, "director"),
    ],
)
def test_whoever_reads_is_paged(
    cast: Cast, now: datetime, caseload: dict[str, Any], who: str, *, assigned: bool
) -> None:
    days = {name: now + timedelta(days=value) if isinstance(value, int) else value for name, value in caseload.items()}
    set_up(Caseload, cast.caseload_id, **days)
    if not assigned:
        number = db.session.scalars(select(Enrollment.id).where(Enrollment.participant_id == cast.ana.id)).one()
        set_up(Enrollment, number, caseload_id=None)
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    assert paged() == [cast.everyone[who].name]


def test_a_counselor_whose_account_is_closed_is_not_paged_but_the_cover_is(cast: Cast, now: datetime) -> None:
    set_up(Person, cast.counselor.id, disabled_at=now)
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    assert paged() == [cast.cover.name]


def test_whoever_is_on_call_is_paged_as_well(cast: Cast, now: datetime) -> None:
    on_call(cast, cast.other_counselor.id, now)
    on_call(cast, cast.counselor.id, now + timedelta(days=1))
    on_call(cast, cast.strange_counselor.id, now)  # of another program: no shift of theirs counts here
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    assert paged() == [cast.counselor.name, cast.other_counselor.name]


def test_with_nobody_left_the_ladder_goes_on_and_says_so(cast: Cast, now: datetime) -> None:
    for who in (cast.counselor, cast.cover, cast.other_counselor, cast.director):
        set_up(Person, who.id, disabled_at=now)
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    let_pass(now, range(16))
    assert pages() == []
    assert [reach for _, reach, _ in page_events()] == ["first", "wider"]


@pytest.mark.usefixtures("asked_for_help")
def test_workers_at_once_take_a_step_once(context: Flask, now: datetime) -> None:
    at_once(context, *[lambda: page_about_urgent_flags(now + 15 * MINUTE)] * 4)
    assert [reach for _, reach, _ in page_events()] == ["first", "wider"]
    assert len(pages(now + MINUTE)) == 3


@pytest.mark.usefixtures("asked_for_help")
def test_a_claim_and_a_worker_at_once_leave_no_page_after_the_claim(cast: Cast, context: Flask, now: datetime) -> None:
    form, at = seen(), now + 15 * MINUTE
    at_once(context, lambda: claim_flags(cast.counselor.viewer, form, at), lambda: page_about_urgent_flags(at))
    assert the_flag().page_at == at + HOUR
    assert {state for _, _, state in pages()} == {MessageState.WITHDRAWN}


@pytest.mark.usefixtures("asked_for_help")
def test_killed_between_the_message_and_the_commit_the_next_worker_takes_the_step(cast: Cast, now: datetime) -> None:
    at = now + 15 * MINUTE
    with contextlib.suppress(KeyboardInterrupt), act(None, at) as a:
        take_steps(a, [a.session.get_one(Flag, the_flag_number(a))])
        raise KeyboardInterrupt
    assert len(pages()) == 1
    page_again(cast.ana.id, at)
    page_again(cast.ana.id, at)
    assert len(pages()) == 4


def the_flag_number(a: Any) -> int:
    """The only flag's."""
    number: int = a.session.scalars(select(Flag.id)).one()
    return number


@pytest.mark.usefixtures("cast")
def test_what_is_due_is_found_by_its_index(now: datetime) -> None:
    query = select(Flag.participant_id).where(Flag.page_at <= now)
    if db.engine.dialect.name == "sqlite":
        compiled = query.compile(db.engine, compile_kwargs={"literal_binds": False})
        rows = db.session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}", (now.replace(tzinfo=None).isoformat(" "),)
        )
        assert "ix_flags_page_at" in str(rows.all())
