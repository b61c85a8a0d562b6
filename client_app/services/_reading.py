"""The shared step that marks check-ins as read. It never commits: the act that calls it does."""

from collections.abc import Collection

from sqlalchemy import update

from client_app.domain.audit_actions import Action
from client_app.models import CheckIn
from client_app.services.acts import Act, subject_at


def mark_read(a: Act, participant_id: int, check_in_ids: Collection[int]) -> bool:
    """Mark those of the participant's check-ins as read that nobody has read yet; the first reader stays.

    Returns:
        Whether there was one.

    """
    marked = a.session.scalars(
        update(CheckIn)
        .where(CheckIn.participant_id == participant_id, CheckIn.id.in_(check_in_ids), CheckIn.read_at.is_(None))
        .values(read_at=a.now, read_by_id=a.actor_id)
        .returning(CheckIn.id)
    ).all()
    if marked:
        newest = subject_at(CheckIn, max(marked))
        a.audit(Action.CHECK_IN_READ, newest, participant_id=participant_id, check_ins=sorted(marked))
    return bool(marked)
