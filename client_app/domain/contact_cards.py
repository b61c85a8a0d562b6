"""How a participant wants to be reached, and who is called in an emergency: their own card."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

from client_app.domain.phone_numbers import as_dialled, is_phone_number
from client_app.domain.plans import readable, tidy, why_not_kept
from client_app.domain.sentences import N_, Sentence

NAME_LIMIT = 100
"""The longest name of a person, in characters."""

LINE_LIMIT = 200
"""The longest line about the emergency contact, in characters."""

TEXT_LIMIT = 500
"""The longest text about safe times or an address, in characters; a line break counts as one."""

NO_NAME = Sentence(N_("Please type a name to call you by."))
NO_NUMBER = Sentence(N_("We cannot dial this. Please type the digits, for example 312-555-0142."))
CHOOSE = Sentence(N_("Please choose yes or no."))
TWO_ANSWERS = Sentence(N_("There are two answers here. Please choose one."))
CHANGED_MEANWHILE = Sentence(
    N_("Somebody changed this card since you opened it. Your words are still here. Look at both, then save again.")
)

_LIMITS = {
    "name": NAME_LIMIT,
    "safe_times": TEXT_LIMIT,
    "emergency_address": TEXT_LIMIT,
    "emergency_name": LINE_LIMIT,
}
_PHONES = ("phone", "emergency_phone")
_CHOICES = {"yes": True, "no": False}


@dataclass(frozen=True, kw_only=True)
class ContactCard:
    """A card as it is kept: nothing on it is a guess, so calls leave no message until the person says they may."""

    name: str
    """What the person wants to be called."""
    phone: str | None = None
    safe_times: str = ""
    """When a call is safe, in their own words."""
    may_leave_voicemail: bool = False
    may_text: bool = False
    emergency_address: str = ""
    """Where to send help."""
    emergency_name: str = ""
    """The emergency contact, and what they are to the participant."""
    emergency_phone: str | None = None


@dataclass(frozen=True)
class TypedCard:
    """A card as somebody typed it: each field as text, an untouched choice as an empty one."""

    texts: Mapping[str, str]
    contradictory: frozenset[str] = frozenset()
    """The fields that came more than once and say different things."""

    @classmethod
    def read(cls, posted: Mapping[str, Sequence[str]]) -> Self:
        """Read a posted form; other fields are ignored."""
        said = {name: _values(posted.get(name, ())) for name in FIELDS}
        texts = {name: values[0] if values else "" for name, values in said.items()}
        return cls(texts, frozenset(name for name, values in said.items() if len(values) > 1))

    @classmethod
    def of(cls, card: ContactCard, *, is_kept: bool) -> Self:
        """Write a card into the fields; one that nobody has filled in yet leaves both choices open."""
        texts = {name: getattr(card, name) for name in FIELDS}
        return cls({name: _as_text(value, is_kept=is_kept) for name, value in texts.items()})

    def problems(self) -> dict[str, Sentence]:
        """Say for each field why it cannot be kept; empty when the card can."""
        return dict(self._problems()) | dict.fromkeys(sorted(self.contradictory), TWO_ANSWERS)

    def card(self) -> ContactCard:
        """The card, once there is no problem."""
        texts = self.texts
        return ContactCard(
            name=" ".join(texts["name"].split()),
            phone=as_dialled(texts["phone"]),
            safe_times=texts["safe_times"],
            may_leave_voicemail=_CHOICES[texts["may_leave_voicemail"]],
            may_text=_CHOICES[texts["may_text"]],
            emergency_address=texts["emergency_address"],
            emergency_name=texts["emergency_name"],
            emergency_phone=as_dialled(texts["emergency_phone"]),
        )

    def shown(self, name: str) -> str:
        """What a page can show of a field."""
        return readable(self.texts[name])

    def _problems(self) -> Iterator[tuple[str, Sentence]]:
        if not self.texts["name"]:
            yield "name", NO_NAME
        for name, limit in _LIMITS.items():
            problem = why_not_kept(self.texts[name], limit)
            if problem:
                yield name, problem
        for name in _PHONES:
            if self.texts[name] and not is_phone_number(as_dialled(self.texts[name]) or ""):
                yield name, NO_NUMBER
        for name in ("may_leave_voicemail", "may_text"):
            if self.texts[name] not in _CHOICES:
                yield name, CHOOSE


@dataclass(frozen=True)
class Reach:
    """What staff need to know before they call somebody; it stands with the number on every flag."""

    phone: str | None
    safe_times: str = ""
    may_leave_voicemail: bool = False
    may_text: bool = False
    emergency_address: str = ""
    emergency_name: str = ""
    emergency_phone: str | None = None
    is_known: bool = False
    """The person, or staff with them, has filled in the card."""

    def cautions(self) -> tuple[Sentence, ...]:
        """What must not be done, in a few words each."""
        if not self.is_known:
            return (Sentence(N_("No card yet: leave no message")),)
        refused = {N_("No voicemail"): not self.may_leave_voicemail, N_("No texts"): not self.may_text}
        return tuple(Sentence(words) for words, is_refused in refused.items() if is_refused)


FIELDS = tuple(field.name for field in fields(ContactCard))
"""The parts of a card in their order, as fields of its form are named."""


def _values(posted: Sequence[str]) -> tuple[str, ...]:
    """What a field says, trimmed, each once; a text that contradicts itself says more than one thing."""
    return tuple(dict.fromkeys(text for text in map(tidy, posted) if text))


def _as_text(value: object, *, is_kept: bool) -> str:
    if isinstance(value, bool):
        return ("yes" if value else "no") if is_kept else ""
    return str(value or "")
