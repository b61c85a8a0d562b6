"""What only directors do is done for nobody else, whoever calls the service."""

from datetime import date, datetime

import pytest

from client_app.domain.check_in_options import AS_SHIPPED
from client_app.domain.enrollments import Beginning, ComesFrom
from client_app.domain.invitations import Invitation
from client_app.domain.refusals import NotFound
from client_app.domain.roles import Role
from client_app.domain.thresholds import Thresholds
from client_app.services.check_in_options import change_options
from client_app.services.invitations import invite_participant, invite_staff
from client_app.services.join_links import link_for_staff, staff_to_link
from client_app.services.rules import change_thresholds
from tests.cast import Cast
from tests.support.posts import audit_lines

NORA = Invitation("Nora", "nora@riverside.example")


@pytest.mark.parametrize("part", ["counselor", "ana", "family_member"])
def test_nobody_but_a_director(cast: Cast, now: datetime, part: str) -> None:
    viewer = cast.everyone[part].viewer
    for act in (
        lambda: change_thresholds(viewer, Thresholds(), 1, now),
        lambda: change_options(viewer, AS_SHIPPED, 0, now),
        lambda: invite_staff(viewer, NORA, Role.DIRECTOR, now),
        lambda: staff_to_link(viewer, cast.cover.id),
        lambda: link_for_staff(viewer, cast.cover.id, now),
    ):
        with pytest.raises(NotFound):
            act()
    assert audit_lines() == []


@pytest.mark.parametrize("part", ["ana", "family_member"])
def test_nobody_but_staff_brings_a_participant_in(cast: Cast, now: datetime, part: str) -> None:
    with pytest.raises(NotFound):
        invite_participant(cast.everyone[part].viewer, NORA, Beginning(ComesFrom.HOME, "", date(2027, 1, 1)), now)
    assert audit_lines() == []
