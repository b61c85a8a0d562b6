"""The thresholds of a program's rules, version by version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from client_app.domain.rule_words import FigureChange, figure_changes
from client_app.domain.thresholds import Thresholds
from client_app.domain.versions import SHOWN
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Person, ThresholdVersion
from client_app.services._directors import refuse_all_but_directors
from client_app.services._versions import next_number
from client_app.services.acts import act


@dataclass(frozen=True)
class RuleVersion:
    """One version of the thresholds, and what it did differently from the one before it."""

    number: int
    thresholds: Thresholds
    author: str | None
    created_at: datetime
    changes: tuple[FigureChange, ...]


def rule_versions(viewer: Viewer) -> tuple[RuleVersion, ...]:
    """The versions of the viewer's program, the newest first."""
    rows = db.session.execute(
        select(
            ThresholdVersion.number,
            ThresholdVersion.thresholds,
            ThresholdVersion.created_at,
            Person.name.label("author"),
        )
        .outerjoin(Person, Person.id == ThresholdVersion.author_id)
        .where(ThresholdVersion.program_id == viewer.program_id)
        .order_by(ThresholdVersion.number.desc())
        .limit(SHOWN + 1)
    )
    found = [(row, Thresholds.from_json(row.thresholds)) for row in rows]
    before = [thresholds for _, thresholds in found[1:]] + [found[-1][1]]
    versions = (
        RuleVersion(row.number, thresholds, row.author, row.created_at, figure_changes(earlier, thresholds))
        for (row, thresholds), earlier in zip(found, before, strict=True)
    )
    return tuple(versions)[:SHOWN]


def change_thresholds(viewer: Viewer, thresholds: Thresholds, seen: int, now: datetime) -> None:
    """Keep the thresholds as the next version of the viewer's program; the same once more changes nothing.

    Args:
        viewer: the director.
        thresholds: by which the rules judge from now on; flags that stand keep the version that raised them.
        seen: the number of the version that they were made from.
        now: the present instant, UTC.

    Raises:
        Conflict: somebody saved another version meanwhile.
        NotFound: the viewer is no director.

    """
    refuse_all_but_directors(viewer)
    with act(viewer, now) as a:
        number = next_number(a, ThresholdVersion, viewer.program_id, seen)
        changes = figure_changes(rule_versions(viewer)[0].thresholds, thresholds)
        if not changes:
            a.leave_unchanged()
            return
        version = ThresholdVersion(
            program_id=viewer.program_id,
            number=number,
            author_id=viewer.person_id,
            thresholds=thresholds.to_json(),
            created_at=now,
        )
        a.session.add(version)
        figures = {change.name: [change.before, change.after] for change in changes}
        a.audit("program.thresholds_changed", subject=version, version=number, figures=figures)
