"""The cookie by which accounts know a browser again: signed, closed to scripts, and without a name."""

import json
from base64 import urlsafe_b64decode
from http.cookies import SimpleCookie

import pytest
from flask import Flask, Response

from client_app.domain.devices import Device
from client_app.domain.visits import Visit
from client_app.web.visits import MOST_ACCOUNTS, ONE_YEAR, remember_browser, this_visit

NAME = "__Host-browser"
ANA, LUIS = "ana@riverside.example", "luis@riverside.example"


def after(app: Flask, cookie: str, email: str) -> str:
    """The browser's cookie after somebody has signed in on it."""
    with app.test_request_context(headers={"Cookie": f"{NAME}={cookie}"}):
        response = Response()
        remember_browser(response, email)
    return SimpleCookie(response.headers["Set-Cookie"])[NAME].value


def visit(app: Flask, cookie: str = "", **headers: str) -> Visit:
    """What a request with this cookie says of itself."""
    with app.test_request_context(
        headers={"Cookie": f"{NAME}={cookie}", **headers}, environ_base={"REMOTE_ADDR": "203.0.113.7"}
    ):
        return this_visit()


@pytest.mark.usefixtures("database")
class TestKnownBrowser:
    """One browser on which several people sign in."""

    def test_it_is_known_to_each_account_that_signed_in_on_it(self, app: Flask) -> None:
        assert visit(app).known_key(ANA) is None
        cookie = after(app, "", ANA)
        assert visit(app, cookie).known_key(ANA)
        assert visit(app, cookie).known_key(LUIS) is None
        both = after(app, cookie, LUIS)
        assert visit(app, both).known_key(ANA) == visit(app, cookie).known_key(ANA)
        assert visit(app, both).known_key(LUIS)

    def test_it_names_nobody(self, app: Flask) -> None:
        payload = after(app, "", ANA).partition(".")[0]
        kept = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        assert len(kept) == 2
        assert all("ana" not in text for text in kept)

    @pytest.mark.parametrize("forged", ["", "x", "WyJhIl0.forged", "[]", "\u00f1"])
    def test_a_forged_one_is_no_browser(self, app: Flask, forged: str) -> None:
        found = visit(app, forged)
        assert (found.browser, found.known) == ("", frozenset())

    def test_the_latest_accounts_are_kept(self, app: Flask) -> None:
        cookie = ""
        for number in range(MOST_ACCOUNTS + 1):
            cookie = after(app, cookie, f"somebody{number}@riverside.example")
        found = visit(app, cookie)
        assert len(found.known) == MOST_ACCOUNTS
        assert found.known_key("somebody0@riverside.example") is None
        assert found.known_key("somebody1@riverside.example")

    def test_it_is_closed_to_scripts_and_lasts(self, app: Flask) -> None:
        with app.test_request_context():
            response = Response()
            remember_browser(response, ANA)
        for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax", f"Max-Age={ONE_YEAR}"):
            assert f"; {attribute}" in response.headers["Set-Cookie"]

    def test_a_visit_says_where_and_on_what(self, app: Flask) -> None:
        found = visit(app, **{"User-Agent": "Mozilla/5.0 (iPhone)"})
        assert (found.address, found.device) == ("203.0.113.7", Device.IPHONE)
