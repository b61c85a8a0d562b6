"""Contact cards: how a participant is reached, written by themselves or by whoever reads for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from client_app.domain.contact_cards import CHANGED_MEANWHILE, ContactCard, Reach, TypedCard
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.roles import Role
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import ContactCard as CardRow
from client_app.models import Person
from client_app.services.acts import Act, act
from client_app.services.enrollments import read_by

NEW = 0
"""The revision of a card that nobody has filled in yet."""

Author = aliased(Person)


@dataclass(frozen=True)
class KeptCard:
    """A participant's card as it stands now."""

    participant_id: int
    card: ContactCard
    revision: int
    changed_at: datetime | None
    changed_by: str | None

    @property
    def is_filled_in(self) -> bool:
        """Whether anybody has filled it in."""
        return self.revision != NEW


def card_of(viewer: Viewer, participant_id: int, now: datetime) -> KeptCard:
    """The card of the viewer, or of a participant whose record the viewer reads.

    Raises:
        NotFound: the viewer is neither the participant nor their reader.

    """
    row = db.session.execute(_cards(viewer, participant_id, now)).one_or_none()
    if row is None:
        raise NotFound
    return _kept(row)


def keep_card(viewer: Viewer, participant_id: int, typed: TypedCard, revision: int, now: datetime) -> None:
    """Keep the card as it was typed over the revision that the form was opened at; the same card again changes nothing.

    Raises:
        Conflict: somebody changed it meanwhile.
        Invalid: a part cannot be kept as it is.
        NotFound: the viewer is neither the participant nor their reader.

    """
    card_of(viewer, participant_id, now)
    problem = next(iter(typed.problems().values()), None)
    if problem:
        raise Invalid(problem)
    card = typed.card()
    with act(viewer, now) as a:
        person = a.session.get_one(
            Person, participant_id, with_for_update={"key_share": True}
        )  # others wait their turn
        row = a.session.get(CardRow, participant_id, populate_existing=True)
        if revision != (row.revision if row else NEW):
            raise Conflict(CHANGED_MEANWHILE)
        _write(a, person, row, card)


def with_reach(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Let a read that holds the ``Person`` bring along how they are reached, for ``reach_of``."""
    return query.add_columns(
        Person.phone,
        CardRow.revision.label("card_revision"),
        CardRow.safe_times,
        CardRow.may_leave_voicemail,
        CardRow.may_text,
        CardRow.emergency_address,
        CardRow.emergency_name,
        CardRow.emergency_phone,
    ).outerjoin(CardRow, CardRow.participant_id == Person.id)


def reach_of(row: Row[*tuple[Any, ...]]) -> Reach:
    """How the person of one such row is reached."""
    if row.card_revision is None:
        return Reach(row.phone)
    return Reach(
        phone=row.phone,
        safe_times=row.safe_times,
        may_leave_voicemail=row.may_leave_voicemail,
        may_text=row.may_text,
        emergency_address=row.emergency_address,
        emergency_name=row.emergency_name,
        emergency_phone=row.emergency_phone or None,
        is_known=True,
    )


def _cards(viewer: Viewer, participant_id: int, now: datetime) -> Select[*tuple[Any, ...]]:
    is_own = viewer.person_id == participant_id and viewer.role is Role.PARTICIPANT
    chosen = with_reach(select(Person.id, Person.name, CardRow.changed_at, Author.name.label("author")))
    chosen = chosen.outerjoin(Author, Author.id == CardRow.changed_by_id).where(Person.id == participant_id)
    return chosen if is_own else chosen.where(Person.id.in_(read_by(viewer, now)))


def _kept(row: Row[*tuple[Any, ...]]) -> KeptCard:
    reach = reach_of(row)
    card = ContactCard(
        name=row.name,
        phone=row.phone,
        safe_times=reach.safe_times,
        may_leave_voicemail=reach.may_leave_voicemail,
        may_text=reach.may_text,
        emergency_address=reach.emergency_address,
        emergency_name=reach.emergency_name,
        emergency_phone=reach.emergency_phone,
    )
    return KeptCard(row.id, card, row.card_revision or NEW, row.changed_at, row.author)


def _write(a: Act, person: Person, row: CardRow | None, card: ContactCard) -> None:
    parts = {
        "safe_times": card.safe_times,
        "may_leave_voicemail": card.may_leave_voicemail,
        "may_text": card.may_text,
        "emergency_address": card.emergency_address,
        "emergency_name": card.emergency_name,
        "emergency_phone": card.emergency_phone or "",
    }
    is_same = row is not None and all(getattr(row, name) == value for name, value in parts.items())
    if is_same and (person.name, person.phone) == (card.name, card.phone):
        a.leave_unchanged()
        return
    person.name, person.phone = card.name, card.phone
    if row is None:
        row = CardRow(participant_id=person.id, revision=NEW)
        a.session.add(row)
    for name, value in parts.items():
        setattr(row, name, value)
    row.revision, row.changed_at, row.changed_by_id = row.revision + 1, a.now, a.actor_id
    a.audit("contact_card.kept", subject=row, participant_id=person.id, revision=row.revision)
