"""The person on whose behalf something is read or done."""

from dataclasses import dataclass

from client_app.domain.roles import Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, passed to every read and every act."""

    person_id: int
    role: Role
    program_id: int
    zone: str
    """The program's time zone, an IANA name such as ``America/Chicago``."""
    name: str
    language: str | None
    """``en`` or ``es``; nothing leaves it to the browser."""
    sign_in_id: int
    """The row of this browser's sign-in."""
