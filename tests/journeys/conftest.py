"""Journeys run once, in a real browser against the running product, at the real time."""

from datetime import UTC, datetime

import pytest

from tests.support.browser import LiveServer
from tests.support.databases import Database


@pytest.fixture
def database(live_server: LiveServer) -> Database:
    """The running product's own database, so that rows made by a test are on its pages."""
    return live_server.database


@pytest.fixture
def now() -> datetime:
    """The running product reads the real clock."""
    return datetime.now(UTC)
