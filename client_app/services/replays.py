"""What other thresholds would have raised over the last weeks, from the check-ins that are stored. Nothing changes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.answers import Answers
from client_app.domain.figures import Count, shown, total_of
from client_app.domain.history import REMEMBERED
from client_app.domain.local_days import local_day
from client_app.domain.replays import Sent, Window, firings
from client_app.domain.rule_words import FIGURES_OF, rules_changed
from client_app.domain.stays import Stay
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn, Person
from client_app.services.stays import stays_in

REPLAYED = 30
"""How many local days, today among them, are looked at again."""
AT_ONCE = 5000
"""Check-ins that are held in memory at a time."""


@dataclass(frozen=True)
class Line:
    """How often a rule fires by the figures in use, and by others."""

    code: str
    before: Count
    after: Count


@dataclass(frozen=True)
class Replay:
    """What other thresholds would have raised."""

    days: int
    lines: tuple[Line, ...]
    """The rules that judge otherwise, in their order."""
    before: Count
    after: Count


def replay(viewer: Viewer, before: Thresholds, after: Thresholds, now: datetime) -> Replay:
    """Run the rules that judge otherwise over the program's check-ins of the last 30 local days, by both versions.

    It is about flags, not about people, so firings are counted, however few people they come from. But a count under 5
    is not shown, nor a total from which one could be reckoned: with a line moved step by step, small counts would spell
    out the answers of a small program.

    It asks two questions of the database, however many participants there are.
    """
    zone = ZoneInfo(viewer.zone)
    today = local_day(now, zone)
    window = Window(today - timedelta(days=REPLAYED - 1), today, zone, now)
    codes = rules_changed(before, after)
    old: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for sent, stays in _people(viewer, window):
        old += firings(sent, stays, codes, before, window)
        new += firings(sent, stays, codes, after, window)
    lines = tuple(Line(code, shown(old[code]), shown(new[code])) for code in FIGURES_OF if code in codes)
    return Replay(REPLAYED, lines, total_of(line.before for line in lines), total_of(line.after for line in lines))


def _people(viewer: Viewer, window: Window) -> Iterator[tuple[Sequence[Sent], Sequence[Stay]]]:
    """What each participant sent, in the order in which it came in, with their times in the program."""
    stays = dict(stays_in(viewer.program_id, window.zone, window.first, window.last))
    rows = db.session.execute(
        select(CheckIn.participant_id, CheckIn.day, CheckIn.kind, CheckIn.answers, CheckIn.arrived_at)
        .join(Person, Person.id == CheckIn.participant_id)
        .where(
            Person.program_id == viewer.program_id,
            CheckIn.day >= window.first - REMEMBERED,
            CheckIn.day <= window.last,
        )
        .order_by(CheckIn.participant_id, CheckIn.arrived_at, CheckIn.id),
        execution_options={"yield_per": AT_ONCE},
    )
    for participant_id, of_one in groupby(rows, key=lambda row: row.participant_id):
        sent = [Sent(row.day, row.kind, Answers.from_json(row.answers), row.arrived_at) for row in of_one]
        yield sent, stays.pop(participant_id, ())
    yield from (((), silent) for silent in stays.values())
