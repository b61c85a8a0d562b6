"""A participant's own check-ins by day, in words, and the picture of the last 14 days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.local_days import local_day
from client_app.domain.trends import Trend, trend
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn
from client_app.services.check_in_sheets import Sheet, sheets

DAYS_OF_TREND = 14
DAYS_A_PAGE = 14
"""Days with a check-in on one page of the history."""


@dataclass(frozen=True)
class PastDay:
    """One local day: its daily check-in, if there is one, then its updates as they came."""

    day: date
    sent: tuple[Sheet, ...]


@dataclass(frozen=True)
class Page:
    """A stretch of the history, the latest day first."""

    days: tuple[PastDay, ...]
    earlier: date | None
    """Days before this one stand on the next page; nothing on the last."""


def pictures(viewer: Viewer, now: datetime) -> Mapping[str, Trend]:
    """The last 14 local days of the viewer's craving and mood, by field name; a day without an answer is a gap."""
    today = local_day(now, ZoneInfo(viewer.zone))
    rows = db.session.execute(
        select(CheckIn.day, CheckIn.answers).where(
            CheckIn.participant_id == viewer.person_id,
            CheckIn.kind == Kind.DAILY,
            CheckIn.day > today - timedelta(days=DAYS_OF_TREND),
        )
    )
    answers = {row.day: Answers.from_json(row.answers) for row in rows}
    return {name: _picture(answers, name, today) for name in ("craving_now", "mood")}


def history_page(viewer: Viewer, before: date | None) -> Page:
    """The viewer's own check-ins of the days before ``before`` (all days without it), 14 days with one at a time."""
    days = select(CheckIn.day).distinct().where(CheckIn.participant_id == viewer.person_id)
    if before:
        days = days.where(CheckIn.day < before)
    found = list(db.session.scalars(days.order_by(CheckIn.day.desc()).limit(DAYS_A_PAGE + 1)))
    shown = found[:DAYS_A_PAGE]
    if not shown:
        return Page((), None)
    return Page(_past_days(viewer, shown[-1], shown[0]), shown[-1] if len(found) > DAYS_A_PAGE else None)


def _past_days(viewer: Viewer, first: date, last: date) -> tuple[PastDay, ...]:
    found = sheets(viewer.person_id, CheckIn.day.between(first, last))
    return tuple(
        PastDay(day, tuple(sorted(sent, key=lambda sheet: (sheet.kind is Kind.UPDATE, sheet.arrived_at, sheet.id))))
        for day, sent in groupby(found, key=lambda sheet: sheet.day)
    )


def _picture(answers: Mapping[date, Answers], name: str, today: date) -> Trend:
    figures = {day: given.number(name) for day, given in answers.items()}
    return trend({day: figure for day, figure in figures.items() if figure is not None}, today, DAYS_OF_TREND)
