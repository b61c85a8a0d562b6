"""The shared steps that bring people in. They never commit: the act that calls them does."""

from collections.abc import Sequence

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
    [person] = bring_all_in(a, viewer, [newcomer])
    return person


def bring_all_in(a: Act, viewer: Viewer, newcomers: Sequence[Newcomer]) -> list[Person]:
    """The same of several, written together: others wait for this to end."""
    people = _invite_all(a, viewer, [newcomer.invitation for newcomer in newcomers], Role.PARTICIPANT)
    enrollments = [_began(viewer, person, one) for person, one in zip(people, newcomers, strict=True)]
    a.session.add_all(enrollments)
    a.session.flush()
    for person, newcomer, enrollment in zip(people, newcomers, enrollments, strict=True):
        person.language = newcomer.language
        a.audit("enrollment.started", subject=enrollment, participant_id=person.id)
    return people


def invite(a: Act, viewer: Viewer, invitation: Invitation, role: Role) -> Person:
    """Somebody of the inviter's own program, invented where the inviter is."""
    [person] = _invite_all(a, viewer, [invitation], role)
    return person


def add_person(a: Act, program_id: int, invitation: Invitation, role: Role, *, is_demo: bool) -> Person:
    """Somebody who has no password yet.

    Raises:
        Invalid: the name or the e-mail will not do.
        Conflict: the e-mail is taken.

    """
    [person] = _add_all(a, program_id, [invitation], role, is_demo=is_demo)
    return person


def _began(viewer: Viewer, person: Person, newcomer: Newcomer) -> Enrollment:
    beginning = newcomer.beginning
    return Enrollment(
        program_id=viewer.program_id,
        participant_id=person.id,
        caseload_id=newcomer.caseload_id,
        started_on=newcomer.started_on,
        comes_from=beginning.comes_from,
        agreement=beginning.agreement or None,
        planned_end_on=beginning.planned_end_on,
    )


def _invite_all(a: Act, viewer: Viewer, invitations: Sequence[Invitation], role: Role) -> list[Person]:
    inviter = a.session.get_one(Person, viewer.person_id)
    return _add_all(a, viewer.program_id, invitations, role, is_demo=inviter.is_demo)


def _add_all(a: Act, program_id: int, invitations: Sequence[Invitation], role: Role, *, is_demo: bool) -> list[Person]:
    problem = next((problem for one in invitations for problem in one.problems().values()), None)
    if problem is not None:
        raise Invalid(problem)
    about = {"program_id": program_id, "role": role, "is_demo": is_demo, "created_at": a.now}
    people = [Person(email=one.email, name=one.name, **about) for one in invitations]
    if a.session.scalar(select(Person.id).where(Person.email.in_([one.email for one in invitations])).limit(1)):
        raise Conflict(TAKEN)
    a.session.add_all(people)
    try:
        a.session.flush()
    except IntegrityError:  # somebody else was invited with it at the same moment
        raise Conflict(TAKEN) from None
    for person in people:
        participant_id = person.id if role is Role.PARTICIPANT else None
        a.audit("person.invited", subject=person, participant_id=participant_id, role=role)
    return people
