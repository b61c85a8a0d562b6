"""Quiet plans: what a participant wants when they fall silent, written by themselves or by whoever reads for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from client_app.domain.contact_cards import Reach
from client_app.domain.local_days import local_day
from client_app.domain.missed_appointments import CODE as MISSED
from client_app.domain.quiet import silent_days
from client_app.domain.quiet_plans import (
    CHANGED_MEANWHILE,
    Occasion,
    QuietPlan,
    SaidStep,
    TypedQuietPlan,
    caution,
    occasion_after,
    title_of,
)
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import CheckIn, Person, QuietPlanVersion
from client_app.services.acts import act
from client_app.services.contact_cards import reach_of, with_reach
from client_app.services.enrollments import read_by, standing_of
from client_app.services.pauses import pauses_of
from client_app.services.quiet_days import RULE as QUIET

NONE_YET = 0
"""The number of the version where none was ever written."""

Author = aliased(Person)


@dataclass(frozen=True)
class WrittenQuietPlan:
    """A participant's quiet plan as it stands now."""

    participant_id: int
    name: str
    plan: QuietPlan
    number: int
    """Of its version; grows with each edit."""
    written_at: datetime | None
    author: str | None
    reach: Reach
    """How they are reached, as the contact card says."""

    @property
    def cautions(self) -> dict[Occasion, Sentence]:
        """What stands in the way of each step."""
        found = {occasion: caution(self.plan.step(occasion), self.reach) for occasion in Occasion}
        return {occasion: said for occasion, said in found.items() if said}


@dataclass(frozen=True)
class FirstThing:
    """What stands first on a flag for silence, or for a missed appointment."""

    written: WrittenQuietPlan
    occasion: Occasion | None
    """The step that applies; nothing once the silence is over."""

    @property
    def title(self) -> Sentence:
        """What this is about."""
        return title_of(self.occasion, self.written.name)

    @property
    def step(self) -> SaidStep | None:
        """The step that applies; nothing where none does, or where the participant left it open."""
        return next((step for step in self.written.plan.said_steps() if step.occasion is self.occasion), None)

    @property
    def caution(self) -> Sentence | None:
        """What stands in the way of it."""
        return self.written.cautions.get(self.occasion) if self.occasion else None


def quiet_plan_of(viewer: Viewer, participant_id: int, now: datetime) -> WrittenQuietPlan:
    """The plan of the viewer, or of a participant whose record the viewer reads.

    Raises:
        NotFound: the viewer is neither the participant nor their reader.

    """
    row = db.session.execute(_plans(viewer, participant_id, now)).one_or_none()
    if row is None:
        raise NotFound
    return _written(row)


def told_after(participant_id: int) -> int | None:
    """After how many silent days their program's team is told; nothing for whoever takes part no longer."""
    standing = standing_of(participant_id)
    return standing.thresholds.quiet_days if standing else None


def keep_quiet_plan(viewer: Viewer, participant_id: int, typed: TypedQuietPlan, seen: int, now: datetime) -> None:
    """Keep a new version of the plan over the one that the form was opened at; the same plan again is no new version.

    Raises:
        Conflict: somebody changed it meanwhile.
        Invalid: a part cannot be kept as it is.
        NotFound: the viewer is neither the participant nor their reader.

    """
    quiet_plan_of(viewer, participant_id, now)
    problem = next(iter(typed.problems().values()), None)
    if problem:
        raise Invalid(problem)
    plan = typed.plan()
    with act(viewer, now) as a:
        a.session.get_one(Person, participant_id, with_for_update={"key_share": True})  # others wait their turn
        latest = db.session.execute(_latest(participant_id)).one_or_none()
        if plan == (QuietPlan.from_json(latest.plan) if latest else QuietPlan()):
            a.leave_unchanged()
            return
        if seen != (latest.number if latest else NONE_YET):
            raise Conflict(CHANGED_MEANWHILE)
        version = QuietPlanVersion(
            participant_id=participant_id,
            number=seen + 1,
            author_id=viewer.person_id,
            plan=plan.to_json(),
            written_at=now,
        )
        a.session.add(version)
        a.audit("quiet_plan.written", subject=version, participant_id=participant_id, number=version.number)


def first_thing(viewer: Viewer, rule: str, participant_id: int, now: datetime) -> FirstThing | None:
    """What the participant wants now that this rule has raised a flag; nothing for rules that no plan is about.

    Raises:
        NotFound: the viewer does not read the participant's record.

    """
    if rule not in {QUIET, MISSED}:
        return None
    written = quiet_plan_of(viewer, participant_id, now)
    return FirstThing(written, Occasion.MISSED if rule == MISSED else occasion_after(_silent_days(participant_id, now)))


def _silent_days(participant_id: int, now: datetime) -> int:
    standing = standing_of(participant_id)
    if standing is None or standing.active_from is None:
        return 0
    last_heard = db.session.scalar(select(func.max(CheckIn.day)).where(CheckIn.participant_id == participant_id))
    today = local_day(now, standing.zone)
    return silent_days(today, standing.active_from, last_heard, pauses_of(standing.enrollment_id))


def _latest(participant_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(QuietPlanVersion.number, QuietPlanVersion.plan)
        .where(QuietPlanVersion.participant_id == participant_id)
        .order_by(QuietPlanVersion.number.desc())
        .limit(1)
    )


def _plans(viewer: Viewer, participant_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    """The person, if the viewer may read them, with the newest version and the contact card where there are any."""
    is_own = viewer.person_id == participant_id and viewer.role is Role.PARTICIPANT
    plans = (
        select(
            Person.id,
            Person.name,
            QuietPlanVersion.number,
            QuietPlanVersion.plan,
            QuietPlanVersion.written_at,
            Author.name.label("author"),
        )
        .select_from(Person)
        .outerjoin(QuietPlanVersion, QuietPlanVersion.participant_id == Person.id)
        .outerjoin(Author, Author.id == QuietPlanVersion.author_id)
        .where(Person.id == participant_id)
        .order_by(QuietPlanVersion.number.desc())
        .limit(1)
    )
    chosen = with_reach(plans)
    return chosen if is_own else chosen.where(Person.id.in_(read_by(viewer, now)))


def _written(row: Row[*tuple[Any, ...]]) -> WrittenQuietPlan:
    return WrittenQuietPlan(
        participant_id=row.id,
        name=row.name,
        plan=QuietPlan.from_json(row.plan) if row.plan else QuietPlan(),
        number=row.number or NONE_YET,
        written_at=row.written_at,
        author=row.author,
        reach=reach_of(row),
    )
