"""The person on whose behalf something is read or done."""

from dataclasses import dataclass

from client_app.domain.roles import Role


@dataclass(frozen=True)
class Viewer:
    """A person who is signed in, or checks in on a phone they trust; passed to every read and every act."""

    person_id: int
    role: Role
    program_id: int
    zone: str
    """The program's time zone, an IANA name such as ``America/Chicago``."""
    name: str
    """Empty on a trusted phone, which names nobody."""
    language: str | None
    """``en`` or ``es``; nothing leaves it to the browser."""
    sign_in_id: int
    """The row of this browser's sign-in; 0 on a trusted phone."""
    trusted_phone_id: int | None = None
    """The row of the phone on which nobody is signed in and its participant checks in all the same."""

    @property
    def is_on_trusted_phone(self) -> bool:
        """Is nobody signed in here? Whoever holds the phone is shown nothing from earlier."""
        return self.trusted_phone_id is not None
