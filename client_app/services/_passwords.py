"""The shared step that gives somebody a password. It never commits: the act that calls it does, and audits."""

from client_app.models import Person
from client_app.services._ending import end_sign_ins, end_trust
from client_app.services.acts import Act


def set_password(a: Act, person: Person, password_hash: str) -> None:
    """Keep the hash of a new password; whoever was let in by the old one is let in no longer."""
    person.password_hash = password_hash
    end_sign_ins(a, person.id)
    end_trust(a, person.id)
