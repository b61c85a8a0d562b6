"""The shared step that adds a version of what a director decides. It never commits: the act that calls it does."""

from typing import TypeAlias

from sqlalchemy import func, select

from client_app.domain.refusals import Conflict
from client_app.domain.versions import MEANWHILE
from client_app.models import CheckInOptionVersion, Program, ThresholdVersion
from client_app.services.acts import Act

Version: TypeAlias = CheckInOptionVersion | ThresholdVersion


def next_number(a: Act, noun: type[Version], program_id: int, seen: int) -> int:
    """Give the number of the next version; two directors who save at once follow one another.

    Raises:
        Conflict: the newest version is not the one that was seen.

    """
    a.session.execute(select(Program.id).where(Program.id == program_id).with_for_update()).one()
    newest = a.session.scalar(select(func.max(noun.number)).where(noun.program_id == program_id)) or 0
    if newest != seen:
        raise Conflict(MEANWHILE)
    return newest + 1
