"""What pages leave in the audit record: each look, each refusal once, nothing for a poll that shows nobody new."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from client_app.domain.audit_actions import LOOKS
from client_app.extensions import db
from client_app.models import CheckIn, SignIn
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_flag
from tests.support.applications import Statements
from tests.support.flags import add_participant, unassign
from tests.support.pages import HOST, Browser
from tests.support.posts import Line, audit_lines

pytestmark = pytest.mark.usefixtures("clock")  # else the cast is weeks away from the real clock

Clock = time_machine.TimeMachineFixture
Count = Callable[[], AbstractContextManager[Statements]]


ABOUT_PEOPLE = ("/triage", "/participants")
TELLS_NOTHING = {
    "/triage/rows",
    "/participants/invite",
    "/participants/<int(max=2147483647):participant_id>/reset-link",
}
"""Pages of the team that show nobody: the poll, which is looked at below; an empty form; and the question whether to
make a link, which knows the name alone and leaves a line as soon as there is one.
"""


@pytest.fixture
def counselor(browser: Browser, cast: Cast) -> Browser:
    """Ana's counselor in front of the browser."""
    browser.sign_in(cast.counselor.email, PASSWORD)
    return browser


def kept(*but: str) -> list[Line]:
    """The record's lines without sign-ins, and without those of the other named actions."""
    return [line for line in audit_lines() if line.action not in {"person.signed_in", "person.signed_out", *but}]


def actions() -> list[str]:
    """The actions of these lines."""
    return [line.action for line in kept()]


def poll(browser: Browser) -> int:
    """Let the list ask for itself, as its address stands on the page."""
    found = browser.page.soup.select_one("#triage-rows[hx-get]")
    assert found is not None
    return browser.fragment(str(found["hx-get"])).status


def test_each_view_of_a_record_is_one_entry_with_what_it_read(cast: Cast, counselor: Browser) -> None:
    make_check_in(cast.ana.id, db.session.get_one(SignIn, 1).started_at, craving_now=4)
    for view in ("", "?view=good", "?older-than=5", ""):
        counselor.get(f"/participants/{cast.ana.id}{view}")
    assert actions() == [
        "check_in.read",
        "participant.check_ins_opened",
        "participant.good_days_opened",
        "participant.check_ins_opened",
        "participant.check_ins_opened",
    ]
    assert {(line.actor_id, line.participant_id) for line in kept()} == {(cast.counselor.id, cast.ana.id)}
    assert db.session.query(CheckIn).filter(CheckIn.read_at.is_(None)).count() == 0


def test_no_page_about_a_participant_opens_without_a_line(app: Flask, cast: Cast, counselor: Browser) -> None:
    numbers = {"participant_id": cast.ana.id, "flag_id": make_flag(cast.ana.id).id}
    silent = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule.startswith(ABOUT_PEOPLE) and rule.rule not in TELLS_NOTHING:
            before = len(audit_lines())
            _, path = rule.build(numbers) or ("", "")
            assert counselor.get(path).status == 200, rule.rule
            if not LOOKS & {line.action for line in audit_lines()[before:]}:
                silent.append(rule.rule)
    assert silent == []


def test_a_flag_that_is_opened_is_one_entry(cast: Cast, counselor: Browser) -> None:
    flag = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{flag}")
    [line] = kept()
    assert (line.action, line.subject, line.participant_id) == ("flag.opened", f"flags:{flag}", cast.ana.id)


@pytest.mark.parametrize(("path", "action"), [("/triage", "triage.opened"), ("/participants", "participants.opened")])
def test_a_list_is_one_entry_for_each_load(cast: Cast, counselor: Browser, path: str, action: str) -> None:
    other = add_participant(cast, "Ben")
    make_flag(cast.ana.id)
    make_flag(other)
    for _ in range(2):
        counselor.get(path)
    both = {"participants": sorted([cast.ana.id, other])}
    assert [(line.action, line.details) for line in kept()] == [(action, both)] * 2


def test_an_empty_list_shows_nobody(counselor: Browser) -> None:
    counselor.get("/triage")
    assert actions() == []


def test_a_poll_is_kept_only_for_a_new_name(cast: Cast, counselor: Browser) -> None:
    make_flag(cast.ana.id)
    counselor.get("/triage")
    assert poll(counselor) == 204
    make_flag(cast.ana.id, "call_me")
    assert poll(counselor) == 200  # the same name, another reason
    assert len(kept()) == 1
    other = add_participant(cast, "Ben")
    make_flag(other)
    for _ in range(3):
        assert poll(counselor) == 200
    assert [line.details["participants"] for line in kept()] == [[cast.ana.id], [cast.ana.id, other]]


def test_a_claim_within_the_list_shows_nobody_new(cast: Cast, counselor: Browser) -> None:
    make_flag(cast.ana.id)
    counselor.get("/triage")
    before = len(kept())
    counselor.swap("form[action$='/claim']", button="Claim")
    assert actions()[before:] == ["flag.claimed"]


def test_a_director_leaves_the_same_lines(cast: Cast, browser: Browser) -> None:
    flag = make_flag(cast.ana.id).id
    unassign(cast)
    browser.sign_in(cast.director.email, PASSWORD)
    for path in ("/triage", "/participants", f"/triage/flags/{flag}", f"/participants/{cast.ana.id}"):
        browser.get(path)
    opened = ["triage.opened", "participants.opened", "flag.opened", "participant.check_ins_opened"]
    assert [line.action for line in kept() if line.actor_id == cast.director.id] == opened


def test_a_look_costs_one_statement_more(cast: Cast, counselor: Browser, count_statements: Count) -> None:
    make_flag(cast.ana.id)
    counts = {}
    for path in ("/triage", "/participants", f"/participants/{cast.ana.id}"):
        with count_statements() as statements:
            counselor.get(path)
        counts[path] = len(statements)
        assert [one.split()[:3] for one in statements if not one.startswith("SELECT")] == [
            ["INSERT", "INTO", "audit_entries"]
        ]
    assert counts["/triage"] == 5  # who asks, the flags, the pictures, the phones, and that it was seen
    assert counts["/participants"] == 7
    assert counts[f"/participants/{cast.ana.id}"] <= 23  # phase, moves, absences, days away, quiet plan, nudges, phones


@pytest.mark.parametrize(
    ("who", "path", "endpoint"),
    [
        ("ana", "/triage", "flags.show_triage"),
        ("family_member", "/today", "today.show_today"),
        ("other_counselor", "/participants/{ana}", "participants.show_participant"),
        ("counselor", "/triage/flags/2147483647", "flags.show_flag"),
        ("ana", "/triage/flags/1/claim", "flags.claim"),
    ],
)
def test_a_door_that_stays_closed_is_kept_once_a_minute(
    cast: Cast, browser: Browser, clock: Clock, who: str, path: str, endpoint: str
) -> None:
    browser.sign_in(cast.everyone[who].email, PASSWORD)
    for _ in range(3):
        assert browser.get(path.format(ana=cast.ana.id)).status == 404
    [line] = kept("participants.opened", "triage.opened")
    assert (line.action, line.actor_id, line.participant_id) == ("access.refused", cast.everyone[who].id, None)
    assert line.details == {"endpoint": endpoint, "status": 404}
    clock.shift(timedelta(minutes=1))
    browser.get(path.format(ana=cast.ana.id))
    assert len(kept()) == 2


def test_a_post_from_elsewhere_and_one_without_its_token_are_kept(cast: Cast, counselor: Browser) -> None:
    flag = make_flag(cast.ana.id).id
    path = f"/triage/flags/{flag}/claim"
    assert counselor.post(path, {}).status == 400
    assert counselor.post(f"{path[:-5]}undo", {}, headers={"Sec-Fetch-Site": "cross-site"}).status == 400
    refused = [line.details for line in kept() if line.action == "access.refused"]
    assert refused == [{"endpoint": "flags.claim", "status": 400}, {"endpoint": "flags.undo", "status": 400}]


def test_who_was_too_late_is_kept(cast: Cast, counselor: Browser) -> None:
    flag = make_flag(cast.ana.id).id
    counselor.get(f"/triage/flags/{flag}")
    token = counselor.token
    for _ in range(2):
        counselor.post(f"/triage/flags/{flag}/claim", {"csrf_token": token, "revision": "1"})
    assert [line.details for line in kept() if line.action == "access.refused"] == [
        {"endpoint": "flags.claim", "status": 409}
    ]


@pytest.mark.parametrize("path", ["/nowhere", "/static/css/none.css", "/triage/flags/99999999999999999999"])
def test_what_leads_nowhere_refuses_nothing(counselor: Browser, path: str) -> None:
    assert counselor.get(path).status == 404
    assert actions() == []


def test_what_was_mistyped_is_no_refusal(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    browser.get("/plan")
    assert browser.submit("form[action='/plan/reasons']", text="").status == 422
    assert actions() == []


def test_nobody_signed_in_leaves_no_line(cast: Cast, browser: Browser) -> None:
    assert cast.ana.id
    browser.get("/today")
    browser.post("/check-in", {})
    assert audit_lines() == []


def test_a_cookie_that_comes_back_after_signing_out_is_kept(cast: Cast, browser: Browser, clock: Clock) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    copied = browser.client.get_cookie("__Host-companion", domain="companion.example")
    assert copied is not None
    browser.sign_out()
    browser.client.set_cookie("__Host-companion", copied.value, domain="companion.example", secure=True, httponly=True)
    for _ in range(2):
        assert browser.client.get("/today", base_url=HOST).status_code == 303
    [line] = kept()
    assert (line.action, line.actor_id, line.participant_id) == ("person.sign_in_replayed", None, cast.ana.id)
    assert line.details == {"endpoint": "today.show_today"}
    clock.shift(timedelta(minutes=1))
    assert browser.client.post("/check-in", base_url=HOST).status_code == 401
    assert [line.details for line in kept()][1:] == [{"endpoint": "check_ins.send_check_in"}]


def test_a_sign_in_that_ran_out_is_everyday(cast: Cast, browser: Browser, clock: Clock) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    clock.shift(timedelta(minutes=31))
    browser.client.get("/today", base_url=HOST)
    assert actions() == []


def test_a_wrong_password_is_kept_whoever_it_was_for(cast: Cast, browser: Browser) -> None:
    for email in (cast.ana.email, "nobody@riverside.example"):
        browser.get("/sign-in")
        browser.submit("form[action^='/sign-in']", email=email, password="not this one at all")
    assert [(line.action, line.participant_id, line.details) for line in audit_lines()] == [
        ("person.sign_in_failed", cast.ana.id, {}),
        ("person.sign_in_failed", None, {}),
    ]
