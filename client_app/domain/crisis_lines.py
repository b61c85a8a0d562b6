"""Crisis lines: dated facts with an owner, since a wrong number is worse than none."""

from dataclasses import dataclass
from datetime import date

from client_app.domain.definitions import Text
from client_app.domain.roles import Role


@dataclass(frozen=True)
class CrisisLine:
    """A line that anybody may call, as it was when somebody last checked it."""

    code: str
    name: Text
    about: Text
    """Whom it is for and what happens on it."""
    hours: Text
    tel: str
    """As it is read and dialled, for example ``1-800-662-4357``."""
    sms: str | None
    chat: str | None
    """The address of its chat page."""
    tty: str | None
    owner: Role
    """Who keeps these facts right."""
    checked_on: date
    review_on: date
