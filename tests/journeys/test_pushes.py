"""Pushes in a real Chromium with the real service worker: turned on by a tap, shown with nothing private, tapped."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from client_app.domain.local_days import local_day
from client_app.services.check_ins import send_check_in
from tests.cast import Cast, Member
from tests.factories import PASSWORD
from tests.journeys.test_weights import weights
from tests.support.accessibility import axe
from tests.support.browser import LiveServer, OpenPage, sign_in
from tests.support.posts import a_post
from tests.support.push_subscriptions import living, rows
from tests.support.pushing_server import KEYS, Pushes, pushing_server, with_push_service
from tests.support.trusted_phones import end_sign_ins

PLACE = "/push/subscriptions"
IPHONE = """
Object.defineProperty(navigator, "userAgent", { get: () => "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)" });
navigator.standalone = false;
"""


@pytest.fixture(scope="module")
def _pushing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with pushing_server(tmp_path_factory.mktemp("pushing")) as server:
        yield server


@pytest.fixture
def live_server(_pushing: LiveServer) -> Iterator[LiveServer]:
    """The running product, which can push."""
    yield _pushing
    _pushing.database.wipe()


def checked_in(page: Page, member: Member) -> Page:
    """Look at the receipt of a check-in that was just sent."""
    now = datetime.now(UTC)
    send_check_in(member.viewer, a_post(day=local_day(now, ZoneInfo(member.viewer.zone))), now)
    sign_in(page, member.email, PASSWORD)
    page.goto("/check-in/receipt")
    return page


def test_after_the_first_check_in_one_tap_turns_reminders_on(cast: Cast, open_page: OpenPage) -> None:
    page = with_push_service(open_page(width=320))
    checked_in(page, cast.ana)
    axe(page)
    page.get_by_role("button", name="Yes, remind me").click()
    expect(page.get_by_text("Reminders are on for this phone.")).to_be_visible()
    assert rows() == [("played-1", cast.ana.id, None)]
    axe(page)
    page.goto("/settings/reminders")
    expect(page.locator("#devices")).to_contain_text("this one")
    expect(page.get_by_role("button", name="Add this device")).to_be_hidden()
    axe(page)
    page.locator("#devices li").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Add this device")).to_be_visible()
    assert living() == []
    page.get_by_role("button", name="Add this device").click()
    expect(page.locator("#devices")).to_contain_text("this one")
    assert living() == ["played-1"]
    page.goto("/check-in/receipt")
    expect(page.locator("#push")).to_have_count(0)


PRIVATE = re.compile(r"ana|companion|riverside|check.?in|craving|recovery|program|counselor|sober|drug", re.IGNORECASE)
PUSHED = {"title": "You have a reminder.", "lang": "en", "dir": "ltr", "tag": "check-in", "navigate": "/check-in"}
SAID = [
    (json.dumps({"web_push": 8030, "notification": PUSHED}), "You have a reminder.", "/check-in"),
    (json.dumps({"web_push": 8030, "notification": PUSHED}).ljust(768), "You have a reminder.", "/check-in"),
    (json.dumps({"web_push": 8030, "notification": {**PUSHED, "navigate": "https://evil.example/"}}), None, "/"),
    (json.dumps({"web_push": 8030, "notification": {**PUSHED, "navigate": "//evil.example/"}}), None, "/"),
    (json.dumps({"web_push": 8030, "notification": {**PUSHED, "navigate": "javascript:alert(1)"}}), None, "/"),
    (json.dumps({"web_push": 8030, "notification": {**PUSHED, "navigate": 7, "tag": [1], "dir": "up"}}), None, "/"),
    (json.dumps({"web_push": 8030, "notification": {"title": ""}}), None, "/"),
    (json.dumps({"web_push": 8030, "notification": {"title": 7}}), None, "/"),
    (json.dumps({"web_push": 8031, "notification": {"title": "Your craving"}}), None, "/"),
    (json.dumps({"web_push": 8030}), None, "/"),
    ("null", None, "/"),
    ("not JSON", None, "/"),
    ("", None, "/"),
]


def test_whatever_is_pushed_is_shown_and_says_nothing_private(cast: Cast, open_page: OpenPage) -> None:
    page = with_push_service(open_page())
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/settings/reminders")
    page.get_by_role("button", name="Add this device").click()
    expect(page.locator("#devices")).to_contain_text("this one")
    pushes = Pushes(page)
    for data, title, path in SAID:
        pushes.deliver(data)
        [shown] = pushes.shown()
        assert shown["title"] == (title or "You have a reminder."), data
        assert shown["navigate"] == f"{pushes.origin}{path}", data
        assert not PRIVATE.search(f"{shown['title']} {shown['body']}")
        pushes.close()


def test_a_tap_opens_the_right_page_and_takes_nothing_that_is_typed(cast: Cast, open_page: OpenPage) -> None:
    page = with_push_service(open_page())
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/settings/reminders")
    page.get_by_role("button", name="Add this device").click()
    expect(page.locator("#devices")).to_contain_text("this one")
    pushes = Pushes(page)
    page.goto("/today")
    pushes.deliver(json.dumps({"web_push": 8030, "notification": {**PUSHED, "navigate": f"{pushes.origin}/schedule"}}))
    pushes.shown()
    pushes.tap()
    expect(page).to_have_url(re.compile("/schedule$"))
    assert pushes.shown(0) == []
    pushes.deliver(json.dumps({"web_push": 8030, "notification": PUSHED}))
    pushes.shown()
    pushes.tap()
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile("/schedule$"))  # no home: another window is for it


def test_each_start_of_the_app_looks_again(cast: Cast, open_page: OpenPage) -> None:
    page = with_push_service(open_page())
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/settings/reminders")
    page.get_by_role("button", name="Add this device").click()
    expect(page.locator("#devices")).to_contain_text("this one")
    # the browser has lost its subscription, and the app is begun again
    page.evaluate("() => { localStorage.removeItem('played-subscription'); sessionStorage.clear(); }")
    with page.expect_response(lambda answer: answer.url.endswith(PLACE) and answer.request.method == "POST"):
        page.goto("/today")
    assert rows() == [("played-1", cast.ana.id, "replaced"), ("played-2", cast.ana.id, None)]
    page.goto("/settings/reminders")
    page.locator("#devices li").get_by_role("button", name="Remove").click()
    page.evaluate("() => sessionStorage.clear()")
    with page.expect_response(lambda answer: answer.url.endswith(PLACE)) as asked:
        page.goto("/today")
    assert asked.value.json()["going"] == "off"
    assert living() == []


def test_an_iphone_in_the_browser_is_shown_the_home_screen(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(width=320, language="es")
    page.add_init_script(IPHONE)
    checked_in(page, cast.luis)
    expect(page.get_by_text("Elige Añadir a pantalla de inicio.")).to_be_visible()
    expect(page.locator("[data-turn-on]")).to_be_hidden()
    axe(page)
    page.get_by_role("button", name="Ahora no").click()
    expect(page).to_have_url(re.compile("/check-in/receipt$"))
    expect(page.locator("#push")).to_have_count(0)


def test_a_no_of_the_phone_is_taken_calmly_and_asked_once(cast: Cast, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script("Notification.requestPermission = async () => 'denied';")
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'default' });")
    checked_in(page, cast.ana)
    page.get_by_role("button", name="Yes, remind me").click()
    expect(page.get_by_text("That is fine.")).to_be_visible()
    axe(page)
    page.reload()
    expect(page.locator("#push")).to_have_count(0)


def test_pages_that_look_after_pushes_stay_light(cast: Cast, open_page: OpenPage) -> None:
    page = with_push_service(open_page())
    checked_in(page, cast.ana)
    for path in ("/today", "/check-in/receipt", "/settings/reminders"):
        first, later = weights(page, path)
        assert (first < 25_000, later < 5_000) == (True, True), (path, first, later)


CHANGED = """
(address) => {
  const event = new ExtendableEvent("pushsubscriptionchange");
  event.newSubscription = { endpoint: address, options: {}, toJSON: () => ({ endpoint: address, keys: KEYS }) };
  self.dispatchEvent(event);
}
""".replace("KEYS", KEYS)


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_changed_address_is_renewed_by_the_worker_alone(cast: Cast, open_page: OpenPage, is_signed_in: bool) -> None:
    page = with_push_service(open_page())
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/settings/phones")
    page.get_by_role("button", name="Trust this phone").click()
    page.goto("/settings/reminders")
    page.get_by_role("button", name="Add this device").click()
    expect(page.get_by_text("this one")).to_be_visible()
    if not is_signed_in:  # a trusted phone renews its own without a session
        end_sign_ins(cast.ana)
        page.goto("/check-in")
    address = "https://fcm.googleapis.com/fcm/send/renewed"
    with page.context.expect_event(
        "response", lambda answer: answer.url.endswith(PLACE) and answer.request.method == "POST"
    ) as answered:
        page.context.service_workers[0].evaluate(CHANGED, address)
    assert answered.value.status == 200
    assert rows() == [("played-1", cast.ana.id, "replaced"), ("renewed", cast.ana.id, None)]
