"""Drafts: each answer is kept as it is given, and an urgent one acts at that moment, sent or not."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.flag_rules import RULES, urgent_findings
from client_app.domain.flags import Case, Severity
from client_app.domain.history import History
from client_app.domain.local_days import local_day, when_answered, why_not_day
from client_app.domain.posts import Post
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.sentences import N_, Sentence
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.gateways.content import current_definition
from client_app.models import CheckIn, CheckInDraft, CheckInVersion
from client_app.services._raising import Origin, raise_findings
from client_app.services.acts import Act, act
from client_app.services.enrollments import Standing, last_standing_of, standing_to_check_in

URGENT_RULES = frozenset(rule.code for rule in RULES if rule.severity is Severity.URGENT)
SENT = Sentence(N_("This check-in was sent already. You can send what is new as an update."))


@dataclass(frozen=True)
class SavedDraft:
    """A draft as it stands now, and whether its answers call for help at once."""

    draft_id: int
    client_id: str
    answers: Answers
    is_urgent: bool
    thresholds: Thresholds


def save_draft(viewer: Viewer, post: Post, posted: frozenset[str], now: datetime) -> SavedDraft:
    """Keep the answers given so far; an urgent one raises its flag in the same commit.

    Args:
        viewer: the participant.
        post: any part of the form; what it leaves out stays as it was.
        posted: the fields that were there, so that an emptied one is taken back.
        now: the present instant, UTC.

    Raises:
        Conflict: the check-in was sent already, or the ``client_id`` is another person's.
        Invalid: the day is not open.
        Refused: the person is not enrolled now.

    """
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        standing = standing_to_check_in(viewer)
        reason = why_not_day(post.day, now, standing.zone, post.answered_at)
        if reason is not None:
            raise Invalid(reason)
        _refuse_sent(a, viewer, post)
        draft = _draft_of(a, viewer, post)
        if draft is None:
            return _keep(a, standing, _begin(a, viewer, post), post, posted, is_new=True)
        return _keep(a, standing, draft, post, posted)


def keep_urgent_answers(viewer: Viewer, post: Post, now: datetime) -> SavedDraft | None:
    """Keep the urgent answers of a post that was refused for another reason, and raise their flags.

    They go into the draft that the post belongs to, and, where that was sent, into an update's.

    Args:
        viewer: the participant.
        post: what was refused, with the answers alone on which urgent flags rest.
        now: the present instant, UTC.

    Returns:
        The draft they are kept in; nothing when they are not urgent, or the person never took part. After the end
        they act all the same, and whoever reads the record is told.

    """
    if not post.answers:
        return None
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        standing = last_standing_of(viewer.person_id)
        saved = _keep_urgent(a, viewer, standing, post) if standing else None
        if saved is None or not saved.is_urgent:
            a.leave_unchanged()
            return None
        return saved


def case_of(draft: CheckInDraft, thresholds: Thresholds) -> Case:
    """The draft's answers as the rules look at them: what is not answered yet may still come."""
    return Case(
        answers=Answers.from_json(draft.answers),
        day=draft.day,
        history=History(),
        thresholds=thresholds,
        kind=draft.kind,
        is_draft=True,
    )


def _refuse_sent(a: Act, viewer: Viewer, post: Post) -> None:
    """A check-in that was sent takes no draft, nor does a day that has its check-in."""
    same_post = a.session.scalar(select(CheckInVersion.id).where(CheckInVersion.client_id == post.client_id))
    if same_post or _is_sent(a, viewer, post):
        raise Conflict(SENT)


def _is_sent(a: Act, viewer: Viewer, post: Post) -> bool:
    """Has the day that the post is for its daily check-in? An update can always be added."""
    if post.kind is Kind.UPDATE:
        return False
    daily = select(CheckIn.id).where(
        CheckIn.participant_id == viewer.person_id, CheckIn.day == post.day, CheckIn.kind == Kind.DAILY
    )
    return a.session.scalar(daily) is not None


def _draft_of(a: Act, viewer: Viewer, post: Post) -> CheckInDraft | None:
    draft = a.session.scalars(select(CheckInDraft).where(CheckInDraft.client_id == post.client_id)).one_or_none()
    if draft is not None and (draft.participant_id != viewer.person_id or draft.closed_at is not None):
        raise Conflict(SENT)
    return draft


def _keep_urgent(a: Act, viewer: Viewer, standing: Standing, post: Post) -> SavedDraft:
    """Keep them in the draft with this ``client_id``, else in the latest for its day and kind, else in a new one.

    A trusted phone goes on with its own draft only.
    """
    own = select(CheckInDraft).where(CheckInDraft.participant_id == viewer.person_id, CheckInDraft.closed_at.is_(None))
    draft = a.session.scalars(own.where(CheckInDraft.client_id == post.client_id)).one_or_none()
    if draft is None:
        if why_not_day(post.day, a.now, standing.zone, post.answered_at) is not None:
            post = replace(post, day=local_day(a.now, standing.zone))
        if _is_sent(a, viewer, post):
            post = replace(post, kind=Kind.UPDATE)
    if draft is None and not viewer.is_on_trusted_phone:  # there, nothing is mixed with what was said elsewhere
        alike = own.where(CheckInDraft.day == post.day, CheckInDraft.kind == post.kind)
        draft = a.session.scalars(alike.order_by(CheckInDraft.touched_at.desc()).limit(1)).one_or_none()
    if draft is None:
        draft = _begin(a, viewer, post if _is_free(a, post.client_id) else replace(post, client_id=str(uuid4())))
    return _keep(a, standing, draft, post, frozenset(post.answers))


def _is_free(a: Act, client_id: str) -> bool:
    """Has nobody used this ``client_id`` yet?"""
    drafts = select(CheckInDraft.id).where(CheckInDraft.client_id == client_id)
    sent = select(CheckInVersion.id).where(CheckInVersion.client_id == client_id)
    return a.session.scalar(drafts.union_all(sent).limit(1)) is None


def _begin(a: Act, viewer: Viewer, post: Post) -> CheckInDraft:
    draft = CheckInDraft(
        participant_id=viewer.person_id,
        kind=post.kind,
        day=post.day,
        client_id=post.client_id,
        definition_version=current_definition().version,
        answers=post.answers.to_json(),
        started_at=a.now,
        touched_at=a.now,
    )
    a.session.add(draft)
    try:
        a.session.flush()
    except IntegrityError:  # another person's post brought the same client_id at the same moment
        raise Conflict(SENT) from None
    a.audit("check_in.draft_begun", subject=draft, participant_id=viewer.person_id)
    return draft


def _keep(
    a: Act, standing: Standing, draft: CheckInDraft, post: Post, posted: frozenset[str], *, is_new: bool = False
) -> SavedDraft:
    """Merge the answers into the draft and judge them by the urgent rules."""
    earlier = Answers.from_json(draft.answers).items()
    kept = {name: answer for name, answer in earlier if name not in posted and not _is_unasked_by(post, posted, name)}
    answers = Answers(kept | dict(post.answers))
    draft.answers, draft.touched_at = answers.to_json(), a.now
    found = urgent_findings(case_of(draft, standing.thresholds))
    answered_at = when_answered(post.answered_at, a.now, standing.started_on)
    origin = Origin(answered_at, a.now, draft_id=draft.id, is_new=is_new)
    raise_findings(a, standing, found, origin, judged=URGENT_RULES)
    a.audit("check_in.draft_kept", subject=draft, participant_id=draft.participant_id)
    return SavedDraft(draft.id, draft.client_id, answers, is_urgent=bool(found), thresholds=standing.thresholds)


def _is_unasked_by(post: Post, posted: frozenset[str], name: str) -> bool:
    """Does the post answer the question before this one so that it is no longer asked? Then nobody means its answer."""
    question = current_definition().question(name)
    branch = question.when if question else None
    return branch is not None and branch.question in posted and post.answers.get(branch.question) not in branch.values
