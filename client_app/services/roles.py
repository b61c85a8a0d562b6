"""Giving a person another role, as a command does it."""

from datetime import datetime

from sqlalchemy import func, select

from client_app.domain.refusals import Conflict
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.models import Caseload, Enrollment, Person
from client_app.services._ending import end_pushing, end_sign_ins, end_trust
from client_app.services._releasing import release_what_is_not_read
from client_app.services.acts import Act, act
from client_app.services.enrollments import is_ready
from client_app.services.people import Account


def change_role(account: Account, role: Role, now: datetime) -> None:
    """Give somebody another role; wherever they are signed in they are so no longer, and they read nothing as before.

    Raises:
        Conflict: somebody's care still hangs on the role that they have.

    """
    with act(None, now) as a:
        a.lock_program(account.program_id)
        person = a.session.scalars(select(Person).where(Person.id == account.id).with_for_update()).one()
        if person.role is role:
            a.leave_unchanged()
            return
        reason = _why_not_another_role(a, person)
        if reason is not None:
            raise Conflict(reason)
        before, person.role = person.role, role
        a.session.flush()
        end_sign_ins(a, person.id)
        end_trust(a, person.id)
        end_pushing(a, person.id)
        a.audit("person.role_changed", subject=person, before=before, role=role)
        release_what_is_not_read(a, person.program_id)


def _why_not_another_role(a: Act, person: Person) -> Sentence | None:
    """A record, a caseload and a program are never left without their person."""
    name = {"name": person.name}
    if a.session.scalar(select(Enrollment.id).where(Enrollment.participant_id == person.id).limit(1)):
        return Sentence("%(name)s has a record as a participant, so the role stays as it is.", name)
    in_care = select(Enrollment.id).join(Caseload, Caseload.id == Enrollment.caseload_id)
    if a.session.scalar(in_care.where(Caseload.counselor_id == person.id, Enrollment.ended_on.is_(None)).limit(1)):
        return Sentence("%(name)s looks after participants: hand the caseload over first.", name)
    others = select(func.count()).where(
        Person.program_id == person.program_id,
        Person.role == Role.DIRECTOR,
        is_ready(Person),
        Person.id != person.id,
    )
    if person.role is Role.DIRECTOR and not a.session.scalar(others):
        return Sentence("%(name)s is the only director of the program: add another one first.", name)
    return None
