"""Each kind of person has a way to their own pages, and every page has a way to the other language."""

from dataclasses import replace

import pytest
from flask import Flask

from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.web.navigation import language_links, navigation_of

ANA = Viewer(
    person_id=1, role=Role.PARTICIPANT, program_id=1, zone="America/Chicago", name="Ana", language="en", sign_in_id=1
)


@pytest.mark.parametrize(
    ("role", "first_place", "leaves_quickly", "is_bar"),
    [
        (Role.PARTICIPANT, "/today", True, True),
        (Role.FAMILY_MEMBER, "/family", True, False),
        (Role.COUNSELOR, "/triage", False, False),
        (Role.DIRECTOR, "/program", False, False),
    ],
)
def test_everybody_is_led_to_their_own_pages(role: Role, first_place: str, leaves_quickly: bool, is_bar: bool) -> None:
    navigation = navigation_of(replace(ANA, role=role))
    assert navigation is not None
    assert navigation.places[0].path == first_place
    assert (navigation.leaves_quickly, navigation.is_bar) == (leaves_quickly, is_bar)


def test_nobody_signed_in_is_led_nowhere() -> None:
    assert navigation_of(None) is None


def test_a_trusted_phone_is_led_to_no_personal_page_and_can_be_left() -> None:
    navigation = navigation_of(replace(ANA, sign_in_id=0, trusted_phone_id=7))
    assert navigation is not None
    assert (navigation.places, navigation.leaves_quickly, navigation.is_bar) == ((), True, False)


def test_the_other_language_is_the_same_page_with_all_else_of_its_address() -> None:
    with Flask(__name__).test_request_context("/check-in?day=yesterday&language=en&next=/a%26b"):
        links = language_links()
    assert [(link.code, link.name) for link in links] == [("en", "English"), ("es", "Español")]
    assert links[1].address == "/check-in?day=yesterday&next=%2Fa%26b&language=es"
