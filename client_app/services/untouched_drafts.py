"""Drafts that were left lying: what they ask of staff is raised though nobody pressed send."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from client_app.domain.flag_rules import untouched_draft_findings
from client_app.extensions import db
from client_app.models import CheckInDraft
from client_app.services._raising import Origin, raise_findings
from client_app.services.acts import Act, act
from client_app.services.drafts import case_of
from client_app.services.enrollments import Standing, last_standing_of

UNTOUCHED_AFTER = timedelta(minutes=30)
"""How long a draft waits for the next answer before it is judged as it is."""

JUDGED_RULES = frozenset({"any_use", "call_me"})
"""An answer of theirs that was taken back since the draft was last judged is noted on its flag."""


def untouched_drafts(now: datetime) -> list[int]:
    """The open drafts that nobody has touched for 30 minutes and that were not judged since, the oldest first."""
    return list(
        db.session.scalars(select(CheckInDraft.id).where(_is_untouched(now)).order_by(CheckInDraft.touched_at)).all()
    )


def judge_draft(draft_id: int, now: datetime) -> None:
    """Raise what a draft asks for, and note that it was judged; does nothing when it was sent or touched meanwhile."""
    with act(None, now) as a:
        participant_id = a.session.scalar(select(CheckInDraft.participant_id).where(CheckInDraft.id == draft_id))
        a.lock_participant(participant_id or 0)
        found = select(CheckInDraft).where(CheckInDraft.id == draft_id, _is_untouched(now))
        draft = a.session.scalars(found).one_or_none()
        if draft is None:
            a.leave_unchanged()
            return
        draft.judged_at = now
        standing = last_standing_of(draft.participant_id)
        if standing is not None:
            _judge(a, standing, draft)
        a.audit("check_in.draft_judged", subject=draft, participant_id=draft.participant_id)


def _is_untouched(now: datetime) -> ColumnElement[bool]:
    return and_(
        CheckInDraft.closed_at.is_(None),
        CheckInDraft.touched_at <= now - UNTOUCHED_AFTER,
        or_(CheckInDraft.judged_at.is_(None), CheckInDraft.judged_at < CheckInDraft.touched_at),
    )


def _judge(a: Act, standing: Standing, draft: CheckInDraft) -> None:
    origin = Origin(answered_at=draft.touched_at, arrived_at=a.now, draft_id=draft.id)
    found = untouched_draft_findings(case_of(draft, standing.thresholds))
    raise_findings(a, standing, found, origin, judged=JUDGED_RULES)
