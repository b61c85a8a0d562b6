"""Bringing people in: the person, a participant's enrollment or a counselor's caseload, and the link, in one act."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.enrollments import Beginning
from client_app.domain.invitations import Invitation
from client_app.domain.local_days import local_day
from client_app.domain.participant_files import Newcomer
from client_app.domain.refusals import Invalid, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Caseload, Person
from client_app.services._directors import refuse_all_but_directors
from client_app.services._inviting import add_person, bring_in, invite
from client_app.services._links import Handover, make_link
from client_app.services.acts import Act, act
from client_app.services.programs import NewProgram, add_to

NO_CASELOAD = Sentence(N_("You have no caseload yet. Please ask your director for one."))
CHOOSE_COUNSELOR = Sentence(N_("Please choose one of these."))


@dataclass(frozen=True)
class CounselorChoice:
    """A counselor whose caseload somebody can come into."""

    caseload_id: int
    name: str
    has_joined: bool


def counselor_choices(viewer: Viewer) -> tuple[CounselorChoice, ...]:
    """The caseloads of the viewer's program whose counselor is one still, and not gone, by name."""
    rows = db.session.execute(
        select(Caseload.id, Person.name, Person.joined_at)
        .join(Person, Person.id == Caseload.counselor_id)
        .where(Caseload.program_id == viewer.program_id, Person.role == Role.COUNSELOR, Person.disabled_at.is_(None))
        .order_by(Person.name, Caseload.id)
    )
    return tuple(CounselorChoice(row.id, row.name, row.joined_at is not None) for row in rows)


def why_not_invite(viewer: Viewer) -> Sentence | None:
    """Say why this counselor cannot bring anybody in."""
    own = select(Caseload.id).where(Caseload.counselor_id == viewer.person_id)
    return None if db.session.scalar(own.limit(1)) else NO_CASELOAD


def invite_staff(viewer: Viewer, invitation: Invitation, role: Role, now: datetime) -> Handover:
    """Invite a counselor, who gets a caseload, or another director into the viewer's program.

    Raises:
        Invalid: the name or the e-mail will not do.
        Conflict: the e-mail is taken.
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        person = invite(a, viewer, invitation, role)
        if role is Role.COUNSELOR:
            caseload = Caseload(program_id=person.program_id, counselor_id=person.id)
            a.session.add(caseload)
            a.audit("caseload.set", subject=caseload, cover_id=None, is_away=False)
        return make_link(a, person.id)


def invite_participant(
    viewer: Viewer, invitation: Invitation, beginning: Beginning, now: datetime, *, caseload_id: int | None = None
) -> Handover:
    """Invite a participant, whose time in the program begins today: a counselor into the own caseload.

    A director may name a caseload of the program; without one a director reads.

    Raises:
        Invalid: the name or the e-mail will not do, or there is no such caseload.
        Conflict: the e-mail is taken.
        Refused: the counselor has no caseload.
        NotFound: the viewer is neither a counselor nor a director.

    """
    if viewer.role is not Role.COUNSELOR:
        refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        own = _caseload(a, viewer, caseload_id)
        today = local_day(now, ZoneInfo(viewer.zone))
        person = bring_in(a, viewer, Newcomer(invitation, beginning, today, own))
        return make_link(a, person.id)


def begin_program(new: NewProgram, invitation: Invitation, now: datetime, *, demo: bool) -> Handover:
    """Add a program and invite its first director, as a command does on an empty database.

    Raises:
        Invalid: the program, the name or the e-mail will not do.
        Conflict: the program or the e-mail is there already.

    """
    with act(None, now) as a:
        program = add_to(a, new)
        return make_link(a, add_person(a, program.id, invitation, Role.DIRECTOR, is_demo=demo).id)


def _caseload(a: Act, viewer: Viewer, chosen: int | None) -> int | None:
    """The caseload that somebody comes into: a counselor's own, a director's choice."""
    if viewer.role is Role.COUNSELOR:
        own = a.session.scalar(select(Caseload.id).where(Caseload.counselor_id == viewer.person_id).limit(1))
        if own is None:
            raise Refused(NO_CASELOAD)
        return own
    if chosen is not None and chosen not in {choice.caseload_id for choice in counselor_choices(viewer)}:
        raise Invalid(CHOOSE_COUNSELOR)
    return chosen
