"""Participants from a file: invited as one by one, all of them or nobody, and without a link that would run out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.enrollments import ComesFrom
from client_app.domain.imports import ChangedError
from client_app.domain.invitations import TAKEN, Invitation
from client_app.domain.participant_files import COLUMNS
from client_app.domain.refusals import Conflict, NotFound
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Enrollment, JoinLink, Person
from client_app.services import participant_imports
from client_app.services.invitations import invite_staff
from client_app.services.join_links import link_for_participant
from client_app.services.participant_imports import ParticipantsPreview, import_participants, preview_participants
from tests.cast import Cast
from tests.support.applications import Statements
from tests.support.calendars import refused
from tests.support.files import NINA, a_file, records
from tests.support.posts import at_once, audit_lines

BEN = {"name": "Ben", "email": "ben@mail.example"}


def look(cast: Cast, now: datetime, *rows: dict[str, str]) -> ParticipantsPreview:
    """What a file with these rows would do."""
    return preview_participants(cast.director.viewer, records(a_file(*rows), COLUMNS), now)


def bring_in(cast: Cast, now: datetime, *rows: dict[str, str], seen: str = "") -> int:
    """Look at a file and import it."""
    token = seen or look(cast, now, *rows).token
    return import_participants(cast.director.viewer, records(a_file(*rows), COLUMNS), token, now)


def problems(preview: ParticipantsPreview) -> list[tuple[int, str, str]]:
    """Row, column and sentence of each problem."""
    return [(one.row, one.column, one.sentence.english()) for one in preview.problems]


def person(email: str) -> Person:
    """Somebody by their e-mail."""
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def test_everybody_of_a_file_is_invited_in_one_act(cast: Cast, now: datetime) -> None:
    nina = {**NINA, "counselor": cast.counselor.email, "language": "es", "started_on": "2026-11-02"}
    nina |= {"comes_from": "detox", "agreement": "Rides.", "planned_end_on": "2027-01-31"}
    preview = look(cast, now, nina, BEN)
    assert [(one.row, one.newcomer.invitation.name, one.counselor) for one in preview.rows] == [
        (2, "Nina", "Carla Reyes"),
        (3, "Ben", None),
    ]
    assert audit_lines() == []
    assert bring_in(cast, now, nina, BEN) == 2
    found = person("nina@mail.example")
    assert (found.role, found.program_id, found.language) == (Role.PARTICIPANT, cast.program_id, "es")
    assert (found.joined_at, found.password_hash, found.is_demo) == (None, None, False)
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == found.id)).one()
    assert (enrollment.caseload_id, enrollment.started_on) == (cast.caseload_id, date(2026, 11, 2))
    assert (enrollment.comes_from, enrollment.agreement) == (ComesFrom.DETOX, "Rides.")
    assert enrollment.planned_end_on == date(2027, 1, 31)
    ben = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == person(BEN["email"]).id)).one()
    assert (ben.caseload_id, ben.started_on, ben.comes_from, ben.agreement) == (None, date(2026, 11, 23), None, None)
    lines = audit_lines()
    each = ["person.invited", "enrollment.started"]
    assert [line.action for line in lines] == [*each, *each, "program.participants_imported"]
    assert (lines[-1].details, "nina" in str(lines).lower()) == ({"rows": 2, "alone": 1}, False)


def test_no_link_is_made_before_somebody_hands_it_over(cast: Cast, now: datetime) -> None:
    bring_in(cast, now, {**NINA, "counselor": cast.counselor.email}, {**BEN, "counselor": ""})
    assert db.session.query(JoinLink).count() == 0
    nina, ben = person("nina@mail.example").id, person("ben@mail.example").id
    assert link_for_participant(cast.counselor.viewer, nina, now).email == "nina@mail.example"
    assert link_for_participant(cast.director.viewer, ben, now).email == "ben@mail.example"


def test_one_bad_row_keeps_everybody_out(cast: Cast, now: datetime) -> None:
    rows = [NINA, {**BEN, "email": "ben"}, {**BEN, "email": "NINA@mail.example"}, {**BEN, "email": cast.stranger.email}]
    preview = look(cast, now, *rows)
    assert problems(preview) == [
        (3, "email", "Please type an email address, for example name@mail.com."),
        (4, "email", "Row 2 has the same email."),
        (5, "email", TAKEN.english()),
    ]
    refused(lambda: bring_in(cast, now, *rows))
    assert db.session.scalar(select(Person.id).where(Person.email == "nina@mail.example")) is None


def test_a_row_after_a_bad_one_with_its_email_is_told_too(cast: Cast, now: datetime) -> None:
    rows = [{**NINA, "email": cast.ana.email}, {**NINA, "email": cast.ana.email}]
    assert [told for _, _, told in problems(look(cast, now, *rows))] == [TAKEN.english(), "Row 2 has the same email."]


@pytest.mark.parametrize("who", ["director", "strange_counselor", "ana"])
def test_only_counselors_of_the_program_take_anybody(cast: Cast, now: datetime, who: str) -> None:
    preview = look(cast, now, {**NINA, "counselor": cast.everyone[who].email})
    assert problems(preview) == [(2, "counselor", "No counselor here has this email.")]


def test_an_invited_counselor_takes_people_and_a_disabled_one_does_not(cast: Cast, now: datetime) -> None:
    invite_staff(cast.director.viewer, Invitation("Vera", "vera@mail.example"), Role.COUNSELOR, now)
    row = {**NINA, "counselor": "vera@mail.example"}
    assert look(cast, now, row).rows[0].counselor == "Vera"
    seen = look(cast, now, row).token
    person("vera@mail.example").disabled_at = now
    db.session.commit()
    refused(lambda: bring_in(cast, now, row, seen=seen), ChangedError)


def test_of_two_caseloads_the_first_takes_them(cast: Cast, now: datetime) -> None:
    db.session.add(Caseload(program_id=cast.program_id, counselor_id=cast.counselor.id))
    db.session.commit()
    [row] = look(cast, now, {**NINA, "counselor": cast.counselor.email}).rows
    assert row.newcomer.caseload_id == cast.caseload_id


def test_somebody_who_was_invited_meanwhile_is_a_conflict(cast: Cast, now: datetime) -> None:
    seen = look(cast, now, NINA, BEN).token
    bring_in(cast, now, NINA)
    refused(lambda: bring_in(cast, now, NINA, BEN, seen=seen), ChangedError)
    refused(lambda: bring_in(cast, now, NINA, seen=look(cast, now, NINA).token))


def test_somebody_who_is_invited_at_the_same_moment_is_a_conflict_and_nobody_comes_in(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [BEN, {**NINA, "email": cast.ana.email}]
    monkeypatch.setattr(participant_imports, "_taken", lambda _emails: set[str]())
    assert refused(lambda: bring_in(cast, now, *rows), Conflict) == TAKEN.english()
    assert db.session.scalar(select(Person.id).where(Person.email == BEN["email"])) is None


def test_of_several_confirmations_at_once_one_succeeds(app: Flask, cast: Cast, now: datetime) -> None:
    seen = look(cast, now, NINA).token
    file = records(a_file(NINA), COLUMNS)
    db.session.rollback()
    results = at_once(app, *[lambda: import_participants(cast.director.viewer, file, seen, now)] * 4)
    assert sorted(str(type(one).__name__) for one in results) == ["ChangedError"] * 3 + ["int"]


@pytest.mark.parametrize("who", ["ana", "counselor", "family_member"])
def test_only_a_director_imports(cast: Cast, now: datetime, who: str) -> None:
    viewer, file = cast.everyone[who].viewer, records(a_file(NINA), COLUMNS)
    for act in (
        lambda: preview_participants(viewer, file, now),
        lambda: import_participants(viewer, file, "", now),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_preview_costs_the_same_whatever_is_in_the_file(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    costs = []
    for number in (2, 200):
        rows = [{"name": f"N {at}", "email": f"n{at}@mail.example"} for at in range(number)]
        with count_statements() as statements:
            look(cast, now, *rows)
        costs.append(len(statements))
    assert costs == [2, 2]
