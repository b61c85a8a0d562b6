"""What the check-in is compared with: a bare Flask-Login route that inserts the same rows with plain SQLAlchemy.

It reads the form, asks nothing but who is signed in, judges nothing, and commits once.
"""

import os
from datetime import date, datetime
from typing import Any

from flask import Flask, redirect, request
from flask_login import LoginManager, UserMixin, current_user, login_required
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from werkzeug.wrappers import Response

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flags import Severity
from client_app.gateways.clock import utc_now
from client_app.gateways.databases import IMMEDIATE, prepare
from client_app.models import AuditEntry, CheckIn, CheckInVersion, Flag, FlagEvent, Person

NOT_ANSWERS = {"csrf_token", "client_id", "day", "kind"}
SEVERAL = {"triggers", "used_what", "coping"}


class SignedIn(UserMixin):
    """Flask-Login's user over a person."""

    def __init__(self, person: Person) -> None:
        self.id = person.id


def _engine() -> Any:
    engine = create_engine(os.environ["DATABASE_URL"])
    prepare(engine)
    return engine


session: scoped_session[Session] = scoped_session(sessionmaker(_engine()))
app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
login_manager = LoginManager(app)
login_manager.session_protection = None  # as in the product


@login_manager.user_loader
def load_person(person_id: str) -> SignedIn | None:
    """Who the cookie names."""
    person = session.get(Person, int(person_id))
    return SignedIn(person) if person else None


@app.teardown_appcontext
def close(_error: BaseException | None) -> None:
    """Give the connection back."""
    session.remove()


@app.get("/healthz")
def show_health() -> str:
    """It runs."""
    return "ok"


@app.post("/one-row")
@login_required
def store_one_row() -> Response:
    """Insert one row and commit."""
    _begin()
    session.add(_check_in(current_user.id, utc_now()))
    session.commit()
    return redirect("/receipt", 303)


@app.post("/check-in")
@login_required
def store() -> Response:
    """Insert the rows that a check-in with so many flags makes, and commit once."""
    _begin()
    now, person_id = utc_now(), current_user.id
    check_in = _check_in(person_id, now)
    session.add(check_in)
    session.flush()
    session.add(
        CheckInVersion(
            check_in_id=check_in.id,
            number=1,
            client_id=request.form["client_id"],
            answers=check_in.answers,
            stored_at=now,
        )
    )
    flags = [_flag(check_in, rule, now) for rule in request.args.getlist("rule")]
    session.add_all(flags)
    session.flush()
    session.add_all(FlagEvent(flag_id=flag.id, kind=EventKind.RAISED, at=now, inputs=flag.inputs) for flag in flags)
    subjects = [f"flag:{flag.id}" for flag in flags] + [f"check_in:{check_in.id}"]
    session.add_all(
        AuditEntry(at=now, actor_id=person_id, action="sent", subject=subject, participant_id=person_id, details={})
        for subject in subjects
    )
    session.commit()
    return redirect("/receipt", 303)


def _begin() -> None:
    """Write from the start of the transaction, as the product does: SQLite has one writer at a time."""
    session.rollback()
    session.connection(execution_options={IMMEDIATE: True})


def _check_in(person_id: int, now: datetime) -> CheckIn:
    form = request.form
    answers = {
        name: form.getlist(name) if name in SEVERAL else value
        for name, value in form.items()
        if name not in NOT_ANSWERS
    }
    return CheckIn(
        participant_id=person_id,
        kind=Kind.DAILY,
        day=date.fromisoformat(form["day"]),
        definition_version="1",
        answers=answers,
        craving_now=int(form["craving_now"]),
        answered_at=now,
        arrived_at=now,
    )


def _flag(check_in: CheckIn, rule: str, now: datetime) -> Flag:
    return Flag(
        participant_id=check_in.participant_id,
        rule=rule,
        threshold_version_id=1,
        rule_version="1",
        severity=Severity.SAME_DAY,
        reason={"text": "Craving is %(craving)s of 10.", "values": {"craving": 9}},
        inputs={"craving_now": 9},
        check_in_id=check_in.id,
        answered_at=now,
        raised_at=now,
        due_at=now,
        state=State.OPEN,
    )
