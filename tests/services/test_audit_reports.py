"""Who saw what, and when: for a participant and for somebody of the team."""

from datetime import datetime, timedelta

import pytest

from client_app.domain.audit_actions import Action
from client_app.services import sign_ins
from client_app.services.audit_reports import ReportLine, report_on
from client_app.services.openings import keep_list, keep_record
from client_app.services.people import Account, account_at, account_of
from client_app.services.plans import add_reason
from client_app.services.refusals import keep_refusal
from tests.cast import Cast, Member
from tests.support.posts import audit_lines

DAY = timedelta(days=1)


@pytest.fixture
def kept(cast: Cast, now: datetime) -> Cast:
    """Four days of looks at Ana and Luis, and what else leaves a line."""
    keep_record(cast.counselor.viewer, cast.ana.id, [], now - 3 * DAY)
    keep_list(cast.counselor.viewer, Action.TRIAGE_OPENED, [cast.ana.id, cast.luis.id], now - 2 * DAY)
    keep_list(cast.other_counselor.viewer, Action.LIST_OPENED, [cast.luis.id], now - 2 * DAY)
    keep_record(cast.other_counselor.viewer, cast.luis.id, [], now - 2 * DAY)
    keep_refusal(cast.counselor.viewer, "flags.show_flag", 404, now - DAY)
    add_reason(cast.ana.viewer, "My daughter", now - DAY)
    sign_ins.sign_in(cast.counselor.email, "no", now, demo=False)
    return cast


def account(member: Member) -> Account:
    """The member as commands know them."""
    found = account_of(member.email)
    assert found is not None
    return found


def short(lines: tuple[ReportLine, ...]) -> list[tuple[str, str]]:
    """Who did what."""
    return [(line.who, line.action) for line in lines]


def test_of_a_participant_it_tells_who_looked(kept: Cast, now: datetime) -> None:
    lines = report_on(account(kept.ana), now - 10 * DAY, now)
    assert short(lines) == [
        ("Carla Reyes (counselor)", "triage.opened"),
        ("Carla Reyes (counselor)", "participant.check_ins_opened"),
    ]
    assert lines[0].details == {"listed": 2}  # not who else was on the list
    assert [line.at for line in lines] == [now - 2 * DAY, now - 3 * DAY]


def test_of_the_team_it_tells_what_they_saw_and_what_was_refused(kept: Cast, now: datetime) -> None:
    lines = report_on(account(kept.counselor), now - 10 * DAY, now)
    assert short(lines) == [
        ("nobody signed in", "person.sign_in_failed"),
        ("Carla Reyes (counselor)", "access.refused"),
        ("Carla Reyes (counselor)", "triage.opened"),
        ("Carla Reyes (counselor)", "participant.check_ins_opened"),
    ]
    assert lines[2].details == {"participants": [kept.ana.id, kept.luis.id]}
    assert [line.participant for line in lines] == ["", "", "", f"Ana ({kept.ana.id})"]


def test_everything_may_be_asked_for(kept: Cast, now: datetime) -> None:
    lines = report_on(account(kept.ana), now - 10 * DAY, now, everything=True)
    assert short(lines)[0] == ("Ana (participant)", "plan.reason_added")
    assert len(lines) == 3


def test_only_the_asked_for_stretch_is_told(kept: Cast, now: datetime) -> None:
    assert len(report_on(account(kept.ana), now - 2 * DAY, now)) == 1
    assert len(report_on(account(kept.ana), now - 10 * DAY, now - 3 * DAY)) == 1


def test_that_it_was_asked_for_is_kept(kept: Cast, now: datetime) -> None:
    report_on(account(kept.ana), now - 10 * DAY, now)
    report_on(account(kept.counselor), now - 10 * DAY, now)
    of_ana, of_the_counselor = audit_lines()[-2:]
    assert (of_ana.action, of_ana.subject, of_ana.participant_id) == (
        "audit.reported",
        f"people:{kept.ana.id}",
        kept.ana.id,
    )
    assert (of_ana.actor_id, of_ana.details) == (None, {"entries": 2})
    assert (of_the_counselor.subject, of_the_counselor.participant_id) == (f"people:{kept.counselor.id}", None)


def test_a_person_is_found_by_number_too(cast: Cast) -> None:
    assert account_at(cast.ana.id) == account_of(cast.ana.email)
    assert account_at(0) is None
