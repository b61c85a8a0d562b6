"""Prepaid data is dear: how many bytes a page costs until it is loaded, on the first visit and later.

Counted as they travel, compressed, headers included. The figures are those of the product's interface rules, in bytes.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.places import PLACES, Place
from tests.scene import arrange
from tests.support.browser import OpenPage, sign_in

KB = 1000
PEOPLE = sorted({place.who for place in PLACES}, key=str)
STAFF = {"counselor", "cover", "director", "other_counselor"}


def limits(place: Place) -> tuple[int, int]:
    """The most that the page may cost: on the first visit, and later."""
    if place.who in STAFF:
        return 40 * KB, 20 * KB
    return (30 * KB, 8 * KB) if place.path.startswith("/check-in?") or place.path == "/check-in" else (25 * KB, 5 * KB)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_is_heavier_than_agreed_or_asks_others(
    cast: Cast, now: datetime, open_page: OpenPage, who: str | None
) -> None:
    scene = arrange(cast, now)
    page = open_page()
    if who:
        sign_in(page, scene.emails[who], PASSWORD)
    too_heavy = {}
    for place in scene.seen_by(who):
        first, later = weights(page, place.path)
        assert first > later > 0
        if first > limits(place)[0] or later > limits(place)[1]:
            too_heavy[place.name] = (first, later)
    assert not too_heavy


def weights(page: Page, path: str) -> tuple[int, int]:
    """What the page costs with an empty cache, and right afterwards; all of it comes from the product itself."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    found = []
    for _visit in ("first", "later"):
        page.goto("about:blank")
        with weighed(wire) as bytes_from:
            page.goto(path, wait_until="load")
        assert set(bytes_from) == {urlsplit(page.url).netloc}
        found.append(bytes_from.total())
    wire.detach()
    return found[0], found[1]


@contextmanager
def weighed(wire: CDPSession) -> Iterator[Counter[str]]:
    """Count the bytes of every request that the block makes, by the host that is asked."""
    bytes_from: Counter[str] = Counter()
    host_of: dict[str, str] = {}

    def asks(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("data:"):
            return  # Chromium's own picture beside a date or time: nobody is asked
        host_of[event["requestId"]] = urlsplit(event["request"]["url"]).netloc
        bytes_from[host_of[event["requestId"]]] += 0

    def has_loaded(event: dict[str, Any]) -> None:
        if event["requestId"] in host_of:
            bytes_from[host_of[event["requestId"]]] += int(event["encodedDataLength"])

    wire.on("Network.requestWillBeSent", asks)
    wire.on("Network.loadingFinished", has_loaded)
    yield bytes_from
    wire.remove_listener("Network.requestWillBeSent", asks)
    wire.remove_listener("Network.loadingFinished", has_loaded)
