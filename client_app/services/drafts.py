"""Drafts: each answer is kept as it is given, and an urgent one acts at that moment, sent or not."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.flag_rules import RULES, urgent_findings
from client_app.domain.flags import Case, Finding, Severity
from client_app.domain.history import History
from client_app.domain.local_days import local_day, why_not_day
from client_app.domain.posts import Post
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.sentences import N_, Sentence
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.gateways.content import current_definition
from client_app.models import CheckIn, CheckInDraft, CheckInVersion
from client_app.services._raising import Origin, raise_findings
from client_app.services.acts import Act, act
from client_app.services.enrollments import Standing, standing_of

URGENT_RULES = frozenset(rule.code for rule in RULES if rule.severity is Severity.URGENT)
SENT = Sentence(N_("This check-in was sent already. You can send what is new as an update."))


@dataclass(frozen=True)
class SavedDraft:
    """A draft as it stands now, and whether its answers call for help at once."""

    draft_id: int
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

    """
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        standing = _enrolled(viewer)
        reason = why_not_day(post.day, now, standing.zone, post.answered_at)
        if reason is not None:
            raise Invalid(reason)
        _refuse_sent(a, viewer, post)
        draft = _draft_of(a, viewer, post)
        if draft is None:
            draft = _begin(a, viewer, post.client_id, post.kind, post.day)
        return _keep(a, standing, draft, post, posted)


def keep_urgent_answers(viewer: Viewer, urgent: Answers, client_id: str | None, now: datetime) -> bool:
    """Keep the urgent answers of a post that was refused for another reason, and raise their flags.

    Returns whether they are urgent; nothing is stored when they are not, or when nobody is enrolled.
    """
    standing = standing_of(viewer.person_id)
    if standing is None:
        return False
    day = local_day(now, standing.zone)
    case = Case(answers=urgent, day=day, history=History(), thresholds=standing.thresholds)
    if not urgent_findings(replace(case, is_draft=True)):
        return False
    with act(viewer, now) as a:
        a.lock_participant(viewer.person_id)
        draft = _draft_for_urgent(a, viewer, client_id, day)
        post = Post(draft.client_id, draft.kind, draft.day, urgent)
        _keep(a, standing, draft, post, frozenset(urgent))
    return True


def _enrolled(viewer: Viewer) -> Standing:
    standing = standing_of(viewer.person_id)
    if standing is None:
        raise Conflict(Sentence(N_("The check-in is closed for you now. Your history, lessons and help stay open.")))
    return standing


def _refuse_sent(a: Act, viewer: Viewer, post: Post) -> None:
    """A check-in that was sent takes no draft, nor does a day that has its check-in."""
    same_post = select(CheckInVersion.id).where(CheckInVersion.client_id == post.client_id)
    same_day = select(CheckIn.id).where(
        CheckIn.participant_id == viewer.person_id, CheckIn.day == post.day, CheckIn.kind == Kind.DAILY
    )
    if a.session.scalar(same_post) or (post.kind is Kind.DAILY and a.session.scalar(same_day)):
        raise Conflict(SENT)


def _draft_of(a: Act, viewer: Viewer, post: Post) -> CheckInDraft | None:
    draft = a.session.scalars(select(CheckInDraft).where(CheckInDraft.client_id == post.client_id)).one_or_none()
    if draft is not None and (draft.participant_id != viewer.person_id or draft.closed_at is not None):
        raise Conflict(SENT)
    return draft


def _draft_for_urgent(a: Act, viewer: Viewer, client_id: str | None, day: date) -> CheckInDraft:
    """The viewer's own open draft with this ``client_id``, else today's latest open one, else a new one."""
    own = select(CheckInDraft).where(CheckInDraft.participant_id == viewer.person_id, CheckInDraft.closed_at.is_(None))
    draft = a.session.scalars(own.where(CheckInDraft.client_id == (client_id or ""))).one_or_none()
    if draft is None:
        todays = own.where(CheckInDraft.day == day).order_by(CheckInDraft.touched_at.desc()).limit(1)
        draft = a.session.scalars(todays).one_or_none()
    if draft is not None:
        return draft
    is_sent = a.session.scalar(
        select(CheckIn.id).where(
            CheckIn.participant_id == viewer.person_id, CheckIn.day == day, CheckIn.kind == Kind.DAILY
        )
    )
    return _begin(a, viewer, str(uuid4()), Kind.UPDATE if is_sent else Kind.DAILY, day)


def _begin(a: Act, viewer: Viewer, client_id: str, kind: Kind, day: date) -> CheckInDraft:
    draft = CheckInDraft(
        participant_id=viewer.person_id,
        kind=kind,
        day=day,
        client_id=client_id,
        definition_version=current_definition().version,
        answers={},
        started_at=a.now,
        touched_at=a.now,
    )
    a.session.add(draft)
    a.session.flush()
    a.audit("check_in.draft_begun", subject=draft, participant_id=viewer.person_id)
    return draft


def _keep(a: Act, standing: Standing, draft: CheckInDraft, post: Post, posted: frozenset[str]) -> SavedDraft:
    """Merge the answers into the draft and judge them by the urgent rules."""
    kept = {name: answer for name, answer in Answers.from_json(draft.answers).items() if name not in posted}
    answers = Answers(kept | dict(post.answers))
    draft.answers, draft.touched_at = answers.to_json(), a.now
    case = Case(
        answers=answers,
        day=draft.day,
        history=History(),
        thresholds=standing.thresholds,
        kind=draft.kind,
        is_draft=True,
    )
    found: tuple[Finding, ...] = urgent_findings(case)
    origin = Origin(post.answered_at or a.now, a.now, draft_id=draft.id)
    raise_findings(a, standing, found, origin, judged=URGENT_RULES)
    a.audit("check_in.draft_kept", subject=draft, participant_id=draft.participant_id)
    return SavedDraft(draft.id, answers, is_urgent=bool(found), thresholds=standing.thresholds)
