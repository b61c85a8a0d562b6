"""How the phones of participants stand, read for all of a list at once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, or_, select

from client_app.domain.reachability import Phones, Reachability, reachability
from client_app.extensions import db
from client_app.models import PushSubscription
from client_app.services._subscriptions import GONE, LEFT


def reachabilities(participant_ids: Collection[int], now: datetime, zone: ZoneInfo) -> Mapping[int, Reachability]:
    """How the phones of each of these people stand, in one statement; the caller has checked who may read of them."""
    row = PushSubscription
    living = row.removed_at.is_(None)
    rows = db.session.execute(
        select(
            row.person_id,
            func.count(case((living, 1))).label("living"),
            func.count(case((living & row.failed_at.is_not(None), 1))).label("failing"),
            func.max(case((living, row.subscribed_at))).label("set_up_at"),
            func.max(row.accepted_at).label("reached_at"),
            func.max(case((row.removed_why == GONE, row.removed_at))).label("gone_at"),
            func.max(case((row.removed_why.in_(LEFT), row.removed_at))).label("left_at"),
        )
        .where(row.person_id.in_(participant_ids), or_(living, row.removed_why.in_((GONE, *LEFT))))
        .group_by(row.person_id)
    )
    found = {
        one.person_id: Phones(one.living, one.failing, one.set_up_at, one.reached_at, one.gone_at, one.left_at)
        for one in rows
    }
    return {number: reachability(found.get(number, Phones()), now, zone) for number in participant_ids}
