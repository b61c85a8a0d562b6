"""What ends the pushes to a browser, and what goes on: signing out, leaving the program, a trusted phone's own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from client_app.domain.push_subscriptions import Browser
from client_app.domain.refusals import Conflict, NotFound
from client_app.domain.roles import Role
from client_app.services import trusted_phones
from client_app.services.enrollment_life import end_enrollment
from client_app.services.people import Account
from client_app.services.push_devices import Going, going
from client_app.services.push_subscriptions import keep_subscription, leave_browser
from client_app.services.roles import change_role
from client_app.services.staff import disable_member
from tests.cast import Cast, Member
from tests.support.push_subscriptions import (
    HERE,
    OTHER,
    PHONE,
    PLACES,
    acts,
    go_on,
    known_as,
    living,
    offer,
    rows,
    subscribe,
)

pytestmark = pytest.mark.usefixtures("context")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def signs_out(cast: Cast, now: datetime) -> None:
    leave_browser(cast.ana.viewer, known_as(), now)


def is_signed_out_already(_cast: Cast, now: datetime) -> None:
    leave_browser(None, known_as(), now)


def another_signs_in(cast: Cast, now: datetime) -> None:
    leave_browser(cast.luis.viewer, known_as(), now, but_of=cast.luis.id)


def leaves_the_program(cast: Cast, now: datetime) -> None:
    end_enrollment(cast.counselor.viewer, cast.ana.id, "Call us.", now)


@pytest.mark.parametrize("ends", [signs_out, is_signed_out_already, another_signs_in, leaves_the_program])
def test_whatever_ends_it_says_so(cast: Cast, now: datetime, ends: Callable[[Cast, datetime], None]) -> None:
    subscribe(cast.ana, now)
    ends(cast, now + HOUR)
    assert rows() == [("phone-1", cast.ana.id, "signed_out")]
    assert going(cast.ana.viewer, HERE) is Going.ON  # whoever signs in again here is reminded as before
    if ends is not leaves_the_program:
        ends(cast, now + DAY)
        assert acts() == ["push.subscribed", "push.removed"]


def test_who_signs_in_again_keeps_what_is_their_own(cast: Cast, now: datetime) -> None:
    subscribe(cast.ana, now)
    leave_browser(cast.ana.viewer, known_as(), now, but_of=cast.ana.id)
    assert living() == ["phone-1"]


def test_a_disabled_account_and_another_role_are_pushed_to_no_longer(cast: Cast, now: datetime) -> None:
    subscribe(cast.cover, now)
    disable_member(cast.director.viewer, cast.cover.id, now)
    assert living() == []
    subscribe(cast.family_member, now, OTHER)
    family = cast.family_member
    account = Account(family.id, family.name, family.viewer.role, cast.program_id, family.viewer.zone)
    change_role(account, Role.COUNSELOR, now)
    assert living() == []


def trusting(cast: Cast, now: datetime) -> tuple[Member, str]:
    """Ana, as her trusted phone knows her, and its token."""
    token = trusted_phones.trust_phone(cast.ana.viewer, None, now)
    viewer = trusted_phones.viewer_on(token, now)
    assert viewer is not None
    return replace(cast.ana, viewer=viewer), token


def test_a_trusted_phone_renews_its_own_and_nothing_else(cast: Cast, now: datetime) -> None:
    phone, _ = trusting(cast, now)
    with pytest.raises(NotFound):  # nothing was set up on it, and a tap there counts for nothing
        keep_subscription(phone.viewer, offer(), HERE, PLACES, now, by_tap=True)
    subscribe(cast.ana, now, OTHER)
    with pytest.raises(NotFound):  # it is Ana's, on another device of hers
        go_on(phone, now, OTHER)
    subscribe(cast.ana, now, trusted_phone_id=phone.viewer.trusted_phone_id)
    assert going(phone.viewer, Browser()) is Going.ON
    go_on(phone, now + DAY)
    go_on(phone, now + DAY, f"{PHONE}-changed", Browser())
    assert rows()[1:] == [("phone-1", cast.ana.id, "replaced"), ("phone-1-changed", cast.ana.id, None)]
    subscribe(cast.luis, now, f"{PHONE}-of-luis")
    with pytest.raises(Conflict):
        go_on(phone, now, f"{PHONE}-of-luis")


def test_with_its_trust_the_pushes_to_a_phone_end(cast: Cast, now: datetime) -> None:
    phone, token = trusting(cast, now)
    subscribe(cast.ana, now, OTHER)
    subscribe(cast.ana, now, trusted_phone_id=phone.viewer.trusted_phone_id)
    token = trusted_phones.trust_phone(cast.ana.viewer, None, now, instead_of=token)  # the same phone goes on
    assert living() == ["phone-2", "phone-1"]
    trusted_phones.leave_phone(cast.ana.viewer, token, now)
    assert living() == ["phone-2"]
    assert going(phone.viewer, Browser()) is Going.OFF
    with pytest.raises(NotFound):
        go_on(phone, now)


@pytest.mark.parametrize("way", ["one", "all"])
def test_ending_trust_in_the_settings_ends_pushes_too(cast: Cast, now: datetime, way: str) -> None:
    phone, _ = trusting(cast, now)
    number = phone.viewer.trusted_phone_id or 0
    subscribe(cast.ana, now, trusted_phone_id=number)
    if way == "one":
        trusted_phones.end_phone(cast.ana.viewer, number, now)
    else:
        trusted_phones.end_all_phones(cast.ana.viewer, now)
    assert living() == []
