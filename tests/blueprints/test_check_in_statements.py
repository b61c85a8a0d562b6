"""How often the check-in asks the database: a fixed number of times, however long the person's past is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest

from client_app.domain.flags import Severity
from tests.cast import Cast
from tests.factories import make_flag, make_history
from tests.support.applications import Statements
from tests.support.check_in_posts import Value, honest, sign_in
from tests.support.databases import Database
from tests.support.pages import HOST, Browser

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
        answer = browser.client.post(path, data=honest_fields, base_url=HOST, headers=headers, buffered=True)
    assert answer.status_code in {200, 303}
    return statements


@pytest.mark.parametrize("days", [0, 30])
@pytest.mark.parametrize(
    ("path", "answers", "on_sqlite", "on_postgresql"),
    [
        ("/check-in", PLAIN, 10, 11),  # PostgreSQL locks the participant's row
        ("/check-in", URGENT, 20, 15),  # SQLite stores four flags one by one
        ("/check-in/draft", PLAIN, 10, 11),
        ("/check-in/draft", URGENT, 18, 19),  # the help card reads the crisis lines
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
