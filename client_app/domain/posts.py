"""What a participant's browser posts: which check-in, for which day, with which answers."""

from dataclasses import dataclass
from datetime import date, datetime

from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind


@dataclass(frozen=True)
class Post:
    """One post of the check-in form, its shape already checked."""

    client_id: str
    """A UUID; the same post again carries the same one."""
    kind: Kind
    day: date
    """The local day it speaks of, in the program's zone."""
    answers: Answers
    answered_at: datetime | None = None
    """When a check-in begun offline was answered (UTC); nothing for one sent as it was answered."""
