"""What counselor and participant agreed to look at before the next step: agreed, met, met no longer, removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from client_app.domain.plans import read_entry
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.sentences import N_, Sentence
from client_app.domain.step_downs import AGREED_ALREADY, GONE_MEANWHILE, Criterion, why_not_more
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Enrollment, Person, StepCriterion
from client_app.services.acts import Act, act
from client_app.services.enrollments import read_by

LEFT = Sentence(N_("This person has left the program."))


class Wish(StrEnum):
    """What is done with something that was agreed."""

    MET = "met"
    OPEN = "open"
    """It is met no longer, or was marked by mistake."""
    REMOVE = "remove"


def criteria_of(enrollment_id: int) -> tuple[Criterion, ...]:
    """What stands agreed in one time in a program, in the order in which it was agreed."""
    rows = db.session.execute(
        select(*StepCriterion.__table__.c, Person.name)
        .join(Person, Person.id == StepCriterion.agreed_by_id)
        .where(StepCriterion.enrollment_id == enrollment_id, StepCriterion.removed_at.is_(None))
        .order_by(StepCriterion.id)
    )
    return tuple(Criterion(row.id, row.text, row.agreed_at, row.name, row.met_at) for row in rows)


def own_criteria(viewer: Viewer) -> tuple[Criterion, ...]:
    """What the viewer agreed with the team."""
    enrollment_id = db.session.scalar(
        select(Enrollment.id).where(Enrollment.participant_id == viewer.person_id, Enrollment.ended_on.is_(None))
    )
    return () if enrollment_id is None else criteria_of(enrollment_id)


def agree(viewer: Viewer, participant_id: int, text: str, now: datetime) -> None:
    """Keep what counselor and participant agreed, in words that both read.

    Raises:
        NotFound: the viewer does not read the record.
        Invalid: it cannot be kept, or the list is full.
        Conflict: it is agreed already, or the time in the program has ended.

    """
    words = read_entry(text)
    with _current(viewer, participant_id, now) as (a, enrollment_id):
        agreed = criteria_of(enrollment_id)
        if words in {one.text for one in agreed}:
            raise Conflict(AGREED_ALREADY)
        full = why_not_more(agreed)
        if full is not None:
            raise Invalid(full)
        criterion = StepCriterion(enrollment_id=enrollment_id, text=words, agreed_at=now, agreed_by_id=viewer.person_id)
        a.session.add(criterion)
        a.audit("step_criterion.agreed", subject=criterion, participant_id=participant_id)


def change_criterion(
    viewer: Viewer, participant_id: int, criterion_id: int, wish: Wish, now: datetime, *, was_met: bool | None
) -> None:
    """Mark something that was agreed as met or not met, or remove it.

    Args:
        viewer: who reads the participant's record.
        participant_id: whose it is.
        criterion_id: what was agreed.
        wish: what is done with it.
        now: the present instant.
        was_met: how it stood when the page was opened; nothing where the form says nothing sensible about it.

    Raises:
        NotFound: the viewer does not read the record, or it was never agreed there.
        Conflict: somebody changed or removed it since, or the time in the program has ended.

    """
    with _current(viewer, participant_id, now) as (a, enrollment_id):
        criterion = a.session.scalars(
            select(StepCriterion)
            .where(StepCriterion.id == criterion_id, StepCriterion.enrollment_id == enrollment_id)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if criterion is None:
            raise NotFound
        is_met = criterion.met_at is not None
        if criterion.removed_at is not None or is_met is not was_met or wish is (Wish.MET if is_met else Wish.OPEN):
            raise Conflict(GONE_MEANWHILE)
        if wish is Wish.REMOVE:
            criterion.removed_at = now
            action = "step_criterion.removed"
        else:
            criterion.met_at = now if wish is Wish.MET else None
            action = "step_criterion.met" if wish is Wish.MET else "step_criterion.opened_again"
        a.audit(action, subject=criterion, participant_id=participant_id)


@contextmanager
def _current(viewer: Viewer, participant_id: int, now: datetime) -> Iterator[tuple[Act, int]]:
    """An act about the participant's latest time in the program; acts about one participant follow one another."""
    with act(viewer, now) as a:
        a.lock_participant(participant_id)
        row = a.session.execute(
            select(Enrollment.id, Enrollment.ended_on)
            .where(Enrollment.participant_id == participant_id, Enrollment.participant_id.in_(read_by(viewer, now)))
            .order_by(Enrollment.id.desc())
            .limit(1)
        ).one_or_none()
        if row is None:
            raise NotFound
        if row.ended_on is not None:
            raise Conflict(LEFT)
        yield a, row.id
