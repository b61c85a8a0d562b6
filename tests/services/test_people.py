"""People as a command adds them: what they need, who is known, and what is refused."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import AuditEntry, Person
from client_app.services.people import Account, NewPerson, account_of, add_person
from client_app.services.sign_ins import sign_in
from tests.cast import Cast
from tests.factories import PASSWORD


def nina(cast: Cast) -> NewPerson:
    """A new participant of Ana's program."""
    return NewPerson(
        cast.program_id, Role.PARTICIPANT, " Nina@Example.org ", " Nina ", PASSWORD, "(555) 010-0123", "es"
    )


def test_a_person_is_added_and_can_sign_in(cast: Cast, now: datetime) -> None:
    person = db.session.get_one(Person, add_person(nina(cast), now))
    assert (person.email, person.name, person.phone, person.language) == (
        "nina@example.org",
        "Nina",
        "555-010-0123",
        "es",
    )
    assert (person.role, person.program_id, person.is_demo, person.created_at) == (
        Role.PARTICIPANT,
        cast.program_id,
        False,
        now,
    )
    assert PASSWORD not in (person.password_hash or "")
    assert sign_in("nina@example.org", PASSWORD, now, demo=False)


@pytest.mark.parametrize(("role", "is_about_them"), [(Role.PARTICIPANT, True), (Role.DIRECTOR, False)])
def test_the_record_names_the_role_and_nothing_personal(
    cast: Cast, now: datetime, role: Role, *, is_about_them: bool
) -> None:
    number = add_person(replace(nina(cast), role=role), now)
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.subject, line.details) == ("person.added", f"people:{number}", {"role": role})
    assert line.participant_id == (number if is_about_them else None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("555-0123", "555-0123"),
        (" +1 (312) 555.0123 ", "+1-312-555-0123"),
        ("988", "988"),
        ("3125550123", "3125550123"),
    ],
)
def test_a_phone_number_is_kept_as_it_is_dialled_and_read(cast: Cast, now: datetime, typed: str, kept: str) -> None:
    assert db.session.get_one(Person, add_person(replace(nina(cast), phone=typed), now)).phone == kept


@pytest.mark.parametrize("phone", [None, "", "  "])
def test_a_phone_number_may_be_missing(cast: Cast, now: datetime, phone: str | None) -> None:
    assert db.session.get_one(Person, add_person(replace(nina(cast), phone=phone), now)).phone is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": "nina"}, "Please type an email address, for example name@mail.com."),
        ({"email": "nina nova@example.org"}, "Please type an email address, for example name@mail.com."),
        ({"name": "  "}, "A person needs a name."),
        ({"phone": "call me"}, "This is no phone number: call-me"),
        ({"password": "too short"}, "A password has 15 characters or more."),
    ],
)
def test_what_will_not_do_is_refused(cast: Cast, now: datetime, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_person(replace(nina(cast), **change), now)
    assert refused.value.reason.english() == reason
    assert account_of("nina@example.org") is None


def test_two_people_never_share_an_address(cast: Cast, now: datetime) -> None:
    with pytest.raises(Conflict, match=r"Somebody signs in as ana@riverside\.example already"):
        add_person(replace(nina(cast), email="ANA@riverside.example"), now)


def test_an_account_is_found_by_its_address(cast: Cast) -> None:
    assert account_of(" Ana@Riverside.example") == Account(
        cast.ana.id, "Ana", Role.PARTICIPANT, cast.program_id, "America/Chicago"
    )
    assert account_of("nobody@riverside.example") is None
