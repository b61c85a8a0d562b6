"""``/family``: help for families, about nobody in particular."""

import pytest

from client_app.gateways.content import crisis_lines, kit_tools
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser

pytestmark = pytest.mark.usefixtures("clock")


def test_what_helps_tonight_and_whom_to_call(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.family_member.email, PASSWORD)
    assert page.path == "/family"
    assert "What helps tonight" in page.text
    assert all(page.has(f'main a[href="tel:{line.tel}"]') for line in crisis_lines())
    assert all(page.has(f'main a[href="/tools#{tool.name}"]') for tool in kit_tools())


def test_nobody_is_named(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.family_member.email, PASSWORD)
    assert not [member.name for member in cast.everyone.values() if member.name in page.text.split()]


@pytest.mark.parametrize("part", ["ana", "counselor", "director"])
def test_the_page_is_for_families(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    assert browser.get("/family").status == 404
