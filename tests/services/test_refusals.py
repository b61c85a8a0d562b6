"""What was refused is kept, and nobody can flood the record with it."""

from dataclasses import replace
from datetime import datetime, timedelta

from client_app.extensions import db
from client_app.models import Person, SignIn
from client_app.services import sign_ins
from client_app.services.refusals import keep_refusal, keep_replay
from tests.cast import Cast, Member
from tests.factories import PASSWORD
from tests.support.posts import Line, audit_lines
from tests.support.sign_ins import viewer_of

SECOND = timedelta(seconds=1)


def signed_in(member: Member, now: datetime) -> str:
    """The token of a new sign-in."""
    token = sign_ins.sign_in(member.email, PASSWORD, now, demo=False)
    assert token is not None
    return token


def kept(action: str) -> list[Line]:
    """The lines of this action."""
    return [line for line in audit_lines() if line.action == action]


def test_a_refusal_names_the_page_and_nothing_else(cast: Cast, now: datetime) -> None:
    keep_refusal(replace(cast.counselor.viewer, sign_in_id=7), "flags.show_flag", 404, now)
    [line] = audit_lines()
    assert (line.action, line.actor_id, line.subject, line.participant_id) == (
        "access.refused",
        cast.counselor.id,
        "sign_ins:7",
        None,
    )
    assert line.details == {"endpoint": "flags.show_flag", "status": 404}


def test_the_same_refusal_is_kept_once_a_minute(cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    for seconds in (0, 1, 59):
        keep_refusal(viewer, "flags.show_flag", 404, now + SECOND * seconds)
    assert len(audit_lines()) == 1
    keep_refusal(viewer, "flags.show_flag", 403, now + SECOND * 59)
    keep_refusal(viewer, "flags.claim", 404, now + SECOND * 59)
    keep_refusal(replace(viewer, sign_in_id=7), "flags.show_flag", 404, now + SECOND * 59)
    assert len(audit_lines()) == 4
    keep_refusal(viewer, "flags.show_flag", 404, now + SECOND * 60)
    assert len(audit_lines()) == 5


def test_a_trusted_phone_floods_nothing_either_and_is_told_from_another(cast: Cast, now: datetime) -> None:
    for phone in (1, 1, 2):
        keep_refusal(replace(cast.ana.viewer, trusted_phone_id=phone), "check_ins.save_draft", 409, now)
    assert [(line.subject, line.details["via"]) for line in audit_lines()] == [
        ("trusted_phones:1", "trusted_phone"),
        ("trusted_phones:2", "trusted_phone"),
    ]


def test_a_sign_in_that_was_ended_is_known_when_it_comes_again(cast: Cast, now: datetime) -> None:
    token = signed_in(cast.ana, now)
    keep_replay(token, "today.show_today", now)
    assert kept("person.sign_in_replayed") == []  # it lives, or ran out by itself
    viewer = viewer_of(token, now, extends=False)
    assert viewer is not None
    sign_ins.sign_out(viewer, now)
    for seconds in (0, 59):
        keep_replay(token, "today.show_today", now + SECOND * seconds)
    [line] = kept("person.sign_in_replayed")
    assert (line.actor_id, line.participant_id, line.subject) == (None, cast.ana.id, f"sign_ins:{viewer.sign_in_id}")
    assert line.details == {"endpoint": "today.show_today"}


def test_the_sign_in_of_a_disabled_person_counts_as_ended(cast: Cast, now: datetime) -> None:
    token = signed_in(cast.counselor, now)
    db.session.get_one(Person, cast.counselor.id).disabled_at = now
    db.session.commit()
    keep_replay(token, "flags.show_triage", now)
    [line] = kept("person.sign_in_replayed")
    assert (line.participant_id, line.subject) == (None, f"sign_ins:{db.session.query(SignIn).one().id}")


def test_a_token_of_nobody_is_no_replay(cast: Cast, now: datetime) -> None:
    assert cast.ana.id
    keep_replay("no token of ours", "today.show_today", now)
    assert audit_lines() == []
