"""The shared step that ends what lets somebody in. It never commits: the act that calls it does, and audits."""

from sqlalchemy import delete, update

from client_app.models import CalendarFeed, SignIn, TrustedPhone
from client_app.services.acts import Act


def end_sign_ins(a: Act, person_id: int, *, but: int | None = None) -> int:
    """End the person's sign-ins on every browser but the one of this number, and give how many were ended."""
    rows = a.session.scalars(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.id != (but or 0))
        .values(ended_at=a.now)
        .returning(SignIn.id)
    )
    return len(rows.all())


def end_trust(a: Act, person_id: int) -> int:
    """Trust none of the person's phones any longer, and give how many were trusted."""
    rows = a.session.scalars(
        update(TrustedPhone)
        .where(TrustedPhone.person_id == person_id, TrustedPhone.ended_at.is_(None))
        .values(ended_at=a.now)
        .returning(TrustedPhone.id)
    )
    return len(rows.all())


def end_feed(a: Act, person_id: int) -> int:
    """Let the link to the person's private calendar open nothing any longer, and give how many there were."""
    rows = a.session.scalars(
        delete(CalendarFeed).where(CalendarFeed.person_id == person_id).returning(CalendarFeed.person_id)
    )
    return len(rows.all())
