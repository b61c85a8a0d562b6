"""The shared step that finds a person's own choices of reminders to change them. It never commits."""

from client_app.domain.reminder_choices import FIELDS, Choices
from client_app.models import Person, ReminderChoice
from client_app.services.acts import Act

NEW = 0
"""The revision of choices that nobody has made yet."""


def own_row(a: Act) -> ReminderChoice:
    """The acting person's choices, with nobody else changing them meanwhile; a new row holds the product's own."""
    number = a.actor_id or 0
    a.session.get_one(Person, number, with_for_update={"key_share": True})  # others wait their turn
    row = a.session.get(ReminderChoice, number, populate_existing=True)
    if row is None:
        usual = {name: getattr(Choices(), name) for name in FIELDS}
        row = ReminderChoice(person_id=number, revision=NEW, changed_at=a.now, **usual)
        a.session.add(row)
    return row
