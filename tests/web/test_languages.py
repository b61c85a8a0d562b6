"""Which language a page speaks: the address, then this browser's cookie, then the person, then the browser."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import HOST, Browser


def spoken(browser: Browser, path: str) -> str:
    """The language in which the page says that it is written."""
    html = browser.get(path).soup.html
    assert html is not None
    return str(html["lang"])


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("fr,es;q=0.4", "es"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("x" * 2000, "en"),
        ("es;q=NaN", "en"),
    ],
)
def test_a_visitor_is_spoken_to_as_their_browser_asks(app: Flask, accepted: str, language: str) -> None:
    assert spoken(Browser(app, accepted), "/help-now") == language


def test_the_address_wins_and_is_remembered(app: Flask) -> None:
    browser = Browser(app, "en")
    assert spoken(browser, "/help-now?language=es") == "es"
    assert spoken(browser, "/sign-in") == "es"
    assert spoken(browser, "/sign-in?language=en") == "en"
    assert spoken(browser, "/help-now") == "en"


@pytest.mark.parametrize("value", ["fr", "ES", "", "es'", "../es", "en-US", "\0", "%ff"])
def test_an_unknown_language_changes_nothing(app: Flask, value: str) -> None:
    browser = Browser(app, "es")
    answer = browser.client.get("/help-now", query_string={"language": value}, base_url=HOST)
    assert "Set-Cookie" not in answer.headers
    browser.client.set_cookie("language", value, domain="companion.example")
    assert spoken(browser, "/help-now") == "es"


def test_the_cookie_holds_the_language_and_nothing_else(browser: Browser) -> None:
    answer = browser.client.get("/help-now?language=es", base_url=HOST)
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("language=es; ")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"):
        assert attribute in cookie


@pytest.mark.usefixtures("clock")
def test_a_person_is_spoken_to_in_their_own_until_this_browser_says_otherwise(
    cast: Cast, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser("en")
    browser.sign_in(cast.luis.email, PASSWORD)
    assert spoken(browser, "/today") == "es"
    assert spoken(browser, "/today?language=en") == "en"
    assert spoken(browser, "/check-in") == "en"


@pytest.mark.parametrize("path", ["/help-now", "/tools", "/sign-in", "/sign-out", "/nothing-is-here"])
def test_every_page_has_its_way_to_the_other_language(browser: Browser, path: str) -> None:
    browser.get(f"{path}?a=1")
    assert browser.click("Español").path == f"{path}?a=1&language=es"
    assert browser.click("English").path == f"{path}?a=1&language=en"


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/plan/strategies", "/plan"),
        ("/plan/safety-plan", "/plan/safety-plan"),
        ("/check-in/draft", "/check-in"),
        ("/nothing/is/here", "/"),
    ],
)
def test_what_answers_a_post_has_its_way_to_a_page_that_can_be_opened(
    cast: Cast, browser: Browser, path: str, page: str
) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    assert browser.post(path, {"csrf_token": "old", "text": "A walk"}).status in {400, 404}
    links = [link["href"] for link in browser.page.soup.select("footer a[hreflang]")]
    assert links == [f"{page}?language=en", f"{page}?language=es"]
    assert browser.click("Español").status == 200


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "/%2F%2Fevil.example", "/%22%3E%3Cb%3E"])
def test_the_way_to_the_other_language_never_leaves_the_product(browser: Browser, path: str) -> None:
    answer = browser.client.get(f"{HOST}{path}", headers={"Accept-Language": "en"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert 'href="//' not in page
    assert 'href="/\\' not in page
    assert "<b>" not in page
