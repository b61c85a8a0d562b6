"""Who may open what: every address of the product, written down once, walked by every role and by nobody at all."""

import re
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import datetime
from enum import StrEnum

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Enrollment, Person
from client_app.services.join_links import link_for_staff
from client_app.web.access import audience_of
from tests.cast import Cast
from tests.factories import MONDAY_MORNING, PASSWORD, make_flag
from tests.support.calendars import make_series
from tests.support.pages import HOST, Browser
from tests.support.trusted_phones import end_sign_ins

EVERYONE = None
"""Signed in or not."""
SIGNED_IN = frozenset(Role)
PARTICIPANT, FAMILY = frozenset({Role.PARTICIPANT}), frozenset({Role.FAMILY_MEMBER})
STAFF, DIRECTOR = frozenset({Role.COUNSELOR, Role.DIRECTOR}), frozenset({Role.DIRECTOR})
COUNSELOR = frozenset({Role.COUNSELOR})

TABLE: dict[str, tuple[str, frozenset[Role] | None]] = {
    # for everyone, signed in or not
    "/": ("GET", EVERYONE),
    "/sign-in": ("GET POST", EVERYONE),
    "/sign-out": ("GET POST", EVERYONE),
    "/join": ("GET", EVERYONE),
    "/join/<token>": ("GET POST", EVERYONE),
    "/help-now": ("GET", EVERYONE),
    "/tools": ("GET", EVERYONE),
    "/healthz": ("GET", EVERYONE),
    "/csrf-token": ("GET", EVERYONE),
    "/static/<filename>": ("GET", EVERYONE),
    # for everyone who is signed in
    "/settings": ("GET", SIGNED_IN),
    "/settings/sign-ins": ("GET", SIGNED_IN),
    "/settings/sign-ins/<sign_in_id>/end": ("POST", SIGNED_IN),
    "/settings/sign-ins/end-others": ("POST", SIGNED_IN),
    "/settings/password": ("GET POST", SIGNED_IN),
    "/settings/language": ("GET POST", SIGNED_IN),
    "/sign-in/time-left": ("GET", SIGNED_IN),
    "/sign-in/stay": ("POST", SIGNED_IN),
    # for participants
    "/today": ("GET", PARTICIPANT),
    "/check-in": ("GET POST", PARTICIPANT),
    "/check-in/draft": ("POST", PARTICIPANT),
    "/check-in/receipt": ("GET", PARTICIPANT),
    "/check-ins": ("GET", PARTICIPANT),
    "/settings/record": ("GET", PARTICIPANT),
    "/plan": ("GET", PARTICIPANT),
    "/plan/strategies": ("POST", PARTICIPANT),
    "/plan/strategies/<strategy_id>/move": ("POST", PARTICIPANT),
    "/plan/strategies/<strategy_id>/remove": ("POST", PARTICIPANT),
    "/plan/reasons": ("POST", PARTICIPANT),
    "/plan/reasons/<reason_id>/remove": ("POST", PARTICIPANT),
    "/plan/safety-plan": ("GET POST", PARTICIPANT),
    "/settings/contact": ("GET POST", PARTICIPANT),
    "/settings/phones": ("GET POST", PARTICIPANT),
    "/settings/phones/<phone_id>/end": ("POST", PARTICIPANT),
    "/settings/phones/end-all": ("POST", PARTICIPANT),
    "/settings/reminders": ("GET POST", PARTICIPANT),
    "/settings/reminders/snooze": ("POST", PARTICIPANT),
    "/settings/reminders/away": ("POST", PARTICIPANT),
    "/settings/reminders/back": ("POST", PARTICIPANT),
    "/settings/reminders/test": ("POST", PARTICIPANT),
    "/settings/reminders/test-state": ("GET", PARTICIPANT),
    "/today/nudges/<nudge_id>/seen": ("POST", PARTICIPANT),
    "/schedule": ("GET", PARTICIPANT),
    "/schedule/<key>": ("GET", PARTICIPANT),
    "/schedule/<key>/absence": ("POST", PARTICIPANT),
    "/schedule/<key>/absence/take-back": ("POST", PARTICIPANT),
    # for those who read
    "/triage": ("GET", STAFF),
    "/triage/rows": ("GET", STAFF),
    "/triage/flags/<flag_id>": ("GET", STAFF),
    "/triage/flags/<flag_id>/claim": ("POST", STAFF),
    "/triage/flags/<flag_id>/note": ("POST", STAFF),
    "/triage/flags/<flag_id>/resolve": ("POST", STAFF),
    "/triage/flags/<flag_id>/undo": ("POST", STAFF),
    "/triage/flags/<flag_id>/reopen": ("POST", STAFF),
    "/participants": ("GET", STAFF),
    "/participants/<participant_id>": ("GET", STAFF),
    "/participants/<participant_id>/read": ("POST", STAFF),
    "/participants/<participant_id>/medication": ("POST", STAFF),
    "/participants/<participant_id>/plan": ("POST", STAFF),
    "/participants/<participant_id>/nudge": ("POST", STAFF),
    "/participants/<participant_id>/contact": ("GET POST", STAFF),
    "/participants/<participant_id>/reset-link": ("GET POST", STAFF),
    "/participants/<participant_id>/enrollment": ("GET POST", STAFF),
    "/participants/<participant_id>/enrollment/start": ("POST", STAFF),
    "/participants/<participant_id>/enrollment/end": ("GET POST", STAFF),
    "/participants/invite": ("GET POST", COUNSELOR),
    "/participants/<participant_id>/phase": ("GET POST", STAFF),
    "/groups": ("GET", STAFF),
    "/groups/new": ("GET POST", STAFF),
    "/groups/holidays": ("GET POST", STAFF),
    "/groups/holidays/<day>/remove": ("POST", STAFF),
    "/appointments/<key>": ("GET", STAFF),
    "/appointments/<key>/change": ("GET POST", STAFF),
    "/appointments/<key>/cancel": ("POST", STAFF),
    "/appointments/<key>/restore": ("POST", STAFF),
    # for families and directors
    "/family": ("GET", FAMILY),
    "/program": ("GET", DIRECTOR),
    "/program/staff/invite": ("GET POST", DIRECTOR),
    "/program/staff/<person_id>/reset-link": ("GET POST", DIRECTOR),
    "/program/participants/invite": ("GET POST", DIRECTOR),
    "/program/check-in": ("GET POST", DIRECTOR),
    "/program/rules": ("GET POST", DIRECTOR),
    "/program/figures": ("GET", DIRECTOR),
    "/program/details": ("GET POST", DIRECTOR),
    "/program/crisis-lines": ("GET", DIRECTOR),
    "/program/crisis-lines/new": ("GET POST", DIRECTOR),
    "/program/crisis-lines/<code>": ("GET POST", DIRECTOR),
    "/program/crisis-lines/<code>/confirm": ("POST", DIRECTOR),
    "/program/crisis-lines/<code>/hide": ("POST", DIRECTOR),
    "/program/crisis-lines/<code>/show": ("POST", DIRECTOR),
    "/program/staff": ("GET", DIRECTOR),
    "/program/staff/<person_id>": ("GET", DIRECTOR),
    "/program/staff/<person_id>/cover": ("POST", DIRECTOR),
    "/program/staff/<person_id>/back": ("POST", DIRECTOR),
    "/program/staff/<person_id>/hand-over": ("POST", DIRECTOR),
    "/program/staff/<person_id>/disable": ("POST", DIRECTOR),
    "/program/staff/<person_id>/enable": ("POST", DIRECTOR),
    "/program/participants": ("GET", DIRECTOR),
    "/program/participants/<participant_id>/counselor": ("POST", DIRECTOR),
}
POLLS = {"/triage/rows", "/sign-in/time-left", "/settings/reminders/test-state"}
"""Asked by the page itself: they do not keep a sign-in alive."""
ON_TRUSTED_PHONE = {"/check-in", "/check-in/draft", "/check-in/receipt"}
"""Open to a participant's trusted phone, on which nobody is signed in; with what is open to everyone, that is all."""


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
    key = make_series(cast.counselor.viewer, MONDAY_MORNING)
    shared = {"sign_in_id": "1", "strategy_id": "1", "reason_id": "1", "phone_id": "1", "filename": "css/app.css"}
    shared |= {"token": link.token, "person_id": str(cast.counselor.id), "code": "988"}
    shared |= {"key": key, "day": "2026-11-24", "nudge_id": "1"}
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
            assert re.fullmatch(r"[a-z]*(-[a-z]+)*", part), f"{rule.rule} is not kebab-case"


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
