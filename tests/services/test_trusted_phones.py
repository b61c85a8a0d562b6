"""Phones that a participant trusts: a random token per phone, 30 days, and no way to live on after its person."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.devices import Device
from client_app.domain.refusals import NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Person, TrustedPhone
from client_app.services import trusted_phones
from client_app.services.check_ins import send_check_in
from client_app.services.drafts import save_draft
from client_app.services.health import DatabaseSilentError
from tests.cast import Cast
from tests.support.applications import build
from tests.support.posts import a_post, audit_lines, fresh

DAYS = timedelta(days=1)
LAST_MOMENT = timedelta(days=30) - timedelta(microseconds=1)


def trusted(cast: Cast, now: datetime) -> str:
    """Ana trusts a phone; its token."""
    return trusted_phones.trust_phone(cast.ana.viewer, None, now)


def phones() -> list[TrustedPhone]:
    """Every phone that was ever trusted, in order."""
    fresh()
    return list(db.session.scalars(select(TrustedPhone).order_by(TrustedPhone.id)))


def viewer_on(token: str, now: datetime) -> Viewer:
    """Who checks in on the phone."""
    viewer = trusted_phones.viewer_on(token, now)
    assert viewer is not None
    return viewer


def test_the_token_is_random_and_never_stored(cast: Cast, now: datetime) -> None:
    tokens = [trusted_phones.trust_phone(cast.ana.viewer, device, now) for device in ("an iPhone", None)]
    rows = phones()
    assert [row.token_hash for row in rows] == [hashlib.sha256(token.encode()).hexdigest() for token in tokens]
    assert len(set(tokens)) == 2
    assert all(len(token) >= 43 for token in tokens)  # 256 bits
    assert [(row.person_id, row.device, row.trusted_at, row.expires_at) for row in rows] == [
        (cast.ana.id, device, now, now + 30 * DAYS) for device in ("an iPhone", None)
    ]
    line = audit_lines()[0]
    assert (line.action, line.subject) == ("phone.trusted", f"trusted_phones:{rows[0].id}")
    assert (line.actor_id, line.participant_id, line.details) == (cast.ana.id, cast.ana.id, {})


def test_the_phone_says_who_checks_in(cast: Cast, now: datetime) -> None:
    viewer = viewer_on(trusted_phones.trust_phone(cast.luis.viewer, None, now), now)
    assert (viewer.person_id, viewer.role, viewer.program_id) == (cast.luis.id, Role.PARTICIPANT, cast.program_id)
    assert (viewer.zone, viewer.language, viewer.sign_in_id, viewer.name) == ("America/Chicago", "es", 0, "")
    assert viewer.trusted_phone_id == phones()[0].id
    assert viewer.is_on_trusted_phone
    assert not cast.luis.viewer.is_on_trusted_phone


def test_a_token_that_nobody_has_is_nobodys(cast: Cast, now: datetime) -> None:
    trusted(cast, now)
    assert trusted_phones.viewer_on("guessed", now) is None
    assert trusted_phones.person_once_trusting("guessed") is None


def test_thirty_days_are_absolute(cast: Cast, now: datetime) -> None:
    token = trusted(cast, now)
    for day in range(30):
        assert viewer_on(token, now + day * DAYS).person_id == cast.ana.id
    assert viewer_on(token, now + LAST_MOMENT).person_id == cast.ana.id
    assert trusted_phones.viewer_on(token, now + 30 * DAYS) is None
    assert trusted_phones.phones_of(cast.ana.viewer, now + 30 * DAYS) == ()
    assert phones()[0].expires_at == now + 30 * DAYS


def disabled(cast: Cast, now: datetime) -> None:
    db.session.get_one(Person, cast.ana.id).disabled_at = now


def left(cast: Cast, now: datetime) -> None:
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    enrollment.ended_on = now.date()


def changed_role(cast: Cast, _now: datetime) -> None:
    db.session.get_one(Person, cast.ana.id).role = Role.FAMILY_MEMBER


@pytest.mark.parametrize("happens", [disabled, left, changed_role])
def test_no_event_is_needed_to_end_it(cast: Cast, now: datetime, happens: Callable[[Cast, datetime], None]) -> None:
    token = trusted(cast, now)
    assert viewer_on(token, now).person_id == cast.ana.id
    happens(cast, now)
    db.session.commit()
    assert trusted_phones.viewer_on(token, now) is None


def test_who_is_not_enrolled_has_nothing_to_trust_a_phone_for(cast: Cast, now: datetime) -> None:
    assert trusted_phones.why_not_trust(cast.ana.viewer) is None
    left(cast, now)
    db.session.commit()
    assert trusted_phones.why_not_trust(cast.ana.viewer) == trusted_phones.NOT_ENROLLED
    with pytest.raises(Refused):
        trusted(cast, now)
    assert phones() == []


def test_a_phone_that_is_trusted_anew_is_one_phone(cast: Cast, now: datetime) -> None:
    old = trusted(cast, now)
    of_luis = trusted_phones.trust_phone(cast.luis.viewer, None, now)
    new = trusted_phones.trust_phone(cast.ana.viewer, None, now + 2 * DAYS, instead_of=old)
    trusted_phones.trust_phone(cast.ana.viewer, None, now + 2 * DAYS, instead_of=of_luis)
    assert trusted_phones.viewer_on(old, now + 2 * DAYS) is None
    assert viewer_on(new, now + 31 * DAYS).person_id == cast.ana.id
    assert viewer_on(of_luis, now + 2 * DAYS).person_id == cast.luis.id  # it is not hers to end


def test_a_use_is_noted_once_an_hour(cast: Cast, now: datetime) -> None:
    token = trusted(cast, now)
    assert phones()[0].last_used_at is None
    for minutes, noted in [(0, 0), (59, 0), (60, 60), (61, 60)]:
        viewer_on(token, now + timedelta(minutes=minutes))
        assert phones()[0].last_used_at == now + timedelta(minutes=noted)


def test_only_ones_own_living_phones_are_listed(cast: Cast, now: datetime) -> None:
    token = trusted(cast, now)
    trusted_phones.trust_phone(cast.luis.viewer, None, now)
    trusted_phones.trust_phone(cast.ana.viewer, Device.ANDROID_PHONE, now)
    first, of_luis, second = (row.id for row in phones())
    listed = trusted_phones.phones_of(cast.ana.viewer, now)
    assert [(phone.id, phone.device) for phone in listed] == [
        (second, Device.ANDROID_PHONE),
        (first, Device.UNKNOWN),
    ]
    assert trusted_phones.phone_with(cast.ana.viewer, token, now) == first
    assert trusted_phones.phone_with(cast.luis.viewer, token, now) is None
    assert trusted_phones.phone_with(cast.ana.viewer, "guessed", now) is None
    assert of_luis not in {phone.id for phone in listed}


def test_one_is_ended_and_stays_so(cast: Cast, now: datetime) -> None:
    token, kept = trusted(cast, now), trusted(cast, now)
    number = phones()[0].id
    trusted_phones.end_phone(cast.ana.viewer, number, now)
    trusted_phones.end_phone(cast.ana.viewer, number, now + DAYS)
    assert trusted_phones.viewer_on(token, now) is None
    assert viewer_on(kept, now).person_id == cast.ana.id
    assert phones()[0].ended_at == now
    assert [line.action for line in audit_lines()][2:] == ["phone.trust_ended"]


@pytest.mark.parametrize("number", [0, 2**31 - 1])
def test_nobody_ends_another_persons(cast: Cast, now: datetime, number: int) -> None:
    trusted(cast, now)
    for who, phone_id in [(cast.luis, phones()[0].id), (cast.ana, number)]:
        with pytest.raises(NotFound):
            trusted_phones.end_phone(who.viewer, phone_id, now)
    assert phones()[0].ended_at is None


def test_all_are_ended_in_one_act(cast: Cast, now: datetime) -> None:
    trusted_phones.end_all_phones(cast.ana.viewer, now)
    assert audit_lines() == []
    tokens = [trusted(cast, now), trusted(cast, now)]
    of_luis = trusted_phones.trust_phone(cast.luis.viewer, None, now)
    trusted_phones.end_all_phones(cast.ana.viewer, now)
    assert [trusted_phones.viewer_on(token, now) for token in tokens] == [None, None]
    assert viewer_on(of_luis, now).person_id == cast.luis.id
    line = audit_lines()[-1]
    assert (line.action, line.details) == ("phone.all_trust_ended", {"phones": 2})


def test_whoever_leaves_the_phone_ends_it(cast: Cast, now: datetime) -> None:
    token = trusted(cast, now)
    viewer = viewer_on(token, now)
    trusted_phones.leave_phone(viewer, token, now)
    trusted_phones.leave_phone(None, token, now)  # a second tap
    assert trusted_phones.viewer_on(token, now) is None
    assert trusted_phones.person_once_trusting(token) == cast.ana.id
    line = audit_lines()[-1]
    assert [line.action for line in audit_lines()] == ["phone.trusted", "phone.trust_ended"]
    assert (line.actor_id, line.participant_id, line.details) == (cast.ana.id, cast.ana.id, {"via": "trusted_phone"})


def test_what_is_sent_from_it_says_so_in_the_record(cast: Cast, now: datetime) -> None:
    viewer = viewer_on(trusted(cast, now), now)
    draft = a_post(safety="active")
    save_draft(viewer, draft, frozenset({"safety"}), now)
    send_check_in(viewer, draft, now)
    lines = audit_lines()[1:]
    assert {line.action for line in lines} >= {"check_in.draft_begun", "check_in.daily_sent"}
    assert {line.details.get("via") for line in lines} == {"trusted_phone"}
    send_check_in(cast.luis.viewer, a_post(), now)
    assert "via" not in audit_lines()[-1].details


def test_a_database_that_does_not_answer_knows_nobody() -> None:
    app: Flask = build("sqlite:////nowhere/at/all.sqlite3")
    with app.app_context(), pytest.raises(DatabaseSilentError):
        trusted_phones.viewer_on("token", datetime.fromisoformat("2026-11-23T15:00:00+00:00"))
