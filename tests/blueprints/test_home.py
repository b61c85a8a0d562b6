"""The way from / to a person's own first page."""

import pytest

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser


def test_a_visitor_is_led_to_the_sign_in_page(browser: Browser) -> None:
    page = browser.get("/")
    assert (page.status, page.path, page.heading) == (200, "/sign-in", "Sign in")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("part", "home"),
    [
        ("ana", "/today"),
        ("counselor", "/triage"),
        ("cover", "/triage"),
        ("family_member", "/family"),
        ("director", "/program"),
    ],
)
def test_a_person_is_led_to_their_own_first_page(cast: Cast, browser: Browser, part: str, home: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get("/").path == home


def test_the_way_is_not_kept_by_any_cache(browser: Browser) -> None:
    answer = browser.client.get("/", base_url="https://companion.example")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (303, "no-store")
