"""``/tools``: the public kit, which reads well without scripts."""

import pytest
from flask import Flask

from client_app.gateways.content import kit_tools
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.pages import Browser


def test_each_tool_stands_under_its_own_name_with_its_steps(browser: Browser) -> None:
    page = browser.get("/tools")
    assert len(kit_tools()) == 4
    for tool in kit_tools():
        assert page.all(f"#{tool.name} h2") == [tool.title.en]
        assert page.all(f"#{tool.name} ol > li") == [step.en for step in tool.steps]
        assert page.has(f'nav a[href="#{tool.name}"]')


def test_what_needs_scripts_is_hidden_until_they_run(browser: Browser) -> None:
    page = browser.get("/tools")
    assert page.has("#urge-clock[hidden]")
    assert page.has("#breath-pacer[hidden]")
    assert page.has('script[src^="/static/js/tools.js"][defer]')


def test_the_kit_speaks_spanish(app: Flask) -> None:
    page = Browser(app, "es").get("/tools")
    assert page.all("#breathing h2") == ["Respirar lento"]


def test_a_signed_out_page_holds_no_token_and_is_asked_for_only_once(browser: Browser) -> None:
    page = browser.get("/tools")
    assert not page.has("[name=csrf_token]")
    again = browser.client.get(
        "/tools", base_url="https://companion.example", headers={"If-None-Match": page.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("part", ["ana", "counselor", "family_member", "director"])
def test_everybody_may_open_the_kit(cast: Cast, browser: Browser, part: str) -> None:
    browser.sign_in(cast.everyone[part].email, PASSWORD)
    page = browser.get("/tools")
    assert page.status == 200
    assert "no-store" in page.headers["Cache-Control"]
