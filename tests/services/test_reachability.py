"""How the phones of a list of people stand, read for all of them in one statement."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from client_app.extensions import db
from client_app.models import PushSubscription
from client_app.services.participants import record_of
from client_app.services.push_subscriptions import remove_device
from client_app.services.reachability import reachabilities
from client_app.services.triage import triage
from tests.cast import Cast
from tests.factories import make_flag
from tests.support.applications import Statements
from tests.support.push_subscriptions import PHONE, subscribe

pytestmark = pytest.mark.usefixtures("context")
CHICAGO, DAY = ZoneInfo("America/Chicago"), timedelta(days=1)


def change(number: int, **columns: Any) -> None:
    db.session.execute(update(PushSubscription).where(PushSubscription.id == number).values(**columns))
    db.session.commit()


def told(cast: Cast, now: datetime) -> tuple[str, bool]:
    found = reachabilities([cast.ana.id, cast.luis.id], now, CHICAGO)[cast.ana.id]
    return found.sentence.english(), found.is_broken


def test_what_is_told_follows_the_rows(cast: Cast, now: datetime) -> None:
    assert told(cast, now) == ("No phone is set up for reminders.", False)
    first = subscribe(cast.ana, now - 9 * DAY)
    change(first, accepted_at=now - 3 * DAY)
    assert told(cast, now) == ("Phone last reached on 2026-11-20.", False)
    change(first, failed_at=now)
    assert told(cast, now) == ("No working phone for 3 days.", True)
    second = subscribe(cast.ana, now - 2 * DAY, f"{PHONE}2")
    assert told(cast, now) == ("Phone last reached on 2026-11-20.", False)
    change(second, removed_at=now - DAY, removed_why="gone")
    change(first, removed_at=now - 2 * DAY, removed_why="replaced")
    assert told(cast, now) == ("No working phone since yesterday.", True)
    third = subscribe(cast.ana, now, f"{PHONE}3")
    remove_device(cast.ana.viewer, third, now)
    assert told(cast, now) == ("No phone is set up for reminders.", False)


def test_it_is_one_statement_however_many_people(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    subscribe(cast.luis, now)
    with count_statements() as statements:
        found = reachabilities([cast.ana.id, cast.luis.id, cast.stranger.id], now, CHICAGO)
    assert len(statements) == 1
    assert found[cast.luis.id].sentence.english() == "Phone set up on 2026-11-23, nothing sent to it yet."
    assert found[cast.ana.id].sentence.english() == "No phone is set up for reminders."


def test_triage_and_the_record_tell_it(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id)
    change(subscribe(cast.ana, now - 9 * DAY), accepted_at=now - 4 * DAY, failed_at=now)
    [row] = triage(cast.counselor.viewer, now).rows
    assert row.reachability == record_of(cast.counselor.viewer, cast.ana.id, now).reachability
    assert (row.reachability.sentence.english(), row.reachability.is_broken) == ("No working phone for 4 days.", True)
