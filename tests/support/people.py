"""Who is there, and when: the cast on an empty database and a clock that tests can set."""

from datetime import datetime

import pytest
import time_machine
from flask import Flask

from tests.cast import Cast, assemble
from tests.factories import MONDAY_MORNING


@pytest.fixture
def now() -> datetime:
    """The instant at which the test begins: Monday, 9:00 where Ana lives."""
    return MONDAY_MORNING


@pytest.fixture
def cast(context: Flask, now: datetime) -> Cast:  # noqa: ARG001 - its open context is what the factories need
    """Ana and the people around her; the app context stays open."""
    return assemble(now)


@pytest.fixture
def clock(time_machine: time_machine.TimeMachineFixture, now: datetime) -> time_machine.TimeMachineFixture:
    """The clock that requests read, standing still at ``now``; ``clock.shift(seconds)`` and ``clock.move_to(…)``."""
    time_machine.move_to(now, tick=False)
    return time_machine
