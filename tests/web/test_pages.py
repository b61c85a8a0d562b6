"""What a cache may keep: public pages for visitors, with a tag to ask by; nothing that knows a person."""

import pytest

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import HOST, Browser

PUBLIC = ["/help-now", "/tools", "/sign-out"]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_a_public_page_is_asked_for_by_its_tag(browser: Browser, path: str, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    first = browser.client.get(path, headers=headers, base_url=HOST)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(first.vary.as_set(preserve_casing=True))
    assert "csrf_token" not in first.text if encoding == "identity" else first.headers["Content-Encoding"] == encoding
    again = browser.client.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]}, base_url=HOST)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", PUBLIC)
def test_another_language_is_another_page(browser: Browser, path: str) -> None:
    tag = browser.client.get(path, base_url=HOST).headers["ETag"]
    spanish = browser.client.get(path, headers={"Accept-Language": "es", "If-None-Match": tag}, base_url=HOST)
    assert spanish.status_code == 200


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("path", PUBLIC)
def test_for_a_signed_in_person_it_is_not_kept_and_has_no_tag(cast: Cast, browser: Browser, path: str) -> None:
    tag = browser.client.get(path, base_url=HOST).headers["ETag"]
    browser.sign_in(cast.ana.email, PASSWORD)
    page = browser.get(path, headers={"If-None-Match": tag})
    assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in page.headers


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("path", ["/today", "/check-in", "/check-ins", "/plan", "/sign-in", "/", "/nothing-is-here"])
def test_what_knows_a_person_or_holds_a_token_is_never_kept(cast: Cast, browser: Browser, path: str) -> None:
    browser.sign_in(cast.ana.email, PASSWORD)
    for client in (browser.client, Browser(browser.app).client):
        assert client.get(path, base_url=HOST).headers["Cache-Control"] == "no-store"


def test_every_answer_is_closed_to_what_is_not_ours(browser: Browser) -> None:
    static = browser.client.get("/static/css/app.css", base_url=HOST, buffered=True)
    assert static.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/help-now", "/healthz", "/nothing-is-here", "/static/nothing-is-here"):
        headers = browser.client.get(path, base_url=HOST).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Server" not in headers
