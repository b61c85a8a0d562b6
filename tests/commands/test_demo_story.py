"""The demo's six weeks: believable, complete, and made by the acts of real people."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from client_app.commands.demo import people
from client_app.commands.demo.people import PARTICIPANTS, PASSWORD
from client_app.domain.answers import Answers, read_answers
from client_app.domain.check_ins import Kind, questions_for
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flags import Severity
from client_app.domain.passwords import why_not_password
from client_app.domain.tools import coping_choices
from client_app.extensions import db
from client_app.gateways.clock import utc_now
from client_app.gateways.content import definition, kit_tools
from client_app.models import AuditEntry, CheckIn, ContactCard, Flag, FlagEvent, Nudge, Person, Program, ReminderChoice
from client_app.services.plans import own_strategies, plan_of
from client_app.services.quiet_plans import quiet_plan_of
from client_app.services.sealing import unsealed_count
from client_app.services.sign_ins import sign_in
from client_app.services.triage import triage
from tests.factories import viewer_of as viewer_for
from tests.support.applications import build
from tests.support.demo import told_demo
from tests.support.sign_ins import viewer_of

SIGN_INS = (
    people.PARTICIPANT,
    people.PARTICIPANT_IN_SPANISH,
    people.COUNSELOR,
    people.OTHER_COUNSELOR,
    people.FAMILY_MEMBER,
    people.DIRECTOR,
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demo's application over its own copy of the data."""
    path = Path(shutil.copy(told_demo(), tmp_path_factory.mktemp("demo") / "demo.sqlite3"))
    return build(f"sqlite:///{path}", demo=True)


@pytest.fixture(autouse=True)
def context(demo: Flask) -> Iterator[None]:
    """Its context, open."""
    with demo.app_context():
        yield


def person(email: str) -> Person:
    """Who signs in as this."""
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def today() -> date:
    """The day after the one that the story's worker looked through last: right even when midnight passes meanwhile."""
    looked_through = db.session.scalars(select(Program.quiet_checked_on)).one()
    assert looked_through is not None
    return looked_through + timedelta(days=1)


@pytest.mark.parametrize("email", SIGN_INS)
def test_each_sign_in_opens_with_the_one_password(email: str) -> None:
    token = sign_in(email, PASSWORD, utc_now(), demo=True)
    assert token
    viewer = viewer_of(token, utc_now(), extends=False)
    assert viewer is not None
    assert viewer.person_id == person(email).id


def test_a_real_deployment_refuses_them() -> None:
    assert sign_in(people.COUNSELOR, PASSWORD, utc_now(), demo=False) is None


def test_the_password_is_one_that_anybody_could_have() -> None:
    assert why_not_password(PASSWORD) is None


def test_everybody_is_invented() -> None:
    everybody = db.session.scalars(select(Person)).all()
    assert all(one.is_demo for one in everybody)
    assert all(one.email.endswith("@demo.example") for one in everybody)
    assert all("-555-01" in (one.phone or "-555-01") for one in everybody)
    assert len({participant.phone for participant in PARTICIPANTS}) == len(PARTICIPANTS)


@pytest.mark.parametrize("participant", PARTICIPANTS, ids=lambda participant: participant.name)
def test_data_end_yesterday_and_the_days_of_those_who_sign_in_are_open(participant: people.Participant) -> None:
    last = db.session.scalar(
        select(func.max(CheckIn.day)).where(CheckIn.participant_id == person(participant.email).id)
    )
    days_ago = 2 if participant.email in SIGN_INS else 1
    assert last == today() - timedelta(days=days_ago)


@pytest.mark.parametrize("participant", PARTICIPANTS, ids=lambda participant: participant.name)
def test_every_answer_is_one_that_the_form_offers(participant: people.Participant) -> None:
    number = person(participant.email).id
    coping = coping_choices(own_strategies(number), kit_tools())
    known = frozenset(choice.value for choice in coping)
    rows = db.session.scalars(select(CheckIn).where(CheckIn.participant_id == number)).all()
    for row in rows:
        asked = questions_for(
            definition(row.definition_version),
            kind=row.kind,
            takes_medication=participant.takes_medication,
            coping=coping,
        )
        given = Answers.from_json(row.answers)
        posted = {
            name: [str(value) for value in (answer if isinstance(answer, tuple) else (answer,))]
            for name, answer in given.items()
        }
        reading = read_answers(posted, asked, known)
        assert (reading.problems, dict(reading.answers)) == ({}, dict(given))
    dailies = sum(row.kind is Kind.DAILY for row in rows)
    backfilled = participant is people.FERNANDO
    assert dailies == len(participant.days.replace(".", "")) + backfilled


def test_six_weeks_are_there() -> None:
    first = db.session.scalar(select(func.min(CheckIn.day)))
    assert first == today() - timedelta(days=42)


def test_no_urgent_flag_is_open_and_some_others_are() -> None:
    rows = db.session.execute(select(Flag.severity, Flag.state)).all()
    found = {(row.severity, row.state) for row in rows}
    assert (Severity.URGENT, State.RESOLVED) in found
    assert {state for severity, state in found if severity is Severity.URGENT} == {State.RESOLVED}
    assert {(Severity.SAME_DAY, State.OPEN), (Severity.NEXT_CONTACT, State.OPEN)} <= found
    assert (Severity.NEXT_CONTACT, State.ACKNOWLEDGED) in found


@pytest.mark.parametrize(
    ("counselor", "names"),
    [
        (people.COUNSELOR, {"Andre Williams", "Chris Nguyen", "Dana Kowalski"}),
        (people.OTHER_COUNSELOR, {"Eli Brooks", "Fernando Ruiz"}),
    ],
)
def test_each_counselor_finds_people_who_need_one(counselor: str, names: set[str]) -> None:
    rows = triage(viewer_for(person(counselor)), utc_now()).rows
    assert {row.name for row in rows} == names


def test_flags_have_histories() -> None:
    kinds = set(db.session.scalars(select(FlagEvent.kind)))
    assert kinds >= {
        EventKind.RAISED,
        EventKind.SENT,
        EventKind.BACKFILLED,
        EventKind.CLAIMED,
        EventKind.NOTED,
        EventKind.CONTACT_ATTEMPTED,
        EventKind.RESOLVED,
    }


def test_yesterday_evening_is_still_unread_and_the_rest_is_read() -> None:
    unread = db.session.scalars(select(CheckIn.day).where(CheckIn.read_at.is_(None))).all()
    assert set(unread) == {today() - timedelta(days=1)}


def test_those_who_sign_in_have_a_plan() -> None:
    for email in (people.PARTICIPANT, people.PARTICIPANT_IN_SPANISH):
        viewer = viewer_for(person(email))
        plan = plan_of(viewer, viewer.person_id, utc_now())
        assert len(plan.strategies) >= 3
        assert len(plan.reasons) == 2
        assert plan.safety_plan is not None


def test_some_have_chosen_when_to_be_reminded_and_kind_words_wait_for_one() -> None:
    chosen = db.session.scalars(select(ReminderChoice.revision)).all()
    assert (len(chosen), set(chosen)) == (6, {1})
    unseen = select(Person.email).join(Nudge, Nudge.participant_id == Person.id).where(Nudge.seen_at.is_(None))
    assert people.PARTICIPANT in db.session.scalars(unseen).all()


def test_the_first_participant_has_said_what_should_happen_on_silent_days() -> None:
    viewer = viewer_for(person(people.PARTICIPANT))
    assert quiet_plan_of(viewer, viewer.person_id, utc_now()).plan == people.MAYA.quiet_plan


def test_every_act_left_its_line_for_the_worker_to_seal() -> None:
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {
        "check_in.daily_sent",
        "reminder.chosen",
        "nudge.sent",
        "flag.raised",
        "flag.claimed",
        "flag.resolved",
        "person.added",
    } <= actions
    assert unsealed_count() > 500


def test_all_but_one_have_filled_in_their_contact_card() -> None:
    filled_in = set(db.session.scalars(select(Person.email).join(ContactCard, ContactCard.participant_id == Person.id)))
    assert {one.email for one in PARTICIPANTS} - filled_in == {people.ELI.email}
    maya = person(people.PARTICIPANT)
    assert (maya.name, maya.phone) == ("Maya Torres", "312-555-0142")
