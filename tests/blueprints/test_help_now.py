"""``/help-now``: lines to call, for everybody, at once."""

from collections.abc import Callable

import pytest
from flask import Flask

from client_app.extensions import db
from client_app.gateways.content import crisis_lines
from client_app.models import Program
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")


def test_each_line_can_be_called_and_says_when_it_was_checked(browser: Browser) -> None:
    page = browser.get("/help-now")
    for line in crisis_lines():
        assert page.has(f'main a[href="tel:{line.tel}"]')
        assert line.name.en in page.text
    assert page.has('main a[href="sms:988"]')
    assert page.has('main a[href="https://988lifeline.org"]')
    assert page.text.count("Checked on November 1, 2026") == len(crisis_lines())


def test_the_lines_speak_spanish(app: Flask) -> None:
    page = Browser(app, "es").get("/help-now")
    assert page.has('html[lang="es"]')
    assert "Línea de Prevención del Suicidio" in page.text
    assert "1 de noviembre de 2026" in page.text


def test_a_signed_out_page_holds_no_token_and_is_asked_for_only_once(browser: Browser) -> None:
    page = browser.get("/help-now")
    assert not page.has("[name=csrf_token]")
    assert "Set-Cookie" not in page.headers
    again = browser.client.get(
        "/help-now", base_url="https://companion.example", headers={"If-None-Match": page.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("part", ["ana", "counselor", "family_member", "director"])
def test_signed_in_people_find_their_programs_own_line(cast: Cast, browser: Browser, part: str) -> None:
    program = db.session.get_one(Program, cast.program_id)
    program.on_call_name, program.on_call_phone = "Riverside on call", "+15555550199"
    db.session.commit()
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    page = browser.get("/help-now")
    assert page.has('main a[href="tel:+15555550199"]')
    assert "no-store" in page.headers["Cache-Control"]
    assert "ETag" not in page.headers


def test_nobody_else_sees_that_line(cast: Cast, open_browser: Callable[..., Browser]) -> None:
    db.session.get_one(Program, cast.program_id).on_call_phone = "+15555550199"
    db.session.commit()
    stranger = open_browser()
    assert not stranger.get("/help-now").has("#line-on-call")
    stranger.sign_in(cast.stranger.email, PASSWORD)
    assert not stranger.get("/help-now").has("#line-on-call")
