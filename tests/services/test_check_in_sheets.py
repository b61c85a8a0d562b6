"""Sent check-ins as the care team reads them."""

from datetime import datetime, timedelta
from uuid import uuid4

from client_app.domain.check_ins import Kind
from client_app.extensions import db
from client_app.models import CheckIn, CheckInVersion
from client_app.services.check_in_sheets import Sheet, sheets
from tests.cast import Cast
from tests.factories import make_check_in, stored


def said(lines: object) -> list[tuple[str, list[str]]]:
    """Labelled lines as plain words."""
    return [(line.title.en, [words.en for words in line.words]) for line in lines]  # type: ignore[attr-defined]


def test_the_latest_first_with_its_updates_on_top(cast: Cast, now: datetime) -> None:
    before = make_check_in(cast.ana.id, now - timedelta(days=1), craving_now=3).id
    today = make_check_in(cast.ana.id, now, craving_now=4).id
    update = make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="yes").id
    make_check_in(cast.luis.id, now, craving_now=9)
    assert [sheet.id for sheet in sheets(cast.ana.id)] == [update, today, before]
    assert [sheet.id for sheet in sheets(cast.ana.id, CheckIn.kind == Kind.DAILY, limit=1)] == [today]


def test_what_it_says_and_who_read_it(cast: Cast, now: datetime) -> None:
    row = make_check_in(cast.ana.id, now, craving_now=4, mood="skip")
    row.read_at, row.read_by_id = now, cast.counselor.id
    db.session.commit()
    [sheet] = sheets(cast.ana.id)
    assert said(sheet.lines) == [("Craving now", ["4"]), ("Mood", [])]
    assert (sheet.read_at, sheet.read_by) == (now, "Carla Reyes")
    assert sheet.earlier == ()


def test_a_changed_one_keeps_what_it_said_before(cast: Cast, now: datetime) -> None:
    row = make_check_in(cast.ana.id, now, craving_now=9)
    later = now + timedelta(minutes=5)
    row.answers, row.changed_at = {"craving_now": 3}, later
    stored(
        CheckInVersion(
            check_in_id=row.id, number=2, client_id=str(uuid4()), answers={"craving_now": 3}, stored_at=later
        )
    )
    [sheet] = sheets(cast.ana.id)
    assert said(sheet.lines) == [("Craving now", ["3"])]
    assert [(earlier.stored_at, said(earlier.lines)) for earlier in sheet.earlier] == [(now, [("Craving now", ["9"])])]


def test_sheets_are_plain_values(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now, craving_now=4)
    assert isinstance(sheets(cast.ana.id)[0], Sheet)
