"""Who may open what: every address of the product, written down once, walked by every role and by nobody at all."""

import re
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import datetime, time
from enum import StrEnum

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Enrollment, Person
from client_app.services.calendar_feeds import NO_LINK, make_feed
from client_app.services.join_links import link_for_staff
from client_app.web.access import audience_of
from tests.architecture.audiences import EVERYONE, ON_TRUSTED_PHONE, POLLS, TABLE
from tests.cast import Cast
from tests.factories import MONDAY_MORNING, PASSWORD, make_flag
from tests.support.calendars import a_session, make_phase, make_series
from tests.support.pages import HOST, Browser
from tests.support.trusted_phones import end_sign_ins


class Visitor(StrEnum):
    """Who walks through the product."""

    NOBODY = "nobody"
    PARTICIPANT = "ana"
    COUNSELOR = "counselor"
    FAMILY_MEMBER = "family_member"
    DIRECTOR = "director"
    TRUSTED_PHONE = "trusted phone"
    """Ana's, on which nobody is signed in."""
    DISABLED = "disabled"
    """Ana, signed in and with a trusted phone, then disabled."""
    ENDED = "ended"
    """Ana, signed in, after her enrollment has ended."""

    @property
    def part(self) -> str:
        """Who of the cast it is."""
        return "ana" if self in {Visitor.TRUSTED_PHONE, Visitor.DISABLED, Visitor.ENDED} else self.value

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody is."""
        return self not in {Visitor.NOBODY, Visitor.TRUSTED_PHONE, Visitor.DISABLED}


def plain(rule: Rule) -> str:
    """The rule's address, its places named without their kind."""
    return re.sub(r"<(?:[^:>]+:)?(\w+)>", r"<\1>", rule.rule)


def rules(app: Flask) -> Iterator[Rule]:
    """Every address of the product."""
    yield from app.url_map.iter_rules()


@pytest.fixture
def places(cast: Cast, now: datetime) -> dict[str, dict[str, str]]:
    """What stands in the places of an address, for each visitor something that is theirs to see."""
    luis = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.luis.id)).one()
    luis.caseload_id = None  # so that the director reads
    db.session.commit()
    link = link_for_staff(cast.director.viewer, cast.counselor.id, now)
    key = make_series(cast.counselor.viewer, MONDAY_MORNING, session=a_session(time(9, 5)))  # it is about to begin
    shared = {"sign_in_id": "1", "strategy_id": "1", "reason_id": "1", "phone_id": "1", "filename": "css/app.css"}
    shared |= {"token": link.token, "person_id": str(cast.counselor.id), "code": "988"}
    shared |= {"key": key, "day": "2026-11-24", "line": "questions", "criterion_id": "1", "subject": "schedule"}
    shared |= {"nudge_id": "1"}
    shared |= {"phase_id": str(make_phase(cast.program_id, MONDAY_MORNING, "Five days", 5))}
    shared |= {"feed_token": make_feed(cast.luis.viewer, NO_LINK, now)}
    ana = shared | {"participant_id": str(cast.ana.id), "flag_id": str(make_flag(cast.ana.id).id)}
    of_luis = shared | {"participant_id": str(cast.luis.id), "flag_id": str(make_flag(cast.luis.id).id)}
    return {visitor: of_luis if visitor is Visitor.DIRECTOR else ana for visitor in Visitor}


def test_every_address_is_in_the_table_with_its_methods(app: Flask) -> None:
    found: dict[str, set[str]] = {}
    for rule in rules(app):
        found.setdefault(plain(rule), set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    assert found == {path: set(methods.split()) for path, (methods, _) in TABLE.items()}


def test_every_route_declares_its_audience(app: Flask) -> None:
    with app.app_context():
        for rule in rules(app):
            audience = audience_of(rule.endpoint)
            assert audience is not None, f"{rule.endpoint} is closed: it declares no audience"
            declared = EVERYONE if audience.everyone else audience.roles
            assert declared == TABLE[plain(rule)][1], rule.rule
            assert audience.is_poll is (plain(rule) in POLLS), rule.rule
            assert audience.trusted_phone is (plain(rule) in ON_TRUSTED_PHONE), rule.rule


def test_addresses_are_plain(app: Flask) -> None:
    for rule in rules(app):
        for part in re.sub(r"<[^>]+>", "", rule.rule).split("/"):
            assert re.fullmatch(r"[a-z]*(-[a-z]+)*(\.[a-z]+)?", part), f"{rule.rule} is not kebab-case"


def test_a_route_that_declares_nothing_is_closed_to_everybody(app: Flask, cast: Cast, browser: Browser) -> None:
    """The health page, with its audience taken away."""
    view = app.view_functions["health.show_health"]
    app.view_functions["health.show_health"] = lambda: "open"
    try:
        assert browser.get("/healthz").status == 404
        browser.sign_in(cast.director.email, PASSWORD)
        assert browser.get("/healthz").status == 404
    finally:
        app.view_functions["health.show_health"] = view


def come_in(browser: Browser, cast: Cast, visitor: Visitor, now: datetime) -> None:
    """Let the visitor's browser be what it is when the walk begins."""
    if visitor is Visitor.NOBODY:
        return
    browser.sign_in(cast.everyone[visitor.part].email, PASSWORD)
    if visitor in {Visitor.TRUSTED_PHONE, Visitor.DISABLED}:
        browser.get("/settings/phones")
        browser.submit("form#trust-phone")
    if visitor is Visitor.TRUSTED_PHONE:
        end_sign_ins(cast.ana)
    elif visitor is Visitor.DISABLED:
        db.session.get_one(Person, cast.ana.id).disabled_at = now
    elif visitor is Visitor.ENDED:
        enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
        enrollment.ended_on = now.date()
    db.session.commit()


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("visitor", list(Visitor))
def test_every_door_opens_for_its_audience_only(
    cast: Cast,
    now: datetime,
    open_browser: Callable[..., Browser],
    places: dict[str, dict[str, str]],
    visitor: Visitor,
) -> None:
    browser = open_browser()
    come_in(browser, cast, visitor, now)
    role = cast.everyone[visitor.part].viewer.role if visitor.is_signed_in else None
    wrong = {}
    for path, (methods, audience) in TABLE.items():
        for method in ("GET", "POST"):
            address = re.sub(r"<(\w+)>", lambda place: places[visitor][place[1]], path)
            # A context of its own: Flask would share the test's, and with it whoever an earlier request found.
            answer = Context().run(browser.client.open, address, method=method, base_url=HOST, buffered=True)
            is_taken = visitor is Visitor.TRUSTED_PHONE and path in ON_TRUSTED_PHONE
            is_open = audience is EVERYONE or role in audience or is_taken
            told = told_of(is_open=is_open, is_offered=method in methods.split(), method=method, role=role, path=path)
            leads_to_sign_in = answer.headers.get("Location", "").startswith("/sign-in?next=/")
            seen = "sign in" if leads_to_sign_in else answer.status_code
            if seen not in told:
                wrong[f"{method} {address}"] = (seen, told)
    assert wrong == {}


def told_of(*, is_open: bool, is_offered: bool, method: str, role: Role | None, path: str) -> set[object]:
    """What a visitor may be answered; a post brings no form token, so that nothing is ever changed by it."""
    if not is_open:
        return {404} if role else {"sign in"} if method == "GET" else {401}
    if not is_offered:
        return {405}
    if method == "POST":
        return {303} if path == "/sign-out" else {400}
    return {200, 204, 303}
