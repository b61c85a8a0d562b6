"""Whatever is posted to the check-in, honest or not: an answer with a sentence, never a fault. SQLite only."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from client_app.domain.definitions import ITEMS, SKIP
from client_app.extensions import db
from client_app.models import CheckIn, CheckInDraft
from tests.cast import assemble
from tests.factories import MONDAY_MORNING
from tests.support.check_in_posts import URL_ENCODED, sign_in
from tests.support.databases import Database
from tests.support.pages import Browser

FORM_FIELDS = ("client_id", "day", "kind", "answered_at", "answered", "csrf_token")
SENSIBLE = (
    *("", " ", SKIP, "no", "yes", "active", "passive", "opioid", "3", "10", "daily", "update", "change"),
    *("2026-11-23", "2026-11-22", "0001-01-01", "9999-12-31", "2026-11-23T15:00:00Z", "0001-01-01T00:00:00Z"),
    *("9999-12-31T23:59:59Z", "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"),
    *("NaN", "1e400", "１０", "-0", "own:1", "own:", "stress", "urge-timer", "\0", "%FF", "%(usual)s", "{{ 7 * 7 }}"),
)

names = st.sampled_from([*ITEMS, *FORM_FIELDS, "unknown"]) | st.text(max_size=12)
texts = st.sampled_from(SENSIBLE) | st.text(max_size=40) | st.text("x\r\n ", min_size=1990, max_size=2010)
values = texts.map(lambda text: quote(text, errors="surrogatepass").encode()) | st.binary(max_size=20)
fields = st.lists(st.tuples(names, values), max_size=12)
headers = st.fixed_dictionaries(
    {},
    optional={
        "HX-Request": st.sampled_from(["true", "false"]),
        "Sec-Fetch-Site": st.sampled_from(["same-origin", "cross-site", "none", "x"]),
        "Origin": st.sampled_from(["null", "https://evil.example", "//", "https://[", ""]),
    },
)


@pytest.fixture
def ana(database: Database, app: Flask) -> Iterator[Browser]:
    """Ana's browser, signed in and on the check-in."""
    if database.kind != "sqlite":
        pytest.skip("The shape of a post is read before any database is asked; one is enough for hundreds of posts.")
    with app.app_context():
        cast = assemble(MONDAY_MORNING)
    browser = Browser(app)
    sign_in(browser, cast.ana)
    yield browser
    with app.app_context():
        sent, kept = select(CheckIn.answers, CheckIn.day), select(CheckInDraft.answers, CheckInDraft.day)
        for answers, day in [*db.session.execute(sent), *db.session.execute(kept)]:
            assert answers.keys() <= ITEMS.keys()
            assert day.year == 2026


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("path", ["/check-in", "/check-in/draft"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(fields=fields, headers=headers, has_token=st.booleans())
def test_no_post_is_a_fault(
    ana: Browser, path: str, fields: list[tuple[str, bytes]], headers: dict[str, str], has_token: bool
) -> None:
    if not ana.page.has("[name=csrf_token]"):
        ana.get("/check-in?kind=update")
    token = [b"csrf_token=" + ana.token.encode()] if has_token else []
    body = b"&".join([*token, *(quote(name, errors="surrogatepass").encode() + b"=" + value for name, value in fields)])
    if path.endswith("draft"):
        headers = {"HX-Request": "true"} | headers
    page = ana.post(path, body, headers=headers, content_type=URL_ENCODED)
    assert page.status in {200, 400, 409, 422}
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("clock")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    body=st.binary(max_size=300),
    content_type=st.sampled_from(
        [
            URL_ENCODED,
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/json",
            "text/plain",
            "",
            "\t;",
        ]
    ),
)
def test_no_body_of_any_kind_is_a_fault(ana: Browser, body: bytes, content_type: str) -> None:
    assert ana.post("/check-in", body, content_type=content_type).status == 400
