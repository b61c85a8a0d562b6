"""The shared step by which private calendars learn that they may have changed. It never commits: the act does."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from client_app.domain.audit_actions import CHANGE_CALENDARS
from client_app.domain.viewers import Viewer
from client_app.models import CalendarFeed, Person


def note_changes(session: Session, viewer: Viewer | None, now: datetime, lines: Iterable[Mapping[str, Any]]) -> None:
    """Note on each private calendar that what an act has done may show there.

    What is about one participant shows on theirs; all else on those of everybody in the viewer's program, or in any
    where a command acts. One more look than needed costs a phone nothing; one that is left out keeps an old plan there.
    """
    about = {line["participant_id"] for line in lines if line["action"] in CHANGE_CALENDARS}
    if not about:
        return
    told = update(CalendarFeed).values(changed_at=now)
    if None not in about:
        told = told.where(CalendarFeed.person_id.in_(about))
    elif viewer is not None:
        program = select(Person.id).where(Person.program_id == viewer.program_id)
        told = told.where(CalendarFeed.person_id.in_(program))
    session.execute(told, execution_options={"synchronize_session": False})
