"""Who may open a flag: whoever reads the person's record, and whoever is paged about the person, while they are.

Being paged opens the person's flags that are not closed, in the triage list and each on its page, and nothing else of
the record. It ends when somebody else claims what is urgent, when somebody tried to reach the person, or when it is
closed; whoever was paged and has claimed it keeps it until it is closed, and can take the closing back while that is
allowed at all.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select, union
from sqlalchemy.orm import aliased

from client_app.domain.flag_life import UNDO_WINDOW, State
from client_app.domain.flags import Severity
from client_app.domain.pushes import PushKind
from client_app.domain.roles import STAFF
from client_app.domain.viewers import Viewer
from client_app.models import Flag, OutboxMessage
from client_app.services.acts import subject_at
from client_app.services.enrollments import read_by
from client_app.services.flag_standings import is_unresolved

_Urgent = aliased(Flag)
_Named = aliased(Flag)
"""The flag that a page names; it stands for everything urgent about its participant at that moment."""


def is_flag_read_by(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer may open a flag and act on it; put into the ``where`` of every read of flags by staff."""
    by_record = Flag.participant_id.in_(read_by(viewer, now))
    if viewer.role not in STAFF:
        return by_record
    return or_(
        by_record,
        and_(is_unresolved(), Flag.participant_id.in_(_paged_about(viewer))),
        and_(
            Flag.state == State.RESOLVED,
            Flag.resolved_by_id == viewer.person_id,
            Flag.resolved_at >= now - UNDO_WINDOW,
            _was_paged(viewer, Flag, Flag.raised_at),
        ),
    )


def is_open_flag_read_by(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """The same of flags that are not closed, written so that both databases go by the people and not by all flags."""
    people = read_by(viewer, now)
    readable = union(people, _paged_about(viewer)) if viewer.role in STAFF else people
    return and_(is_unresolved(), Flag.participant_id.in_(readable))


def is_paged(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer is paged about anybody now, or has claimed what they were paged about."""
    return exists(_paged_about(viewer))


def _paged_about(viewer: Viewer) -> Select[int]:
    """The participants about whom the viewer was paged since the ladder began, or of whom they claimed it then."""
    return select(_Urgent.participant_id).where(
        is_unresolved(_Urgent),
        _Urgent.severity == Severity.URGENT,
        or_(
            _was_paged(viewer, _Urgent, _Urgent.page_since),
            and_(_Urgent.claimed_by_id == viewer.person_id, _was_paged(viewer, _Urgent, _Urgent.raised_at)),
        ),
    )


def _was_paged(viewer: Viewer, flag: Any, since: Any) -> ColumnElement[bool]:
    """Whether the outbox holds a page to the viewer about the flag's participant, from this instant on."""
    named = literal(subject_at(Flag, 0).removesuffix("0")) + cast(_Named.id, String)
    return exists().where(
        _Named.participant_id == flag.participant_id,
        OutboxMessage.kind == PushKind.PAGE,
        OutboxMessage.person_id == viewer.person_id,
        OutboxMessage.due_at >= since,
        OutboxMessage.about == named,
    )
