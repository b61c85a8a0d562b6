"""No page is left out of the gallery and of axe: each address that answers with a page is a place."""

from collections import defaultdict

from flask import Flask

from tests.places import PLACES
from tests.support.applications import build

NO_PAGES = {
    "static",
    "health.show_health",
    "home.lead_home",
    "flags.show_rows",
    "reminders.show_test",
    "sign_ins.show_time_left",
    "form_tokens.show_form_token",
    "join_links.show_joined",
    "imports.lead_back",
    "imports.send_template",
    "imports.send_export",
    "calendar_feeds.show_feed",
}
"""Files, the watchdog's answer, the way home, fragments, what scripts and phones ask for, what follows a used link.

Of an import its preview answers a post, and is looked at in tests/journeys/test_imports.py.
"""


def addresses(app: Flask) -> set[str]:
    """The endpoints that a browser may open."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}


def test_every_address_that_is_a_page_is_a_place() -> None:
    app = build("sqlite://")
    numbers: defaultdict[str, int] = defaultdict(lambda: 1)
    doors = app.url_map.bind("companion.example")
    paths = [place.path.format_map(numbers).partition("?")[0] for place in PLACES if place.status == 200]
    shown = {doors.match(path)[0] for path in paths}
    assert addresses(app) - NO_PAGES == shown


def test_every_place_has_a_name_of_its_own() -> None:
    assert len({place.name for place in PLACES}) == len(PLACES)
