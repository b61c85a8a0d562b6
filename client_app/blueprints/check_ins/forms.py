"""Reading a posted check-in: its shape only. What the answers mean is the domain's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import uuid4

from client_app.domain.answers import Reading, read_answers
from client_app.domain.check_ins import Kind
from client_app.domain.definitions import Question
from client_app.domain.posts import Post
from client_app.domain.sentences import N_, Sentence
from client_app.services.check_in_reads import Draft
from client_app.web.fields import day_in

MALFORMED = Sentence(N_("Something in this form was not as it should be. Please look at it and send it again."))
LOOK_AGAIN = Sentence(N_("Please look at the marked answers and send it again. Nothing is lost."))

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


class FormKind(StrEnum):
    """What a post of the form asks for."""

    DAILY = "daily"
    UPDATE = "update"
    CHANGE = "change"

    @property
    def kind(self) -> Kind:
        """The kind of check-in that it is about."""
        return Kind.UPDATE if self is FormKind.UPDATE else Kind.DAILY


@dataclass(frozen=True)
class CheckInForm:
    """A posted form as far as it could be read; ``problem`` says what is wrong with the form as a whole."""

    form_kind: FormKind
    day: date
    client_id: str
    answered_at: datetime | None
    reading: Reading
    posted: frozenset[str]
    """The questions that were on the form, answered or emptied."""
    problem: Sentence | None

    @property
    def post(self) -> Post:
        """What it says, as a value for the services."""
        return Post(self.client_id, self.form_kind.kind, self.day, self.reading.answers, self.answered_at)

    def is_sound(self) -> bool:
        """Whether everything could be read."""
        return self.problem is None and not self.reading.problems


def form_kind_of(fields: Mapping[str, Sequence[str]]) -> FormKind:
    """What the post asks for; a daily check-in unless it says otherwise."""
    value = _one(fields, "kind")
    return FormKind(value) if value in set(FormKind) else FormKind.DAILY


def read_form(
    fields: Mapping[str, Sequence[str]],
    questions: Sequence[Question],
    known_coping: frozenset[str],
    *,
    today: date,
    draft: Draft | None,
) -> CheckInForm:
    """Read a posted form.

    Args:
        fields: every field with all its values.
        questions: the questions that this form asks.
        known_coping: what may be chosen as helpful.
        today: the local day, for a form that names none.
        draft: the person's open draft; a form for its day that carries no ``client_id`` goes on with it.

    """
    form = CheckInForm(
        form_kind=form_kind_of(fields),
        day=today,
        client_id=str(uuid4()),
        answered_at=None,
        reading=read_answers(fields, questions, known_coping),
        posted=frozenset(question.name for question in questions if question.name in fields),
        problem=None if _one(fields, "kind") in {None, *FormKind} else MALFORMED,
    )
    form = _with_day(_with_answered_at(form, fields), fields)
    return _with_client_id(form, fields, draft)


def _one(fields: Mapping[str, Sequence[str]], name: str) -> str | None:
    """The field's one value; nothing when it is absent or empty, and a text that fits nothing when it contradicts."""
    values = {value.strip() for value in fields.get(name, ())} - {""}
    return None if not values else values.pop() if len(values) == 1 else "contradictory"


def _with_client_id(form: CheckInForm, fields: Mapping[str, Sequence[str]], draft: Draft | None) -> CheckInForm:
    value = _one(fields, "client_id")
    if value is None:
        return replace(form, client_id=draft.client_id) if draft and draft.day == form.day else form
    if not _UUID.fullmatch(value.lower()):
        return replace(form, problem=MALFORMED)
    return replace(form, client_id=value.lower())


def _with_day(form: CheckInForm, fields: Mapping[str, Sequence[str]]) -> CheckInForm:
    value = _one(fields, "day")
    if value is None:
        return form
    day = day_in(value)
    return replace(form, day=day) if day else replace(form, problem=MALFORMED)


def _with_answered_at(form: CheckInForm, fields: Mapping[str, Sequence[str]]) -> CheckInForm:
    value = _one(fields, "answered_at")
    if value is None:
        return form
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return replace(form, problem=MALFORMED)
    if not value.isascii() or instant.tzinfo is None or instant.utcoffset() != UTC.utcoffset(None):
        return replace(form, problem=MALFORMED)
    return replace(form, answered_at=instant.astimezone(UTC))
