"""While the database does not answer, help and the page that says so still stand, for signed-in people too."""

import pytest

from tests.support.applications import build
from tests.support.page_rules import breaches
from tests.support.pages import HOST, Page, words


def opened(path: str, typed: dict[str, str] | None = None) -> Page:
    """What a browser gets that was signed in before, posting what is typed; nobody listens on the database's socket."""
    client = build("postgresql+psycopg://companion:hush@/companion?host=/nowhere").test_client()
    with client.session_transaction(base_url=HOST) as cookie:
        cookie["_user_id"] = "a token from before"
    headers = {"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"}
    answer = client.open(path, method="POST" if typed else "GET", data=typed, base_url=HOST, headers=headers)
    page = Page(path, answer.status_code, answer.headers, answer.get_data(as_text=True))
    assert not list(breaches(page.soup, page.headers, whole=True, signed_in=False))
    return page


def test_help_now_needs_no_database() -> None:
    page = opened("/help-now")
    assert page.status == 200
    assert page.has('a[href="tel:988"]')


@pytest.mark.parametrize("path", ["/tools", "/sign-out", "/sign-in"])
def test_public_pages_need_no_database(path: str) -> None:
    assert opened(path).status == 200


def test_a_personal_page_says_whose_fault_it_is_and_where_help_is(caplog: pytest.LogCaptureFixture) -> None:
    page = opened("/today")
    assert page.status == 500
    assert "It is not your fault" in page.text
    assert page.has('main a[href="/help-now"]')
    assert "hush" not in caplog.text


@pytest.mark.parametrize("path", ["/check-in", "/check-in/draft"])
def test_an_answer_that_calls_for_help_needs_no_database(path: str) -> None:
    page = opened(path, {"safety": "active"})
    assert (page.status, page.has("#urgent-help a[href='tel:988']")) == (500, True)
    assert not opened(path, {"safety": "no"}).has("#urgent-help")


def test_an_address_that_is_not_there_is_still_not_there() -> None:
    page = opened("/nothing-is-here")
    assert (page.status, words(page.soup.select_one("h1"))) == (404, "That did not work")
