"""The form of choices as its page shows it, with what was typed and why it was not kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from client_app.domain.reminder_choices import SWITCHES, Choices, TypedChoices
from client_app.domain.sentences import N_, Sentence
from client_app.services.reminder_choices import KeptChoices
from client_app.web import posts
from client_app.web.words import how_long, say

LABELS: Mapping[str, str] = {
    "check_in": N_("Remind me to check in"),
    "check_in_at": N_("Time of day"),
    "appointments": N_("Remind me of appointments"),
    "evening_before_at": N_("The evening before, at"),
    "minutes_before": N_("And on the day, before it starts"),
    "nudges": N_("Kind words from my counselor"),
    "quiet_from": N_("From"),
    "quiet_until": N_("Until"),
}
"""What each field is called; marked for translation."""
SWITCHED = {"on": Sentence(N_("On")), "off": Sentence(N_("Off"))}


@dataclass(frozen=True)
class ChoicesForm:
    """What stands in the fields, and the revision over which it will be kept."""

    typed: TypedChoices
    revision: int
    reason: Sentence | None = None
    """Why the whole post was refused."""
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    kept: Choices | None = None
    """What was kept on another page meanwhile, to be shown beside it."""

    @classmethod
    def of(cls, kept: KeptChoices) -> Self:
        """The choices as they stand now."""
        return cls(TypedChoices.of(kept.choices), kept.revision)

    @classmethod
    def read(cls, fields: posts.Fields, revision: int, reason: Sentence | None = None) -> Self:
        """Read a post."""
        return cls(TypedChoices.read(fields.to_dict(flat=False)), revision, reason)

    def typed_in(self, name: str) -> str:
        """What stands in a field."""
        return self.typed.shown(name)

    def error(self, name: str) -> str | None:
        """Why a field cannot be kept, in the reader's language."""
        return say(self.problems[name]) if name in self.problems else None

    def differences(self) -> Iterator[tuple[str, str | Sentence]]:
        """The label of each field that was kept otherwise meanwhile, and what stands there now."""
        if self.kept is None:
            return
        now = TypedChoices.of(self.kept)
        for name, label in LABELS.items():
            if now.texts[name] != self.typed.texts[name]:
                yield label, _as_said(name, now.texts[name])


def _as_said(name: str, text: str) -> str | Sentence:
    if name == "minutes_before":
        return how_long(timedelta(minutes=int(text)))
    return SWITCHED[text] if name in SWITCHES else text
