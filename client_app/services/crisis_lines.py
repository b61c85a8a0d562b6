"""The crisis lines as they stand for the whole clinic: what a director said last, above what the product brings along.

Everybody who shows lines reads them here. Each read is one statement of a few rows, so that a corrected number stands
on every page from the next request on, in every process.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import aliased

from client_app.domain.audit_actions import Action
from client_app.domain.crisis_lines import (
    SAVED_MEANWHILE,
    CrisisLine,
    Review,
    standing_lines,
    why_not_hide,
    why_not_review_on,
)
from client_app.domain.local_days import local_day
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways import content
from client_app.models import CrisisLineVersion, Person
from client_app.services._directors import refuse_all_but_directors
from client_app.services.acts import Act, act

OWN = "own-"
"""How the code of a line of the clinic's own begins; a number follows."""

LOOK_AGAIN = Sentence(N_("Some of this cannot be shown yet. Please look at the marked fields."))

_Newer = aliased(CrisisLineVersion)
_NEWEST = (
    select(CrisisLineVersion)
    .where(
        CrisisLineVersion.number
        == select(func.max(_Newer.number)).where(_Newer.code == CrisisLineVersion.code).scalar_subquery()
    )
    .order_by(CrisisLineVersion.id)
)


@dataclass(frozen=True)
class KeptLine:
    """A line as directors see it: where it comes from, who checked it last, and whether to look at it again."""

    line: CrisisLine
    number: int
    """Of the version that stands; 0 while nobody has confirmed what the product brought along."""
    checked_by: str | None
    is_own: bool
    """The clinic's, not the product's."""
    review: Review
    reason_to_stay: Sentence | None
    """Why it cannot be hidden."""


@dataclass(frozen=True)
class Checked:
    """That a director looked a line up today: the version that was seen, and when to look again."""

    number: int
    review_on: date


def crisis_lines() -> tuple[CrisisLine, ...]:
    """The lines to show now. While the database is silent the shipped ones stand: help never fails."""
    try:
        kept = {row.code: _as_line(row) for row in db.session.scalars(_NEWEST)}
    except SQLAlchemyError:
        db.session.rollback()
        kept = {}
    return tuple(line for line in standing_lines(content.crisis_lines(), kept) if not line.is_hidden)


def kept_lines(today: date) -> list[KeptLine]:
    """Every line with its review, for directors."""
    rows = db.session.execute(
        _NEWEST.add_columns(Person.name.label("author")).join(Person, Person.id == CrisisLineVersion.author_id)
    ).all()
    kept = {row.CrisisLineVersion.code: row for row in rows}
    shipped = {line.code for line in content.crisis_lines()}
    lines = standing_lines(
        content.crisis_lines(), {code: _as_line(row.CrisisLineVersion) for code, row in kept.items()}
    )
    return [
        KeptLine(
            line=line,
            number=kept[line.code].CrisisLineVersion.number if line.code in kept else 0,
            checked_by=kept[line.code].author if line.code in kept else None,
            is_own=line.code not in shipped,
            review=line.review(today),
            reason_to_stay=why_not_hide(line.code),
        )
        for line in lines
    ]


def kept_line(code: str, today: date) -> KeptLine:
    """One line with its review.

    Raises:
        NotFound: there is no such line, or the viewer is no director.

    """
    found = next((kept for kept in kept_lines(today) if kept.line.code == code), None)
    if found is None:
        raise NotFound
    return found


def reviews_due(today: date) -> list[KeptLine]:
    """The shown lines whose review is due or overdue."""
    return [kept for kept in kept_lines(today) if kept.review is not Review.CURRENT and not kept.line.is_hidden]


def confirm_line(viewer: Viewer, code: str, checked: Checked, now: datetime) -> None:
    """Say that a line's facts were looked up today and are right.

    Raises:
        Conflict: somebody saved the line meanwhile.
        Invalid: the next review is on no day that will do.
        NotFound: there is no such line, or the viewer is no director.

    """
    today = _directors_day(viewer, now)
    with act(viewer, now) as a:
        line = _as_seen(code, checked.number, today)
        _store(a, _checked(line, checked.review_on, today), checked.number, Action.LINE_CONFIRMED)


def change_line(viewer: Viewer, line: CrisisLine, checked: Checked, now: datetime) -> None:
    """Correct a line; whoever does has looked it up today. Whether it is hidden stays as it was.

    Raises:
        Conflict: somebody saved the line meanwhile.
        Invalid: something in it cannot be shown, or the next review is on no day that will do.
        NotFound: there is no such line, or the viewer is no director.

    """
    today = _directors_day(viewer, now)
    with act(viewer, now) as a:
        standing = _as_seen(line.code, checked.number, today)
        corrected = _checked(replace(line, is_hidden=standing.is_hidden), checked.review_on, today)
        _store(a, corrected, checked.number, Action.LINE_CHANGED)


def add_line(viewer: Viewer, line: CrisisLine, review_on: date, now: datetime) -> str:
    """Add a line of the clinic's own, and return its code.

    Raises:
        Conflict: another director added one at the same moment.
        Invalid: something in it cannot be shown, or the next review is on no day that will do.
        NotFound: the viewer is no director.

    """
    added = _checked(line, review_on, _directors_day(viewer, now))
    with act(viewer, now) as a:
        own = select(CrisisLineVersion.code).where(CrisisLineVersion.code.startswith(OWN)).distinct()
        newest = max((int(code.removeprefix(OWN)) for code in a.session.scalars(own)), default=0)
        code = f"{OWN}{newest + 1}"
        _store(a, replace(added, code=code, is_hidden=False), 0, Action.LINE_ADDED)
        return code


def hide_line(viewer: Viewer, code: str, number: int, now: datetime, *, hidden: bool) -> None:
    """Show a line to nobody but directors, or to everybody again. Its facts are not checked by that.

    Raises:
        Conflict: somebody saved the line meanwhile.
        NotFound: there is no such line, or the viewer is no director.
        Refused: it is one of those that are always there.

    """
    today = _directors_day(viewer, now)
    with act(viewer, now) as a:
        line = _as_seen(code, number, today)
        reason = why_not_hide(code) if hidden else None
        if reason is not None:
            raise Refused(reason)
        _store(a, replace(line, is_hidden=hidden), number, Action.LINE_HIDDEN if hidden else Action.LINE_SHOWN)


def _directors_day(viewer: Viewer, now: datetime) -> date:
    """Today where the director is; for anybody else there is nothing to keep."""
    refuse_all_but_directors(viewer)
    return local_day(now, ZoneInfo(viewer.zone))


def _as_seen(code: str, number: int, today: date) -> CrisisLine:
    """The line as it stands, when that is the version that the director saw."""
    kept = kept_line(code, today)
    if kept.number != number:
        raise Conflict(SAVED_MEANWHILE)
    return kept.line


def _checked(line: CrisisLine, review_on: date, today: date) -> CrisisLine:
    """The line as somebody looked it up today."""
    if line.problems():
        raise Invalid(LOOK_AGAIN)
    reason = why_not_review_on(review_on, today)
    if reason is not None:
        raise Invalid(reason)
    return replace(line, checked_on=today, review_on=review_on)


def _store(a: Act, line: CrisisLine, earlier: int, action: Action) -> None:
    row = CrisisLineVersion(
        code=line.code,
        number=earlier + 1,
        author_id=a.actor_id,
        line=line.to_json(),
        checked_on=line.checked_on,
        review_on=line.review_on,
        created_at=a.now,
    )
    a.session.add(row)
    try:
        a.session.flush()
    except IntegrityError:  # two at the same moment: the other one was there first
        raise Conflict(SAVED_MEANWHILE) from None
    a.audit(action, subject=row, code=line.code)


def _as_line(row: CrisisLineVersion) -> CrisisLine:
    return CrisisLine.from_json(row.code, row.line, row.checked_on, row.review_on)
