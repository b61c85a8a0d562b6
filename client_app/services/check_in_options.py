"""What a program decides about its check-in, version by version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from client_app.domain.check_in_options import AS_SHIPPED, CheckInOptions, with_own_list
from client_app.domain.definitions import Choice
from client_app.domain.trigger_lists import Change, changes
from client_app.domain.versions import SHOWN
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.content import current_definition
from client_app.models import CheckInOptionVersion, Person
from client_app.services._directors import refuse_all_but_directors
from client_app.services._versions import next_number
from client_app.services.acts import act


@dataclass(frozen=True)
class OptionVersion:
    """One version, and what it did differently from the one before it."""

    number: int
    """0 for the check-in as it comes."""
    options: CheckInOptions
    author: str | None
    created_at: datetime | None
    changes: tuple[Change, ...]


def option_versions(viewer: Viewer) -> tuple[OptionVersion, ...]:
    """The versions of the viewer's program, the newest first; the check-in as it comes is the last of them."""
    rows = db.session.execute(
        select(
            CheckInOptionVersion.number,
            CheckInOptionVersion.options,
            CheckInOptionVersion.created_at,
            Person.name.label("author"),
        )
        .outerjoin(Person, Person.id == CheckInOptionVersion.author_id)
        .where(CheckInOptionVersion.program_id == viewer.program_id)
        .order_by(CheckInOptionVersion.number.desc())
        .limit(SHOWN + 1)
    )
    found = [(row, CheckInOptions.from_json(row.options)) for row in rows]
    definition = current_definition()
    first = with_own_list(AS_SHIPPED, definition)
    before = [options for _, options in found[1:]] + [first]
    versions = [
        OptionVersion(row.number, options, row.author, row.created_at, changes(earlier, options, definition))
        for (row, options), earlier in zip(found, before, strict=False)
    ]
    if len(found) <= SHOWN:
        versions.append(OptionVersion(0, first, None, None, ()))
    return tuple(versions[:SHOWN])


def changes_since(versions: Sequence[OptionVersion], seen: int) -> tuple[OptionVersion, ...]:
    """The versions that came after one that was seen, the newest first; none where it is not known which was seen."""
    return tuple(version for version in versions if 0 <= seen < version.number)


def triggers_known_to(participant_id: int) -> tuple[Choice, ...]:
    """Every trigger that the participant's program ever offered, in its last words; none where the content's stand."""
    program = select(Person.program_id).where(Person.id == participant_id).scalar_subquery()
    return _triggers_known(CheckInOptionVersion.program_id == program)


def triggers_known_in(program_id: int) -> tuple[Choice, ...]:
    """Every trigger that a program ever offered, in its last words; none where the content's stand."""
    return _triggers_known(CheckInOptionVersion.program_id == program_id)


def _triggers_known(is_of_program: ColumnElement[bool]) -> tuple[Choice, ...]:
    latest = (
        select(CheckInOptionVersion.options).where(is_of_program).order_by(CheckInOptionVersion.number.desc()).limit(1)
    )
    stored = db.session.scalar(latest)
    return CheckInOptions.from_json(stored).known if stored else ()


def change_options(viewer: Viewer, options: CheckInOptions, seen: int, now: datetime) -> None:
    """Keep the options as the next version of the viewer's program; the same once more changes nothing.

    Args:
        viewer: the director.
        options: what the check-in asks and offers from now on.
        seen: the number of the version that they were made from.
        now: the present instant, UTC.

    Raises:
        Conflict: somebody saved another version meanwhile.
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        number = next_number(a, CheckInOptionVersion, viewer.program_id, seen)
        if options == option_versions(viewer)[0].options:
            a.leave_unchanged()
            return
        version = CheckInOptionVersion(
            program_id=viewer.program_id,
            number=number,
            author_id=viewer.person_id,
            options=options.to_json(),
            created_at=now,
        )
        a.session.add(version)
        a.audit("program.check_in_options_changed", subject=version, version=number)
