"""Small pictures of people's own days, read for any number of people at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select

from client_app.domain.local_days import ONE_DAY
from client_app.domain.trends import Trend, trend
from client_app.extensions import db
from client_app.models import CheckIn

DAYS = 14


def craving_trends(participant_ids: Collection[int], today: date) -> Mapping[int, Trend]:
    """Each participant's craving at the time of the daily check-in, over the 14 local days up to today."""
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for row in db.session.execute(
        select(CheckIn.participant_id, CheckIn.day, CheckIn.craving_now).where(
            CheckIn.participant_id.in_(participant_ids),
            CheckIn.day > today - ONE_DAY * DAYS,
            CheckIn.day <= today,
            CheckIn.craving_now.is_not(None),
        )
    ):
        found[row.participant_id][row.day] = row.craving_now
    return {participant_id: trend(found[participant_id], today, DAYS) for participant_id in participant_ids}
