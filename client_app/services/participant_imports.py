"""Bringing participants in from a file: who would be invited, and all of them at once or nobody.

Nothing is stored between the two; the confirmation judges the same rows again. No link is made: it is shown once, to
whoever hands it over at that moment, and it would run out before a whole list is handed over.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.imports import BAD_ROWS, ChangedError, DayReader, Problem, Records
from client_app.domain.invitations import TAKEN
from client_app.domain.local_days import local_day
from client_app.domain.participant_files import DAYS, Newcomer, newcomer_of
from client_app.domain.refusals import Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Caseload, Person, Program
from client_app.services._directors import refuse_all_but_directors
from client_app.services._inviting import bring_in
from client_app.services.acts import act, subject_at

SAME_EMAIL = N_("Row %(row)s has the same email.")


@dataclass(frozen=True)
class PlannedNewcomer:
    """A row by which somebody would be invited."""

    row: int
    newcomer: Newcomer
    counselor: str | None
    """Who would look after them."""


@dataclass(frozen=True)
class ParticipantsPreview:
    """What a file would do, as long as nothing changes."""

    rows: tuple[PlannedNewcomer, ...]
    problems: tuple[Problem, ...]

    @property
    def token(self) -> str:
        """A name for just this preview: who agrees to it has not agreed to another."""
        problems = [(one.row, one.column, one.sentence.english()) for one in self.problems]
        return hashlib.sha256(repr((self.rows, problems)).encode()).hexdigest()[:32]


def preview_participants(viewer: Viewer, records: Records, now: datetime) -> ParticipantsPreview:
    """Say whom a file would bring into the viewer's program, and which of its rows cannot stand.

    Raises:
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    counselors, today = _counselors(viewer), local_day(now, ZoneInfo(viewer.zone))
    caseloads = {email: number for email, (number, _) in counselors.items()}
    names = dict(counselors.values())
    days = DayReader.of(record[column] for record in records.records for column in DAYS)
    read = [(record, newcomer_of(record, days, caseloads, today)) for record in records.records]
    taken = _taken(one.invitation.email for _, one in read if isinstance(one, Newcomer))
    problems, rows = list(records.problems), []
    known: dict[str, int] = {}
    for record, found in read:
        if not isinstance(found, Newcomer):
            problems += record.problems(found)
            continue
        email = found.invitation.email
        if email in known:
            problems += record.problems({"email": Sentence(SAME_EMAIL, {"row": known[email]})})
        elif email in taken:
            problems += record.problems({"email": TAKEN})
        else:
            rows.append(PlannedNewcomer(record.row, found, names.get(found.caseload_id or 0)))
        known.setdefault(email, record.row)
    return ParticipantsPreview(tuple(rows), tuple(sorted(problems, key=lambda one: one.row)))


def import_participants(viewer: Viewer, records: Records, seen: str, now: datetime) -> int:
    """Invite everybody in a file, or nobody, and say how many they were. Their links are made when they are met.

    Args:
        viewer: a director.
        records: the file.
        seen: the preview that the director has read, by its token.
        now: the present instant.

    Raises:
        NotFound: the viewer is no director.
        Invalid: a row cannot stand.
        Conflict: as ``ChangedError``, the preview would be another one by now; or somebody was invited at the same
            moment.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        a.lock_program(viewer.program_id)
        preview = preview_participants(viewer, records, now)
        if preview.token != seen:
            raise ChangedError
        if preview.problems or not preview.rows:
            raise Invalid(BAD_ROWS)
        for one in preview.rows:
            bring_in(a, viewer, one.newcomer)
        alone = sum(one.newcomer.caseload_id is None for one in preview.rows)
        subject = subject_at(Program, viewer.program_id)
        a.audit("program.participants_imported", subject, rows=len(preview.rows), alone=alone)
        return len(preview.rows)


def _counselors(viewer: Viewer) -> dict[str, tuple[int, str]]:
    """The caseloads that somebody can come into, with the counselor's name, by the counselor's e-mail."""
    rows = db.session.execute(
        select(Caseload.id, Person.email, Person.name)
        .join(Person, Person.id == Caseload.counselor_id)
        .where(Caseload.program_id == viewer.program_id, Person.role == Role.COUNSELOR, Person.disabled_at.is_(None))
        .order_by(Caseload.id.desc())
    )
    return {row.email: (row.id, row.name) for row in rows}


def _taken(emails: Iterable[str]) -> set[str]:
    """Which of these sign in here already, in whatever program."""
    return set(db.session.scalars(select(Person.email).where(Person.email.in_(set(emails)))))
