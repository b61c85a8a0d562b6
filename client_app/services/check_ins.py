"""Checking in: sending the daily check-in, changing it for a while, and telling what changed afterwards."""

from datetime import datetime

from sqlalchemy import and_, bindparam, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from client_app.domain.answers import Answers
from client_app.domain.audit_actions import Action
from client_app.domain.check_ins import Kind, may_change
from client_app.domain.flag_rules import RULES, findings, untouched_draft_findings
from client_app.domain.flags import Case
from client_app.domain.history import History
from client_app.domain.local_days import local_day, when_answered, why_not_day
from client_app.domain.posts import Post
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.gateways.content import current_definition
from client_app.models import CheckIn, CheckInDraft, CheckInVersion
from client_app.services._raising import Origin, note_backfill, note_sent, raise_findings
from client_app.services.acts import Act, act
from client_app.services.check_in_reads import history_of
from client_app.services.drafts import case_of
from client_app.services.enrollments import Standing, standing_to_check_in

ALL_RULES = frozenset(rule.code for rule in RULES) - {"quiet_days", "missed_appointment"}

ALREADY_SENT = Sentence(
    N_("This check-in was sent already. What you typed is still here. You can send it as an update.")
)
DAY_TAKEN = Sentence(
    N_("You already checked in for this day. What you typed is still here. You can send it as an update.")
)
TOO_LATE_TO_CHANGE = Sentence(N_("This check-in can no longer be changed. You can send an update instead."))
NOTHING_TO_CHANGE = Sentence(N_("There is no check-in to change yet."))
EMPTY = Sentence(N_("Nothing is filled in yet. Please answer or skip at least one question."))

_SENT = (
    select(CheckInVersion.check_in_id, CheckInVersion.answers, CheckIn.participant_id, CheckIn.day, CheckIn.kind)
    .join(CheckIn, CheckIn.id == CheckInVersion.check_in_id)
    .where(CheckInVersion.client_id == bindparam("client_id"))
)
_VERSION = insert(CheckInVersion)
_DRAFTS = select(CheckInDraft).where(
    or_(
        CheckInDraft.client_id == bindparam("client_id"),
        and_(
            CheckInDraft.participant_id == bindparam("participant_id"),
            CheckInDraft.day == bindparam("day"),
            CheckInDraft.kind == bindparam("kind"),
            CheckInDraft.closed_at.is_(None),
        ),
    )
)


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
        drafts = _drafts(a, viewer, post)
        standing = standing_to_check_in(viewer)
        history = history_of(viewer.person_id, post.day)
        _refuse_unfit(post, standing, history, now)
        check_in = _store(a, viewer, post, standing)
        draft_id = _close(a, drafts, check_in, post)
        is_new = draft_id is None
        _judge(a, standing, check_in, history, Origin(check_in.answered_at, now, check_in.id, draft_id, is_new=is_new))
        _judge_left_drafts(a, standing, [draft for draft in drafts if draft.client_id != post.client_id])
        if post.day < local_day(now, standing.zone):
            note_backfill(a, viewer.person_id, post.day.isoformat(), check_in.id)
        action = Action.DAILY_SENT if post.kind is Kind.DAILY else Action.UPDATE_SENT
        a.audit(action, subject=check_in, participant_id=viewer.person_id)
        return check_in.id


def change_check_in(viewer: Viewer, post: Post, now: datetime) -> int:
    """Store other answers to the day's check-in as a new version within 15 minutes; the old one stays.

    Raises:
        Conflict: it can be changed no longer, or only after a sign-in, or other answers stand under this ``client_id``.
        Invalid: there is nothing to change, or nothing is answered.
        Refused: the person is not enrolled now.

    """
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        repeated = _repeated(a, viewer, post)
        if repeated is not None:
            a.leave_unchanged()
            return repeated
        drafts = _drafts(a, viewer, post)
        standing = standing_to_check_in(viewer)
        check_in = _changeable(a, viewer, post, now)
        number = 1 + _versions(a, check_in)
        check_in.answers, check_in.craving_now = post.answers.to_json(), post.answers.number("craving_now")
        check_in.definition_version = current_definition().version
        check_in.changed_at = now
        check_in.read_at = check_in.read_by_id = None  # what was read is not what it says now
        _add_version(a, check_in, post, number)
        draft_id = _close(a, drafts, check_in, post)
        history = history_of(viewer.person_id, check_in.day)
        _judge(a, standing, check_in, history, Origin(now, now, check_in.id, draft_id))
        a.audit("check_in.changed", subject=check_in, participant_id=viewer.person_id, version=number)
        return check_in.id


def _repeated(a: Act, viewer: Viewer, post: Post) -> int | None:
    """The check-in that the same post made before; another person's ``client_id`` is refused in the same words."""
    row = a.session.execute(_SENT, {"client_id": post.client_id}).one_or_none()
    if row is None:
        return None
    is_same = row.participant_id == viewer.person_id and row.day == post.day and row.kind == post.kind
    if not is_same or Answers.from_json(row.answers) != post.answers:
        raise Conflict(ALREADY_SENT)
    check_in_id: int = row.check_in_id
    return check_in_id


def _drafts(a: Act, viewer: Viewer, post: Post) -> list[CheckInDraft]:
    """The draft that is sent, and the day's other open ones of its kind; another person's is refused."""
    about = {"participant_id": viewer.person_id, "day": post.day, "kind": post.kind, "client_id": post.client_id}
    drafts = a.session.scalars(_DRAFTS, about).all()
    if any(draft.participant_id != viewer.person_id for draft in drafts):
        raise Conflict(ALREADY_SENT)
    return [draft for draft in drafts if draft.closed_at is None]


def _refuse_unfit(post: Post, standing: Standing, history: History, now: datetime) -> None:
    reason = why_not_day(post.day, now, standing.zone, post.answered_at)
    if reason is not None:
        raise Invalid(reason)
    if not post.answers:
        raise Invalid(EMPTY)
    if post.kind is Kind.DAILY and any(past.day == post.day for past in history.days):
        raise Conflict(DAY_TAKEN)


def _changeable(a: Act, viewer: Viewer, post: Post, now: datetime) -> CheckIn:
    if viewer.is_on_trusted_phone:  # whoever holds it takes back nothing that was said before
        raise Conflict(TOO_LATE_TO_CHANGE)
    daily = select(CheckIn).where(
        CheckIn.participant_id == viewer.person_id, CheckIn.day == post.day, CheckIn.kind == Kind.DAILY
    )
    check_in = a.session.scalars(daily).one_or_none()
    if check_in is None:
        raise Invalid(NOTHING_TO_CHANGE)
    if not may_change(check_in.arrived_at, now):
        raise Conflict(TOO_LATE_TO_CHANGE)
    if not post.answers:
        raise Invalid(EMPTY)
    return check_in


def _store(a: Act, viewer: Viewer, post: Post, standing: Standing) -> CheckIn:
    check_in = CheckIn(
        participant_id=viewer.person_id,
        kind=post.kind,
        day=post.day,
        definition_version=current_definition().version,
        answers=post.answers.to_json(),
        craving_now=post.answers.number("craving_now"),
        answered_at=when_answered(post.answered_at, a.now, standing.started_on),
        arrived_at=a.now,
        sent_late=post.answered_at is not None,
    )
    a.session.add(check_in)
    a.session.flush()
    _add_version(a, check_in, post, number=1)
    return check_in


def _add_version(a: Act, check_in: CheckIn, post: Post, number: int) -> None:
    version = {
        "check_in_id": check_in.id,
        "number": number,
        "client_id": post.client_id,
        "answers": post.answers.to_json(),
        "stored_at": a.now,
    }
    try:
        a.session.connection().execute(_VERSION, version)
    except IntegrityError:  # another person's post brought the same client_id at the same moment
        raise Conflict(ALREADY_SENT) from None


def _versions(a: Act, check_in: CheckIn) -> int:
    count = select(func.count()).select_from(CheckInVersion).where(CheckInVersion.check_in_id == check_in.id)
    return a.session.scalar(count) or 0


def _close(a: Act, drafts: list[CheckInDraft], check_in: CheckIn, post: Post) -> int | None:
    """Close the drafts, as the day needs none any more; tell the flags of the one that was sent, give its number."""
    for draft in drafts:
        draft.closed_at = a.now
    draft_id = next((draft.id for draft in drafts if draft.client_id == post.client_id), None)
    if draft_id is not None:
        note_sent(a, check_in.participant_id, draft_id, check_in.id)
    return draft_id


def _judge(a: Act, standing: Standing, check_in: CheckIn, history: History, origin: Origin) -> None:
    """Judge the answers as they are now by every rule of a check-in."""
    case = Case(
        answers=Answers.from_json(check_in.answers),
        day=check_in.day,
        history=history,
        thresholds=standing.thresholds,
        kind=check_in.kind,
    )
    raise_findings(a, standing, findings(case), origin, judged=ALL_RULES)


def _judge_left_drafts(a: Act, standing: Standing, drafts: list[CheckInDraft]) -> None:
    """A draft begun on another device is closed with the day; what it asked of staff is not lost with it."""
    for draft in drafts:
        origin = Origin(draft.touched_at, a.now, draft_id=draft.id)
        raise_findings(a, standing, untouched_draft_findings(case_of(draft, standing.thresholds)), origin)
