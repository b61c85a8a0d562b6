"""How often the check-in asks the database: a fixed number of times, however long the person's past is."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import Context
from datetime import datetime, timedelta
from functools import partial

import pytest

from client_app.domain.flags import Severity
from tests.cast import Cast
from tests.factories import make_flag, make_history
from tests.support.applications import Statements
from tests.support.check_in_posts import Value, honest, sign_in
from tests.support.databases import Database
from tests.support.pages import HOST, Browser
from tests.support.trusted_phones import on_trusted_phone

pytestmark = pytest.mark.usefixtures("clock")

Counter = Callable[[], AbstractContextManager[Statements]]

PLAIN: dict[str, Value] = {"craving_now": "3", "safety": "no", "used": "no"}
URGENT: dict[str, Value] = {"craving_now": "9", "safety": "active", "used": "yes", "call_me": "yes"}


def live_long(cast: Cast, now: datetime, days: int) -> None:
    """Ana has checked in daily for so long, and each of her days had its flag."""
    make_history(cast.ana.id, now - timedelta(days=1), [5] * days)
    for day in range(days):
        make_flag(cast.ana.id, "craving", Severity.SAME_DAY, now - timedelta(days=day + 1), state="resolved")


def statements_of(browser: Browser, count: Counter, path: str, fields: dict[str, Value]) -> Statements:
    """What one post asks of the database, without the pages around it."""
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": HOST, "Referer": f"{HOST}/check-in"}
    honest_fields = {name: value for name, value in fields.items() if value is not None}
    with count() as statements:
        # A context of its own: Flask would share the test's, and with it whoever an earlier post signed in.
        post = partial(browser.client.post, path, data=honest_fields, base_url=HOST, headers=headers, buffered=True)
        answer = Context().run(post)
    assert answer.status_code in {200, 303}
    return statements


@pytest.mark.parametrize("days", [0, 30])
@pytest.mark.parametrize(
    ("path", "answers", "on_sqlite", "on_postgresql"),
    [
        ("/check-in", PLAIN, 10, 11),  # PostgreSQL locks the participant's row
        ("/check-in", URGENT, 25, 21),  # SQLite stores four flags one by one; the team is looked up and paged
        ("/check-in/draft", PLAIN, 10, 11),
        ("/check-in/draft", URGENT, 24, 25),  # the help card reads the crisis lines, and what came of the pages
    ],
)
def test_a_post_asks_as_often_whatever_the_past(
    cast: Cast,
    database: Database,
    now: datetime,
    browser: Browser,
    count_statements: Counter,
    *,
    days: int,
    path: str,
    answers: dict[str, Value],
    on_sqlite: int,
    on_postgresql: int,
) -> None:
    live_long(cast, now, days)
    sign_in(browser, cast.ana)
    statements = statements_of(browser, count_statements, path, honest(browser, **answers))
    assert len(statements) == (on_sqlite if database.kind == "sqlite" else on_postgresql), "\n".join(statements)


@pytest.mark.parametrize("path", ["/check-in", "/check-in/draft"])
@pytest.mark.parametrize("answers", [PLAIN, URGENT], ids=["plain", "urgent"])
@pytest.mark.parametrize("has_dead_session", [True, False])
def test_a_trusted_phone_asks_no_more_often(
    cast: Cast,
    now: datetime,
    open_browser: Callable[[], Browser],
    count_statements: Counter,
    *,
    path: str,
    answers: dict[str, Value],
    has_dead_session: bool,
) -> None:
    """Whose phone it is takes one statement, and one more where the browser still holds a sign-in that has ended."""
    live_long(cast, now, days=3)
    desk, phone = open_browser(), open_browser()
    sign_in(desk, cast.luis)
    signed_in = statements_of(desk, count_statements, path, honest(desk, **answers))
    on_trusted_phone(phone, cast.ana)
    if not has_dead_session:
        phone.client.delete_cookie("__Host-companion", domain="companion.example")
        token = str(json.loads(phone.fragment("/csrf-token").body)["csrf_token"])
    else:
        token = phone.token
    trusted = statements_of(phone, count_statements, path, honest(phone, **answers) | {"csrf_token": token})
    assert sum("trusted_phones" in statement for statement in trusted) == 1
    assert sum("sign_ins" in statement for statement in trusted) == int(has_dead_session)
    assert len(trusted) <= len(signed_in), "\n".join(trusted)
