"""When the invented people of the demo want to be reminded. Whoever is not here left it as it was."""

from collections.abc import Mapping
from datetime import time

from client_app.commands.demo import people
from client_app.commands.demo.people import Participant
from client_app.domain.reminder_choices import Choices, TypedChoices

_CHOICES: Mapping[str, Choices] = {
    people.MAYA.email: Choices(check_in_at=time(7, 30), quiet_until=time(7)),
    people.ROSA.email: Choices(check_in_at=time(8), minutes_before=120),
    people.ANDRE.email: Choices(check_in_at=time(20, 30), quiet_from=time(22)),
    people.BETH.email: Choices(check_in_at=time(7), quiet_until=time(6, 30), evening_before_at=time(19)),
    people.FERNANDO.email: Choices(check_in_at=time(12), nudges=False),
    people.GRACE.email: Choices(appointments=False),
}


def choices_of(participant: Participant) -> TypedChoices | None:
    """What the participant chose; nothing when they left it as it was."""
    choices = _CHOICES.get(participant.email)
    return TypedChoices.of(choices) if choices else None
