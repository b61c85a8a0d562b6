"""Days on which a participant is away: nothing is expected of them, and the check-in stays open."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select

from client_app.domain.enrollments import ENDED_ALREADY
from client_app.domain.local_days import local_day
from client_app.domain.pauses import CHANGED_MEANWHILE, Pause, TypedPause, until_before
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Person
from client_app.models import Pause as PauseRow
from client_app.services.acts import Act, act
from client_app.services.enrollments import read_by


@dataclass(frozen=True)
class Seen:
    """The pause that a form was opened on, and how often it had been changed; number 0: there was none."""

    number: int = 0
    revision: int = 0


@dataclass(frozen=True)
class TimeAway:
    """A pause with what the care team knows about it."""

    seen: Seen
    pause: Pause
    reason: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class PauseCard:
    """When a participant is away, as the care team sees it."""

    participant_id: int
    name: str
    enrollment_id: int
    started_on: date
    is_enrolled: bool
    today: date
    now: TimeAway | None
    """The one that goes on or is to come."""
    earlier: tuple[TimeAway, ...]
    """The latest first."""

    @property
    def seen(self) -> Seen:
        """What a form that is opened now says."""
        return self.now.seen if self.now else Seen()

    @property
    def has_begun(self) -> bool:
        """Whether the participant is away today."""
        return self.now is not None and self.now.pause.covers(self.today)


def pauses_of(enrollment_id: int) -> list[Pause]:
    """The pauses of one time in a program, the earliest first."""
    return [_as_pause(row) for row in db.session.execute(_pauses().where(PauseRow.enrollment_id == enrollment_id))]


def pauses_in(program_id: int) -> Mapping[int, Sequence[Pause]]:
    """The pauses of everybody who takes part in a program, by their time in it."""
    rows = db.session.execute(
        _pauses()
        .join(Enrollment, Enrollment.id == PauseRow.enrollment_id)
        .where(Enrollment.program_id == program_id, Enrollment.ended_on.is_(None))
    )
    found = defaultdict(list)
    for row in rows:
        found[row.enrollment_id].append(_as_pause(row))
    return found


def own_pause(viewer: Viewer, now: datetime) -> Pause | None:
    """The pause that the viewer's day is in."""
    today = local_day(now, ZoneInfo(viewer.zone))
    row = db.session.execute(
        _pauses()
        .join(Enrollment, Enrollment.id == PauseRow.enrollment_id)
        .where(
            Enrollment.participant_id == viewer.person_id,
            Enrollment.ended_on.is_(None),
            PauseRow.first_on <= today,
            PauseRow.last_on >= today,
        )
    ).one_or_none()
    return _as_pause(row) if row else None


def pause_card(viewer: Viewer, participant_id: int, now: datetime) -> PauseCard:
    """When somebody is away whose record the viewer reads.

    Raises:
        NotFound: the viewer does not.

    """
    row = db.session.execute(
        select(Enrollment.id, Enrollment.started_on, Enrollment.ended_on, Person.name)
        .join(Person, Person.id == Enrollment.participant_id)
        .where(Enrollment.participant_id == participant_id, Enrollment.participant_id.in_(read_by(viewer, now)))
        .order_by(Enrollment.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    today = local_day(now, ZoneInfo(viewer.zone))
    times = _times_away(row.id)
    is_enrolled = row.ended_on is None
    open_now = next((one for one in times if is_enrolled and one.pause.last >= today), None)
    return PauseCard(
        participant_id=participant_id,
        name=row.name,
        enrollment_id=row.id,
        started_on=row.started_on,
        is_enrolled=is_enrolled,
        today=today,
        now=open_now,
        earlier=tuple(one for one in reversed(times) if one is not open_now),
    )


def problems_of(card: PauseCard, typed: TypedPause) -> Mapping[str, Sentence]:
    """Say for each field why it cannot be kept; empty when all can."""
    return typed.problems(card.started_on, card.today, (one.pause for one in card.earlier))


def set_pause(viewer: Viewer, participant_id: int, typed: TypedPause, seen: Seen, now: datetime) -> None:
    """Keep that a participant is away on these days, or change the days that are kept.

    Raises:
        NotFound: the viewer does not read the record.
        Invalid: something cannot be kept.
        Conflict: somebody changed it since the page was opened, or the time in the program has ended.

    """
    with _open_card(viewer, participant_id, seen, now) as (a, card):
        problems = problems_of(card, typed)
        if problems:
            raise Invalid(next(iter(problems.values())))
        pause = typed.pause()
        if card.now is None:
            row = PauseRow(enrollment_id=card.enrollment_id, revision=1)
            a.session.add(row)
        else:
            row = a.session.get_one(PauseRow, card.now.seen.number)
            row.revision += 1
        row.first_on, row.last_on, row.reason = pause.first, pause.last, typed.reason
        row.changed_at, row.changed_by_id = now, viewer.person_id
        action = "enrollment.paused" if card.now is None else "enrollment.pause_changed"
        a.audit(action, subject=row, participant_id=participant_id)


def end_pause(viewer: Viewer, participant_id: int, seen: Seen, now: datetime) -> None:
    """Keep that the participant is back today; what was to come does not come.

    Raises:
        NotFound: the viewer does not read the record.
        Conflict: nobody is away, or somebody changed it since the page was opened.

    """
    with _open_card(viewer, participant_id, seen, now) as (a, card):
        if card.now is None:
            raise Conflict(CHANGED_MEANWHILE)
        row = a.session.get_one(PauseRow, card.now.seen.number)
        left = until_before(card.now.pause, card.today)
        a.audit("enrollment.pause_ended", subject=row, participant_id=participant_id)
        if left is None:
            a.session.delete(row)
            return
        row.last_on, row.changed_at, row.changed_by_id = left.last, now, viewer.person_id
        row.revision += 1


@contextmanager
def _open_card(viewer: Viewer, participant_id: int, seen: Seen, now: datetime) -> Iterator[tuple[Act, PauseCard]]:
    """An act about the days away; acts about one participant follow one another."""
    with act(viewer, now) as a:
        a.lock_participant(participant_id)
        card = pause_card(viewer, participant_id, now)
        if not card.is_enrolled:
            raise Conflict(ENDED_ALREADY)
        if card.seen != seen:
            raise Conflict(CHANGED_MEANWHILE)
        yield a, card


def _pauses() -> Select[int, date, date]:
    return select(PauseRow.enrollment_id, PauseRow.first_on, PauseRow.last_on).order_by(PauseRow.first_on)


def _as_pause(row: Row[int, date, date]) -> Pause:
    return Pause(row.first_on, row.last_on)


def _times_away(enrollment_id: int) -> list[TimeAway]:
    rows = db.session.execute(
        select(*PauseRow.__table__.c, Person.name)
        .join(Person, Person.id == PauseRow.changed_by_id)
        .where(PauseRow.enrollment_id == enrollment_id)
        .order_by(PauseRow.first_on)
    )
    return [
        TimeAway(Seen(row.id, row.revision), Pause(row.first_on, row.last_on), row.reason, row.name, row.changed_at)
        for row in rows
    ]
