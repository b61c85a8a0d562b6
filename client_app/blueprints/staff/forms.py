"""What is typed into the forms of a staff member's page: shape only."""

from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from client_app.domain.plans import readable
from client_app.domain.sentences import Sentence
from client_app.services.staff import Leave
from client_app.services.staff_reads import KnownMember
from client_app.web.fields import day_in, whole_number
from client_app.web.posts import Fields


@dataclass(frozen=True)
class LeaveForm:
    """Days away and the cover, as they stand in the fields."""

    first: str = ""
    last: str = ""
    cover_id: int = 0
    """0, which nobody is, while nobody is chosen."""
    seen: str = ""
    problem: Sentence | None = None

    @classmethod
    def of(cls, known: KnownMember, zone: ZoneInfo) -> Self:
        """The form as it opens: what is agreed already stands in it."""
        absence = known.member.absence
        last = absence.last_day(zone) if absence else None
        return cls(
            first=absence.first_day(zone).isoformat() if absence else "",
            last=last.isoformat() if last else "",
            cover_id=known.cover_id or 0,
            seen=known.seen,
        )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Read a post."""
        return cls(
            first=fields.get("first", "").strip(),
            last=fields.get("last", "").strip(),
            cover_id=whole_number(fields.get("cover")) or 0,
            seen=fields.get("seen", ""),
        )

    @property
    def is_unreadable(self) -> bool:
        """Something stands where a day should."""
        return any(typed and day_in(typed) is None for typed in (self.first, self.last))

    @property
    def shown(self) -> tuple[str, str]:
        """The two days as the page can show them again."""
        return readable(self.first), readable(self.last)

    @property
    def leave(self) -> Leave:
        """What was asked for."""
        return Leave(day_in(self.first), day_in(self.last), self.cover_id, self.seen)
