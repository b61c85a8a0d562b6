"""Setting browsers up to be pushed to, renewing and ending them: whose they are, how many, what is kept of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from client_app.domain.push_addresses import UNKNOWN_SERVICE
from client_app.domain.push_subscriptions import ASK_FIRST, MOST, OF_ANOTHER, TOO_MANY, Browser
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.extensions import db
from client_app.models import AuditEntry, PushSubscription, ReminderChoice
from client_app.services import push_subscriptions
from client_app.services.push_devices import Going, devices_of, going, is_asked
from client_app.services.push_subscriptions import decline, keep_subscription, leave_browser, remove_device
from tests.cast import Cast, Member
from tests.support.applications import Statements
from tests.support.posts import at_once
from tests.support.push_subscriptions import (
    HERE,
    OLD,
    OTHER,
    PHONE,
    PLACES,
    acts,
    go_on,
    known_as,
    living,
    offer,
    row,
    rows,
    subscribe,
)

pytestmark = pytest.mark.usefixtures("context")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_tap_sets_a_browser_up_and_answers_the_question(cast: Cast, now: datetime) -> None:
    assert is_asked(cast.ana.viewer)
    kept = row(subscribe(cast.ana, now))
    assert (kept.person_id, kept.endpoint, kept.device) == (cast.ana.id, PHONE, "android_phone")
    assert (kept.subscribed_at, kept.seen_at, kept.accepted_at, kept.removed_at) == (now, now, None, None)
    assert db.session.get_one(ReminderChoice, cast.ana.id).answered_at == now
    assert not is_asked(cast.ana.viewer)
    [line] = [line for line in db.session.scalars(select(AuditEntry)) if line.action == "push.subscribed"]
    assert (line.participant_id, line.details) == (cast.ana.id, {})
    assert "push.example" not in str(vars(line))


def test_staff_are_set_up_without_choices_of_reminders(cast: Cast, now: datetime) -> None:
    subscribe(cast.counselor, now)
    assert db.session.scalars(select(ReminderChoice)).all() == []
    line = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert line is not None
    assert (line.action, line.participant_id) == ("push.subscribed", None)


def test_not_now_is_kept_once(cast: Cast, now: datetime) -> None:
    for minutes in range(2):
        decline(cast.ana.viewer, now + minutes * HOUR)
    assert db.session.get_one(ReminderChoice, cast.ana.id).answered_at == now
    assert not is_asked(cast.ana.viewer)
    assert acts() == ["push.declined"]
    subscribe(cast.ana, now + DAY)
    assert db.session.get_one(ReminderChoice, cast.ana.id).answered_at == now


def test_the_same_again_writes_nothing_but_the_time(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    number = subscribe(cast.ana, now)
    with count_statements() as statements:
        go_on(cast.ana, now + HOUR)
    assert len(statements) == 1
    assert row(number).seen_at == now
    go_on(cast.ana, now + DAY)
    assert row(number).seen_at == now + DAY
    assert acts() == ["push.subscribed"]


def test_other_keys_are_renewed_at_the_same_address(cast: Cast, now: datetime) -> None:
    number = subscribe(cast.ana, now)
    go_on(cast.ana, now + HOUR, application_key=OLD.public, auth="BBBBBBBBBBBBBBBBBBBBBA")
    kept = row(number)
    assert (kept.application_key, kept.auth, kept.seen_at) == (OLD.public, "BBBBBBBBBBBBBBBBBBBBBA", now + HOUR)
    assert acts() == ["push.subscribed", "push.renewed"]


def test_another_address_of_the_same_browser_replaces_the_earlier(cast: Cast, now: datetime) -> None:
    subscribe(cast.ana, now)
    go_on(cast.ana, now + HOUR, OTHER)
    assert rows() == [("phone-1", cast.ana.id, "replaced"), ("phone-2", cast.ana.id, None)]


def test_nothing_goes_on_that_was_not_set_up(cast: Cast, now: datetime) -> None:
    for browser in (Browser(), HERE):
        with pytest.raises(Refused) as refusal:
            go_on(cast.ana, now, browser=browser)
        assert refusal.value.reason == ASK_FIRST
    assert rows() == []


def test_what_its_owner_turned_off_comes_back_by_a_tap_only(cast: Cast, now: datetime) -> None:
    number = subscribe(cast.ana, now)
    for _ in range(2):
        remove_device(cast.ana.viewer, number, now + HOUR)
    assert acts() == ["push.subscribed", "push.removed"]
    assert going(cast.ana.viewer, HERE) is Going.OFF
    with pytest.raises(Refused):
        go_on(cast.ana, now + DAY)
    subscribe(cast.ana, now + DAY)
    assert rows() == [("phone-1", cast.ana.id, "owner"), ("phone-1", cast.ana.id, None)]


def test_what_its_service_forgot_is_asked_for_anew(cast: Cast, now: datetime) -> None:
    number = subscribe(cast.ana, now)
    assert going(cast.ana.viewer, HERE) is Going.ON
    assert going(cast.ana.viewer, Browser()) is Going.OFF
    db.session.execute(
        update(PushSubscription).where(PushSubscription.id == number).values(removed_at=now, removed_why="gone")
    )
    db.session.commit()
    assert going(cast.ana.viewer, HERE) is Going.ANEW
    go_on(cast.ana, now + HOUR, OTHER)
    assert rows() == [("phone-1", cast.ana.id, "gone"), ("phone-2", cast.ana.id, None)]


@pytest.mark.parametrize("by_tap", [True, False])
def test_an_address_of_somebody_else_is_never_taken_over(cast: Cast, now: datetime, by_tap: bool) -> None:
    subscribe(cast.ana, now)
    with pytest.raises(Conflict) as refusal:
        keep_subscription(cast.luis.viewer, offer(), HERE, PLACES, now, by_tap=by_tap)
    assert refusal.value.reason == OF_ANOTHER
    assert rows() == [("phone-1", cast.ana.id, None)]
    leave_browser(cast.ana.viewer, known_as(), now)
    with pytest.raises(Refused):  # it was Ana's, so Luis is asked first
        go_on(cast.luis, now)
    subscribe(cast.luis, now)
    assert rows()[-1] == ("phone-1", cast.luis.id, None)
    assert going(cast.ana.viewer, HERE) is Going.OFF


def test_ten_are_taken_and_the_eleventh_is_not(cast: Cast, now: datetime) -> None:
    numbers = [subscribe(cast.ana, now, f"{PHONE}{count}") for count in range(MOST)]
    with pytest.raises(Refused) as refusal:
        subscribe(cast.ana, now)
    assert refusal.value.reason == TOO_MANY
    go_on(cast.ana, now, OTHER, Browser("iphone", known_as(f"{PHONE}0")))  # one for another: still ten
    remove_device(cast.ana.viewer, numbers[1], now)
    subscribe(cast.ana, now)
    assert len(living()) == MOST


def test_what_cannot_be_taken_says_why_and_leaves_nothing(cast: Cast, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        subscribe(cast.ana, now, "https://evil.example/one")
    assert refusal.value.reason == UNKNOWN_SERVICE
    assert rows() == []


@pytest.mark.parametrize("number", [0, 2**31, None])
def test_nobody_removes_what_is_not_theirs(cast: Cast, now: datetime, number: int | None) -> None:
    own = subscribe(cast.ana, now)
    with pytest.raises(NotFound):
        remove_device(cast.luis.viewer, own if number is None else number % 2**31, now)
    assert living() == ["phone-1"]


def test_devices_are_listed_with_what_is_known_of_them(cast: Cast, now: datetime) -> None:
    first, second = subscribe(cast.ana, now), subscribe(cast.ana, now + HOUR, OTHER, device="iphone")
    subscribe(cast.luis, now, f"{PHONE}-of-luis")
    db.session.execute(
        update(PushSubscription).where(PushSubscription.id == second).values(accepted_at=now, failed_at=now + HOUR)
    )
    db.session.commit()
    found = devices_of(cast.ana.viewer, HERE)
    assert [(one.id, one.device, one.reached_at, one.is_failing, one.is_this) for one in found] == [
        (first, "android_phone", None, False, True),
        (second, "iphone", now, True, False),
    ]


def test_of_two_people_at_once_one_has_the_address(app: Flask, cast: Cast, now: datetime) -> None:
    def tap(who: Member) -> Callable[[], str]:
        return lambda: keep_subscription(who.viewer, offer(), HERE, PLACES, now, by_tap=True)

    done = at_once(app, tap(cast.ana), tap(cast.luis))
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "str"]
    assert len(living()) == 1


def test_who_comes_in_between_is_not_taken_over(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(cast.ana, now)
    monkeypatch.setattr(push_subscriptions, "living_with", lambda _session, _known_as: None)  # it was not there yet
    with pytest.raises(Conflict) as refusal:
        subscribe(cast.luis, now)
    assert refusal.value.reason == OF_ANOTHER
    assert rows() == [("phone-1", cast.ana.id, None)]


def test_the_same_tap_twice_at_once_is_one_device(app: Flask, cast: Cast, now: datetime) -> None:
    done = at_once(app, *[lambda: keep_subscription(cast.ana.viewer, offer(), HERE, PLACES, now, by_tap=True)] * 3)
    assert set(map(type, done)) == {str}
    assert living() == ["phone-1"]
