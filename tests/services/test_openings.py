"""What staff open is kept: each record, each flag, each list once with whom it showed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from client_app.domain.audit_actions import Action
from client_app.extensions import db
from client_app.models import CheckIn
from client_app.services.openings import keep_flag, keep_list, keep_record
from tests.cast import Cast
from tests.factories import make_check_in, make_flag
from tests.support.applications import Statements
from tests.support.databases import Database
from tests.support.posts import audit_lines, fresh

Count = Callable[[], AbstractContextManager[Statements]]
TRIAGE = Action.TRIAGE_OPENED


def actions() -> list[str]:
    """What the audit record says, in order."""
    return [line.action for line in audit_lines()]


def listed() -> list[list[int]]:
    """Whom the kept lists showed, in order."""
    return [line.details["participants"] for line in audit_lines()]


def test_opening_reads_once_and_the_first_reader_stays(cast: Cast, now: datetime) -> None:
    check_in = make_check_in(cast.ana.id, now, craving_now=3).id
    keep_record(cast.counselor.viewer, cast.ana.id, [check_in], now)
    keep_record(cast.cover.viewer, cast.ana.id, [check_in], now + timedelta(hours=1))
    fresh()
    read = db.session.get_one(CheckIn, check_in)
    assert (read.read_at, read.read_by_id) == (now, cast.counselor.id)
    assert actions() == ["check_in.read", "participant.check_ins_opened", "participant.check_ins_opened"]


def test_each_opening_says_who_whose_and_what(cast: Cast, now: datetime) -> None:
    flag = make_flag(cast.ana.id).id
    keep_record(cast.director.viewer, cast.ana.id, [], now, Action.GOOD_DAYS_OPENED)
    keep_flag(cast.counselor.viewer, flag, cast.ana.id, [], now)
    found = [(line.action, line.subject, line.actor_id, line.participant_id, line.details) for line in audit_lines()]
    assert found == [
        ("participant.good_days_opened", f"people:{cast.ana.id}", cast.director.id, cast.ana.id, {}),
        ("flag.opened", f"flags:{flag}", cast.counselor.id, cast.ana.id, {}),
    ]


def test_opening_with_nothing_to_read_is_one_statement(cast: Cast, now: datetime, count_statements: Count) -> None:
    with count_statements() as statements:
        keep_record(cast.counselor.viewer, cast.ana.id, [], now)
        keep_list(cast.counselor.viewer, TRIAGE, [cast.ana.id], now)
    assert [statement.split()[:3] for statement in statements] == [["INSERT", "INTO", "audit_entries"]] * 2


def test_opening_reads_in_few_statements(
    cast: Cast, now: datetime, count_statements: Count, database: Database
) -> None:
    check_in = make_check_in(cast.ana.id, now, craving_now=3).id
    with count_statements() as statements:
        keep_record(cast.counselor.viewer, cast.ana.id, [check_in], now)
    assert len(statements) == {"sqlite": 2, "postgresql": 3}[database.kind]  # PostgreSQL locks the participant


def test_each_load_of_a_list_is_kept_in_one_entry(cast: Cast, now: datetime) -> None:
    for _ in range(2):
        keep_list(cast.counselor.viewer, TRIAGE, [cast.luis.id, cast.ana.id], now)
    keep_list(cast.counselor.viewer, TRIAGE, [], now)
    assert listed() == [[cast.ana.id, cast.luis.id]] * 2
    line = audit_lines()[0]
    assert (line.subject, line.participant_id) == (f"sign_ins:{cast.counselor.viewer.sign_in_id}", None)


def test_a_part_of_a_page_is_kept_only_for_a_new_name(cast: Cast, now: datetime) -> None:
    viewer, ana, luis = cast.counselor.viewer, cast.ana.id, cast.luis.id

    def poll(*shown: int, minutes: int = 0) -> None:
        keep_list(viewer, TRIAGE, shown, now + timedelta(minutes=minutes), is_whole_page=False)

    poll(ana)
    poll(ana)
    poll(ana, luis, minutes=1)
    poll(luis, minutes=2)  # one less is nobody new
    poll(minutes=3)
    poll(ana, minutes=4)
    assert listed() == [[ana], [ana, luis]]


@pytest.mark.parametrize("other", ["another list", "another person", "an older sign-in"])
def test_only_this_sign_ins_own_list_counts_as_shown(cast: Cast, now: datetime, other: str) -> None:
    ana, viewer, action = cast.ana.id, cast.counselor.viewer, TRIAGE
    at = now - timedelta(hours=12) if other == "an older sign-in" else now
    if other == "another list":
        action = Action.LIST_OPENED
    keep_list(viewer, action, [ana], at)
    db.session.rollback()
    again = cast.counselor.viewer
    if other == "another person":
        again = type(viewer)(**{**vars(viewer), "sign_in_id": 7})
    keep_list(again, TRIAGE, [ana], now, is_whole_page=False)
    assert listed() == [[ana], [ana]]
