"""What is said when something is not done, and what is not written down about it."""

import pytest
from flask import Flask, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from client_app.domain.refusals import Busy, Invalid, Postponed, Refused, TooManyTries
from client_app.domain.sentences import Sentence
from client_app.extensions import db
from tests.support.pages import Browser


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("es", "es")])
def test_an_unknown_address_is_a_page_with_a_way_on(app: Flask, language: str, lang: str) -> None:
    page = Browser(app, language).get("/nothing-is-here")
    assert page.status == 404
    assert page.has(f'html[lang="{lang}"]')
    assert page.has('main a[href="/"]')
    assert page.has('main a[href="/help-now"]')


def test_htmx_gets_the_sentence_alone_for_the_status_region(browser: Browser) -> None:
    browser.get("/help-now")
    answer = browser.fragment("/nothing-is-here")
    assert (answer.status, answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == (404, "#status", "innerHTML")
    assert answer.text == "There is no page here, or it is not yours to see."


def test_an_error_of_the_database_repeats_no_value(context: Flask) -> None:
    with pytest.raises(SQLAlchemyError) as failed:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE note = :note"), {"note": "I drank last night"})
    assert context.name
    assert "I drank" not in str(failed.value)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(TooManyTries(Sentence("Wait."), 90), 429), (Busy(Sentence("Wait."), 3), 503), (Invalid(Sentence("Wait.")), 422)],
)
def test_what_is_only_postponed_says_until_when(context: Flask, refusal: Refused, status: int) -> None:
    with context.test_request_context():
        answer = context.handle_user_exception(refusal)
    assert isinstance(answer, Response)
    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == (str(refusal.seconds) if isinstance(refusal, Postponed) else None)
