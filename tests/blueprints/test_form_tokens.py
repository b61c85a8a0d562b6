"""A fresh form token for a post that waited: anybody may ask, it works for this browser only, nothing keeps it."""

import json

import pytest

from tests.cast import Cast
from tests.support.check_in_posts import honest, send
from tests.support.pages import Browser
from tests.support.posts import check_ins_of
from tests.support.trusted_phones import on_trusted_phone

pytestmark = pytest.mark.usefixtures("clock")


def fetched(browser: Browser) -> str:
    """The token as a script of ours fetches it."""
    page = browser.fragment("/csrf-token")
    assert page.headers["Content-Type"] == "application/json"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in page.headers
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    return str(json.loads(page.body)["csrf_token"])


def test_nobody_has_to_sign_in_for_one(cast: Cast, browser: Browser) -> None:
    assert cast.ana.id
    assert len(fetched(browser)) > 32


def test_a_trusted_phone_whose_session_is_gone_sends_with_a_fresh_one(cast: Cast, browser: Browser) -> None:
    """The browser was closed over night, and with it went the cookie that the form's token belonged to."""
    on_trusted_phone(browser, cast.ana)
    browser.client.delete_cookie("__Host-companion", domain="companion.example")
    assert send(browser, honest(browser)).status == 400
    assert check_ins_of(cast.ana.id) == []
    token = fetched(browser)
    assert send(browser, honest(browser, csrf_token=token)).path == "/check-in/receipt"
    assert len(check_ins_of(cast.ana.id)) == 1


def test_another_browsers_token_is_no_token(cast: Cast, browser: Browser) -> None:
    token = fetched(Browser(browser.app))
    on_trusted_phone(browser, cast.ana)
    assert send(browser, honest(browser, csrf_token=token)).status == 400
    assert check_ins_of(cast.ana.id) == []
