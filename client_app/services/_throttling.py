"""The shared steps that count failed tries.

A try is noted as failed before its password is looked at, and the note is taken back when the password was right: so
twenty tries at the same moment cannot slip past a limit of five.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from client_app.domain.refusals import TooManyTries
from client_app.domain.sentences import N_, Sentence
from client_app.domain.throttling import LIMITS, Count, counts_for, wait
from client_app.domain.visits import Visit
from client_app.models import FailedSignIn
from client_app.services.acts import housekeeping

TRY_LATER = N_("That went wrong too many times. To keep strangers out, please wait %(minutes)s minutes and try again.")
TRY_SOON = N_("That went wrong too many times. To keep strangers out, please wait one minute and try again.")

_TURN = 7_305_117
"""The number of PostgreSQL's lock under which tries are counted one after another; SQLite has one writer anyway."""


def note_try(visit: Visit, email: str, now: datetime, *, knows_address: bool) -> int:
    """Note a try as failed, in a short commit of its own, and give the note's number.

    Raises:
        TooManyTries: it is not even to be looked at yet; nothing is noted, so that asking again costs no time.

    """
    known_key = visit.known_key(email)
    counts = counts_for(knows_browser=known_key is not None, knows_address=knows_address)
    row = FailedSignIn(
        at=now,
        account_key=visit.account_key(email),
        address_key=visit.address_key,
        browser_key=known_key,
        is_new=Count.ACCOUNT_FROM_NEW in counts,
    )
    with housekeeping() as session:
        if session.connection().dialect.name != "sqlite":
            session.execute(select(func.pg_advisory_xact_lock(_TURN)))
        longest = wait({count: _filling(session, count, row) for count in counts}, now)
        if longest is not None:
            seconds = -int(-longest.total_seconds() // 1)
            minutes = -(-seconds // 60)
            raise TooManyTries(
                Sentence(TRY_LATER, {"minutes": minutes}) if minutes > 1 else Sentence(TRY_SOON), seconds
            )
        session.add(row)
        session.flush()
        return row.id


def take_back(session: Session, try_id: int) -> None:
    """The try did not fail."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.id == try_id))


def _filling(session: Session, count: Count, row: FailedSignIn) -> datetime | None:
    """When the failure happened that fills the limit of this count, if one does."""
    limit = LIMITS[count]
    alike = select(FailedSignIn.at).where(*_alike(count, row), FailedSignIn.at > row.at - limit.within)
    return session.scalar(alike.order_by(FailedSignIn.at.desc()).offset(limit.most - 1).limit(1))


def _alike(count: Count, row: FailedSignIn) -> tuple[ColumnElement[bool], ...]:
    """Which failures count together with this try."""
    account = FailedSignIn.account_key == row.account_key
    address = FailedSignIn.address_key == row.address_key
    is_unknown = FailedSignIn.browser_key.is_(None)
    return {
        Count.BROWSER: (account, FailedSignIn.browser_key == row.browser_key),
        Count.ACCOUNT_AND_ADDRESS: (account, address, is_unknown),
        Count.ACCOUNT_FROM_NEW: (account, FailedSignIn.is_new.is_(True)),
        Count.ADDRESS: (address, is_unknown),
    }[count]
