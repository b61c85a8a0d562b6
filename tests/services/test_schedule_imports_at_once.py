"""A schedule from a file while others change the calendar: it comes in once, as it was agreed to, and nobody waits."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from client_app.domain.imports import ChangedError, Records
from client_app.domain.schedule_files import COLUMNS
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import AppointmentSeries
from client_app.services import schedule_imports
from client_app.services.holidays import add_holiday
from client_app.services.schedule_imports import SchedulePreview, import_schedule, preview_schedule
from tests.cast import Cast
from tests.support.calendars import NEXT_MONDAY, a_session, make_phase, make_series
from tests.support.files import SERIES, a_file, records
from tests.support.posts import at_once

ROOM = {**SERIES, "weekdays": "Mon", "place": "Room 2"}
"""A group on Monday evenings from the 30th on, in Room 2."""
FILE = records(a_file(ROOM), COLUMNS)


def test_of_several_confirmations_at_once_one_succeeds(app: Flask, cast: Cast, now: datetime) -> None:
    seen = preview_schedule(cast.director.viewer, FILE, now).token
    db.session.rollback()
    results = at_once(app, *[lambda: import_schedule(cast.director.viewer, FILE, seen, now)] * 4)
    assert sorted(str(type(one).__name__) for one in results) == ["ChangedError"] * 3 + ["int"]
    db.session.rollback()
    assert db.session.query(AppointmentSeries).count() == 1


CHANGES: list[Callable[[Cast, datetime], object] | None] = [
    None,
    lambda cast, now: make_series(cast.counselor.viewer, now, "Yoga", session=a_session(place="Room 2")),
    lambda cast, now: add_holiday(cast.director.viewer, NEXT_MONDAY, "Closed", now),
    lambda cast, now: make_phase(cast.program_id, now, "Five days"),
]


@pytest.mark.parametrize("change", CHANGES, ids=["nothing", "a group", "a holiday", "a phase"])
def test_nobody_waits_for_a_file_to_be_judged_unless_something_has_changed(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch, change: Callable[[Cast, datetime], object] | None
) -> None:
    """It is judged before the calendar is locked; under the lock only when it would rest on what is no more."""
    seen = preview_schedule(cast.director.viewer, FILE, now).token
    judged: list[str] = []

    def judge(viewer: Viewer, file: Records, at: datetime) -> SchedulePreview:
        found = preview_schedule(viewer, file, at)
        if change and not judged:
            change(cast, at)
        judged.append(found.token)
        return found

    monkeypatch.setattr(schedule_imports, "preview_schedule", judge)
    if change is CHANGES[1]:
        with pytest.raises(ChangedError):
            import_schedule(cast.director.viewer, FILE, seen, now)
    else:
        assert import_schedule(cast.director.viewer, FILE, seen, now) == 1
    assert len(judged) == (2 if change else 1)
