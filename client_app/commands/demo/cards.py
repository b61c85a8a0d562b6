"""How the invented people of the demo want to be reached. Eli has not filled in a card yet."""

from collections.abc import Mapping
from dataclasses import replace

from client_app.commands.demo import people
from client_app.commands.demo.people import Participant
from client_app.domain.contact_cards import ContactCard

_CARDS: Mapping[str, ContactCard] = {
    people.MAYA.email: ContactCard(
        name="",
        safe_times="Before 2 in the afternoon. Not while I am at the bakery.",
        may_text=True,
        emergency_address="418 River Street, Apartment 2",
        emergency_name="Elena, my sister",
        emergency_phone="312-555-0163",
    ),
    people.ROSA.email: ContactCard(
        name="",
        safe_times="Por la mañana, cuando mi hermano no está en casa.",
        emergency_address="27 Linden Court",
        emergency_name="Lupe, mi comadre",
        emergency_phone="312-555-0185",
    ),
    people.ANDRE.email: ContactCard(name="", safe_times="After work, from 6.", may_leave_voicemail=True, may_text=True),
    people.BETH.email: ContactCard(
        name="",
        safe_times="Any time.",
        may_leave_voicemail=True,
        may_text=True,
        emergency_name="Nora, my daughter",
        emergency_phone="312-555-0121",
    ),
    people.CHRIS.email: ContactCard(name="", safe_times="Text first. My neighbor hears it all.", may_text=True),
    people.DANA.email: ContactCard(name="", safe_times="Weekdays before 5.", may_leave_voicemail=True),
    people.FERNANDO.email: ContactCard(name="", safe_times="De 12 a 1, en el almuerzo.", may_text=True),
    people.GRACE.email: ContactCard(
        name="",
        safe_times="Afternoons. Joan may pick up, she knows.",
        may_leave_voicemail=True,
        emergency_address="9 Harbor Lane, back door",
        emergency_name="Joan, my sister",
        emergency_phone="312-555-0177",
    ),
}


def card_of(participant: Participant) -> ContactCard | None:
    """The participant's card; nothing when it is not filled in."""
    card = _CARDS.get(participant.email)
    return replace(card, name=participant.name, phone=participant.phone) if card else None
