"""Where a post comes from when nothing but its form's token tells, and what is carried over a sign-in."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from client_app.extensions import db
from client_app.models import CheckIn, Flag
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.check_in_posts import NOTE, URL_ENCODED, Value, honest, send, sign_in
from tests.support.pages import HOST, Browser


def silently(browser: Browser, fields: Mapping[str, Value]) -> TestResponse:
    """Post as a program does that keeps cookies and says nothing of where a post comes from."""
    body = urlencode([(name, value) for name, value in fields.items() if value is not None], doseq=True)
    return browser.client.post("/check-in", data=body, content_type=URL_ENCODED, base_url=HOST.replace("https", "http"))


def rules(cast: Cast) -> list[str]:
    """The rules of Ana's flags."""
    db.session.rollback()
    return list(db.session.scalars(select(Flag.rule).where(Flag.participant_id == cast.ana.id)))


@pytest.fixture
def plain(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser on one's own machine, over plain HTTP."""
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", False)
    return Browser(app)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("fields", "status"),
    [({"note": "x" * 2001}, 422), ({"zz": "x" * 300_000}, 413)],
    ids=["a long note", "an over-large body"],
)
def test_a_form_with_its_own_token_is_believed(
    cast: Cast, plain: Browser, fields: Mapping[str, Value], status: int
) -> None:
    sign_in(plain, cast.ana)
    answer = silently(plain, honest(plain, safety="active", **fields))
    assert answer.status_code == status
    assert 'id="urgent-help"' in answer.text
    assert rules(cast) == ["safety_active"]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("token", [None, "forged"])
def test_a_form_without_its_own_token_raises_nothing(cast: Cast, plain: Browser, token: str | None) -> None:
    sign_in(plain, cast.ana)
    answer = silently(plain, honest(plain, safety="active", csrf_token=token))
    assert answer.status_code == 400
    assert rules(cast) == []


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("name", ["Origin", "Referer"])
@pytest.mark.parametrize("path", ["/check-in", "/check-in/draft", "/plan/strategies", "/sign-in"])
def test_an_address_that_is_none_is_a_foreign_one(cast: Cast, plain: Browser, name: str, path: str) -> None:
    sign_in(plain, cast.ana)
    fields = {"safety": "active", "text": "A walk"}
    sent = plain.client.post(path, data=fields, headers={name: "http://["}, base_url=HOST.replace("https", "http"))
    assert sent.status_code == 400
    assert rules(cast) == []


def test_a_page_that_is_none_is_not_led_back_to(browser: Browser) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://["}
    answer = browser.client.get("/triage/rows", headers=headers, base_url=HOST)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in?next=")


@pytest.mark.usefixtures("clock")
def test_a_form_left_open_in_another_tab_is_finished_after_signing_in_again(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    fields = honest(browser)
    browser.sign_out()
    page = send(browser, fields)
    assert page.status == 401
    assert [field["value"] for field in page.soup.select("main [name=note]")] == [NOTE]
    browser.signed_in = True
    assert browser.submit("main form", email=cast.ana.email, password=PASSWORD).path == "/check-in/receipt"
    assert db.session.scalars(select(CheckIn.participant_id)).all() == [cast.ana.id]


@pytest.mark.usefixtures("clock")
def test_it_is_not_finished_for_somebody_else(cast: Cast, browser: Browser) -> None:
    sign_in(browser, cast.ana)
    fields = honest(browser)
    browser.sign_out()
    send(browser, fields)
    browser.signed_in = True
    assert browser.submit("main form", email=cast.luis.email, password=PASSWORD).path == "/today"
    assert db.session.scalars(select(CheckIn.id)).all() == []


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("way", ["Leave now", "from another site"])
def test_nothing_is_carried_for_who_has_left_nor_from_elsewhere(cast: Cast, browser: Browser, way: str) -> None:
    sign_in(browser, cast.ana)
    fields = honest(browser)
    browser.signed_in = False
    is_leaving = way == "Leave now"
    browser.submit(
        f"form[action='/sign-out']{':has' if is_leaving else ':not(:has'}([name=leave]){'' if is_leaving else ')'}"
    )
    page = send(browser, fields, headers={} if is_leaving else {"Sec-Fetch-Site": "cross-site"})
    assert page.status == 401
    assert not page.has("[name=note]")


@pytest.mark.usefixtures("clock")
def test_a_post_that_says_nothing_is_carried_by_the_cookie_alone(cast: Cast, plain: Browser) -> None:
    sign_in(plain, cast.ana)
    fields = honest(plain)
    plain.sign_out()
    answer = silently(plain, fields)
    assert answer.status_code == 401
    assert NOTE in answer.text
