"""What is typed into the forms of a flag: shape only. Whether it may be done is the flag's life to say."""

import re
from dataclasses import dataclass
from typing import Self

from client_app.domain.flag_life import Act
from client_app.domain.plans import readable, tidy, why_not_kept
from client_app.domain.sentences import Sentence
from client_app.services.flags import Resolution, Seen
from client_app.web.fields import UNKNOWN, version_in
from client_app.web.posts import Fields

NOTE_LIMIT = 2000
"""The longest note, in characters; a line break counts as one."""

_SEEN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True)
class FlagForm:
    """One post about a flag, as far as it could be read."""

    act: Act
    revision: int = UNKNOWN
    """The flag's revision when the form was opened."""
    note: str = ""
    is_contact: bool = False
    outcome: str = ""
    useful: str = ""
    also: tuple[Seen, ...] = ()
    is_in_list: bool = False
    """Sent from the triage list, which it leads back to."""
    reason: Sentence | None = None
    """Why it was not done."""

    @classmethod
    def read(cls, act: Act, fields: Fields, reason: Sentence | None = None) -> Self:
        """Read a post."""
        also = (_SEEN.fullmatch(value) for value in fields.getlist("also"))
        return cls(
            act=act,
            revision=version_in(fields.get("revision")),
            note=tidy(fields.get("note", "")),
            is_contact=fields.get("kind") == "contact",
            outcome=fields.get("outcome", ""),
            useful=fields.get("useful", ""),
            also=tuple(Seen(int(found[1]), int(found[2])) for found in also if found),
            is_in_list=fields.get("from") == "triage",
            reason=reason,
        )

    @property
    def problem(self) -> Sentence | None:
        """Why the note cannot be kept as it is."""
        return why_not_kept(self.note, NOTE_LIMIT)

    @property
    def typed(self) -> str:
        """The note as a page can show it again."""
        return readable(self.note)

    @property
    def resolution(self) -> Resolution:
        """What came of the flag."""
        return Resolution(self.outcome, self.note, {"yes": True, "no": False}.get(self.useful), self.also)

    def seen(self, flag_id: int) -> Seen:
        """The flag as it stood when the form was opened."""
        return Seen(flag_id, self.revision)
