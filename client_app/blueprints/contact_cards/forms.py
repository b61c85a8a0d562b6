"""The contact card's form as its page shows it, in the words of whoever fills it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from client_app.domain.contact_cards import TypedCard
from client_app.domain.sentences import N_, Sentence
from client_app.services.contact_cards import KeptCard


@dataclass(frozen=True)
class Words:
    """What a field is called, and what belongs there; both are marked for translation."""

    label: str
    hint: str = ""


OWN: Mapping[str, Words] = {
    "name": Words(N_("What should we call you?")),
    "phone": Words(N_("Your phone number")),
    "safe_times": Words(
        N_("When is it safe to call?"), N_("For example: after 6, not at work. Or: never while my boss is near.")
    ),
    "may_leave_voicemail": Words(N_("May we leave a voicemail?"), N_("Others may hear it.")),
    "may_text": Words(N_("May we send you a text?"), N_("It may show up on a locked screen.")),
    "emergency_address": Words(
        N_("Where should help go if you are in danger?"), N_("The place where you live or stay.")
    ),
    "emergency_name": Words(
        N_("Whom should we call then?"),
        N_("A name, and who it is to you. If we call, this person may learn that you get care here."),
    ),
    "emergency_phone": Words(N_("Their phone number")),
}
"""As the participant is asked."""

ABOUT: Mapping[str, Words] = {
    "name": Words(N_("Preferred name")),
    "phone": Words(N_("Phone number")),
    "safe_times": Words(N_("Safe times to call")),
    "may_leave_voicemail": Words(N_("Voicemail allowed")),
    "may_text": Words(N_("Texts allowed")),
    "emergency_address": Words(N_("Address for an emergency")),
    "emergency_name": Words(N_("Emergency contact"), N_("A name, and who it is to them")),
    "emergency_phone": Words(N_("Phone number of the emergency contact")),
}
"""As staff fill it in together with the participant."""

EMPTY = Sentence(N_("Empty"))
ANSWERS = {"yes": Sentence(N_("Yes")), "no": Sentence(N_("No"))}
CHOICES = ("may_leave_voicemail", "may_text")


@dataclass(frozen=True)
class CardField:
    """One field, ready to be written."""

    name: str
    words: Words
    typed: str
    problem: Sentence | None


@dataclass(frozen=True)
class CardForm:
    """What stands in the fields, and the revision over which it will be kept."""

    typed: TypedCard
    revision: int
    words: Mapping[str, Words]
    problem: Sentence | None = None
    """Why the whole post was refused."""
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    kept: KeptCard | None = None
    """What somebody else has kept meanwhile, to be shown beside it."""

    @classmethod
    def of(cls, kept: KeptCard, words: Mapping[str, Words]) -> Self:
        """The card as it stands now."""
        return cls(TypedCard.of(kept.card, is_kept=kept.is_filled_in), kept.revision, words)

    def __getitem__(self, name: str) -> CardField:
        """One of its fields."""
        return CardField(name, self.words[name], self.typed.shown(name), self.problems.get(name))

    @property
    def choices(self) -> tuple[CardField, ...]:
        """Voicemail and texts: yes or no."""
        return tuple(self[name] for name in CHOICES)

    def differences(self) -> Iterator[tuple[str, str | Sentence]]:
        """The label of each field that somebody else has kept otherwise, and what stands there now."""
        if self.kept is None:
            return
        now = TypedCard.of(self.kept.card, is_kept=True)
        for name, words in self.words.items():
            if now.texts[name] != self.typed.texts[name]:
                yield words.label, _as_said(name, now.texts[name])


def _as_said(name: str, text: str) -> str | Sentence:
    """What stands in a field, in words."""
    return ANSWERS[text] if name in CHOICES else text or EMPTY
