"""The shared steps that bring people in. They never commit: the act that calls them does."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from client_app.domain.invitations import TAKEN, Invitation
from client_app.domain.participant_files import Newcomer
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.models import Enrollment, Person
from client_app.services.acts import Act


def bring_in(a: Act, viewer: Viewer, newcomer: Newcomer) -> Person:
    """Invite a participant, and begin their time in the viewer's program."""
    person = invite(a, viewer, newcomer.invitation, Role.PARTICIPANT)
    person.language = newcomer.language
    beginning = newcomer.beginning
    enrollment = Enrollment(
        program_id=viewer.program_id,
        participant_id=person.id,
        caseload_id=newcomer.caseload_id,
        started_on=newcomer.started_on,
        comes_from=beginning.comes_from,
        agreement=beginning.agreement or None,
        planned_end_on=beginning.planned_end_on,
    )
    a.session.add(enrollment)
    a.audit("enrollment.started", subject=enrollment, participant_id=person.id)
    return person


def invite(a: Act, viewer: Viewer, invitation: Invitation, role: Role) -> Person:
    """Somebody of the inviter's own program, invented where the inviter is."""
    inviter = a.session.get_one(Person, viewer.person_id)
    return add_person(a, viewer.program_id, invitation, role, is_demo=inviter.is_demo)


def add_person(a: Act, program_id: int, invitation: Invitation, role: Role, *, is_demo: bool) -> Person:
    """Somebody who has no password yet.

    Raises:
        Invalid: the name or the e-mail will not do.
        Conflict: the e-mail is taken.

    """
    problem = next(iter(invitation.problems().values()), None)
    if problem is not None:
        raise Invalid(problem)
    person = Person(
        program_id=program_id,
        role=role,
        email=invitation.email,
        name=invitation.name,
        is_demo=is_demo,
        created_at=a.now,
    )
    if a.session.scalar(select(Person.id).where(Person.email == invitation.email)):
        raise Conflict(TAKEN)
    a.session.add(person)
    try:
        a.session.flush()
    except IntegrityError:  # somebody else was invited with it at the same moment
        raise Conflict(TAKEN) from None
    a.audit("person.invited", subject=person, participant_id=person.id if role is Role.PARTICIPANT else None, role=role)
    return person
