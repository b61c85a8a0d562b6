"""Checking in: sending the daily check-in, changing it for a while, and telling what changed afterwards."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import func, select, update

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind, may_change
from client_app.domain.flag_rules import RULES, findings
from client_app.domain.flags import Case
from client_app.domain.local_days import why_not_day
from client_app.domain.posts import Post
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.gateways.content import current_definition
from client_app.models import CheckIn, CheckInDraft, CheckInVersion
from client_app.services._raising import Origin, note_backfill, note_sent, raise_findings
from client_app.services.acts import Act, act
from client_app.services.check_in_reads import history_of
from client_app.services.enrollments import Standing, standing_of

ALL_RULES = frozenset(rule.code for rule in RULES) - {"quiet_days"}

CLOSED = Sentence(N_("The check-in is closed for you now. Your history, lessons and help stay open."))
ALREADY_SENT = Sentence(
    N_("This check-in was sent already. What you typed is still here. You can send it as an update.")
)
DAY_TAKEN = Sentence(
    N_("You already checked in for this day. What you typed is still here. You can send it as an update.")
)
TOO_LATE_TO_CHANGE = Sentence(N_("This check-in can no longer be changed. You can send an update instead."))
NOTHING_TO_CHANGE = Sentence(N_("There is no check-in to change yet."))
EMPTY = Sentence(N_("Nothing is filled in yet. Please answer or skip at least one question."))


def send_check_in(viewer: Viewer, post: Post, now: datetime) -> int:
    """Store a daily check-in or an update, judge it by every rule, and return its number.

    The same post again returns the same number and stores nothing.

    Raises:
        Conflict: other answers under the same ``client_id``, or the day has its check-in.
        Invalid: nothing is answered, or the day is not open.
        Refused: the person is not enrolled now.

    """
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        repeated = _repeated(a, viewer, post)
        if repeated is not None:
            a.leave_unchanged()
            return repeated
        standing = _enrolled(viewer)
        _refuse_unfit(a, viewer, post, standing)
        check_in = _store(a, viewer, post)
        draft_id = _close_drafts(a, viewer, post)
        if draft_id is not None:
            note_sent(a, viewer.person_id, draft_id, check_in.id)
        _judge(a, standing, check_in, draft_id)
        note_backfill(a, viewer.person_id, post.day.isoformat(), check_in.id)
        a.audit(f"check_in.{post.kind}_sent", subject=check_in, participant_id=viewer.person_id)
        return check_in.id


def change_check_in(viewer: Viewer, post: Post, now: datetime) -> int:
    """Store other answers to the day's check-in as a new version within 15 minutes; the old one stays.

    Raises:
        Conflict: it can no longer be changed, or other answers stand under the same ``client_id``.
        Invalid: there is nothing to change, or nothing is answered.
        Refused: the person is not enrolled now.

    """
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        repeated = _repeated(a, viewer, post)
        if repeated is not None:
            a.leave_unchanged()
            return repeated
        standing = _enrolled(viewer)
        check_in = _changeable(a, viewer, post, now)
        number = 1 + _versions(a, check_in)
        check_in.answers, check_in.craving_now = post.answers.to_json(), post.answers.number("craving_now")
        check_in.changed_at = now
        check_in.read_at = check_in.read_by_id = None  # what was read is not what it says now
        _add_version(a, check_in, post, number)
        _judge(a, standing, check_in, None)
        a.audit("check_in.changed", subject=check_in, participant_id=viewer.person_id, version=number)
        return check_in.id


def _repeated(a: Act, viewer: Viewer, post: Post) -> int | None:
    """The check-in that the same post made before; another person's ``client_id`` is refused in the same words."""
    row = a.session.execute(
        select(CheckInVersion.check_in_id, CheckInVersion.answers, CheckIn.participant_id, CheckIn.day, CheckIn.kind)
        .join(CheckIn, CheckIn.id == CheckInVersion.check_in_id)
        .where(CheckInVersion.client_id == post.client_id)
    ).one_or_none()
    if row is None:
        owner = a.session.scalar(select(CheckInDraft.participant_id).where(CheckInDraft.client_id == post.client_id))
        return None if owner in {None, viewer.person_id} else _conflict(ALREADY_SENT)
    is_same = row.participant_id == viewer.person_id and row.day == post.day and row.kind == post.kind
    if not is_same or Answers.from_json(row.answers) != post.answers:
        _conflict(ALREADY_SENT)
    check_in_id: int = row.check_in_id
    return check_in_id


def _conflict(reason: Sentence) -> NoReturn:
    raise Conflict(reason)


def _enrolled(viewer: Viewer) -> Standing:
    standing = standing_of(viewer.person_id)
    if standing is None:
        raise Refused(CLOSED)
    return standing


def _refuse_unfit(a: Act, viewer: Viewer, post: Post, standing: Standing) -> None:
    reason = why_not_day(post.day, a.now, standing.zone, post.answered_at)
    if reason is not None:
        raise Invalid(reason)
    if not post.answers:
        raise Invalid(EMPTY)
    if post.kind is Kind.DAILY and _daily_of(a, viewer, post) is not None:
        raise Conflict(DAY_TAKEN)


def _daily_of(a: Act, viewer: Viewer, post: Post) -> CheckIn | None:
    return a.session.scalars(
        select(CheckIn).where(
            CheckIn.participant_id == viewer.person_id, CheckIn.day == post.day, CheckIn.kind == Kind.DAILY
        )
    ).one_or_none()


def _changeable(a: Act, viewer: Viewer, post: Post, now: datetime) -> CheckIn:
    check_in = _daily_of(a, viewer, post)
    if check_in is None:
        raise Invalid(NOTHING_TO_CHANGE)
    if not may_change(check_in.arrived_at, now):
        raise Conflict(TOO_LATE_TO_CHANGE)
    if not post.answers:
        raise Invalid(EMPTY)
    return check_in


def _store(a: Act, viewer: Viewer, post: Post) -> CheckIn:
    check_in = CheckIn(
        participant_id=viewer.person_id,
        kind=post.kind,
        day=post.day,
        definition_version=current_definition().version,
        answers=post.answers.to_json(),
        craving_now=post.answers.number("craving_now"),
        answered_at=post.answered_at or a.now,
        arrived_at=a.now,
        sent_late=post.answered_at is not None,
    )
    a.session.add(check_in)
    a.session.flush()
    _add_version(a, check_in, post, number=1)
    return check_in


def _add_version(a: Act, check_in: CheckIn, post: Post, number: int) -> None:
    a.session.add(
        CheckInVersion(
            check_in_id=check_in.id,
            number=number,
            client_id=post.client_id,
            answers=post.answers.to_json(),
            stored_at=a.now,
        )
    )


def _versions(a: Act, check_in: CheckIn) -> int:
    count = select(func.count()).select_from(CheckInVersion).where(CheckInVersion.check_in_id == check_in.id)
    return a.session.scalar(count) or 0


def _close_drafts(a: Act, viewer: Viewer, post: Post) -> int | None:
    """Close the draft that was sent; a day that has its check-in keeps no other draft open either."""
    open_drafts = a.session.execute(
        select(CheckInDraft.id, CheckInDraft.client_id).where(
            CheckInDraft.participant_id == viewer.person_id,
            CheckInDraft.day == post.day,
            CheckInDraft.kind == post.kind,
            CheckInDraft.closed_at.is_(None),
        )
    ).all()
    if open_drafts:
        a.session.execute(
            update(CheckInDraft).where(CheckInDraft.id.in_([row.id for row in open_drafts])).values(closed_at=a.now)
        )
    return next((row.id for row in open_drafts if row.client_id == post.client_id), None)


def _judge(a: Act, standing: Standing, check_in: CheckIn, draft_id: int | None) -> None:
    """Judge the answers as they are now by every rule of a check-in."""
    case = Case(
        answers=Answers.from_json(check_in.answers),
        day=check_in.day,
        history=history_of(standing.participant_id, check_in.day),
        thresholds=standing.thresholds,
        kind=check_in.kind,
    )
    origin = Origin(check_in.answered_at, a.now, check_in_id=check_in.id, draft_id=draft_id)
    raise_findings(a, standing, findings(case), origin, judged=ALL_RULES)
