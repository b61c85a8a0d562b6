"""A participant's private calendar: its one link, what it shows, and reading it by the link alone.

Phones ask for it day and night and almost never find anything new. So whatever may change it notes that on its row
(``services/_calendar_changes.py``), and one statement tells that nothing did.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.exc import SQLAlchemyError

from client_app.domain.appointments import Appointment
from client_app.domain.calendar_feeds import Event, Kept, Words, days_shown, event_of, is_shown_by, words_of
from client_app.domain.refusals import Conflict, NotFound, Refused
from client_app.domain.rosters import Stay, is_expected
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.gateways.plain_reads import PlainRead
from client_app.models import (
    AppointmentChange,
    AppointmentSeries,
    CalendarFeed,
    Enrollment,
    Holiday,
    Person,
    Program,
)
from client_app.services._ending import end_feed
from client_app.services._links import hash_of, new_token
from client_app.services.acts import Act, act
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.enrollments import standing_of
from client_app.services.health import DatabaseSilentError
from client_app.services.rosters import stays_in

NOT_ENROLLED = Sentence(N_("Your time in the program has ended, so there is nothing to put on a calendar."))
CHANGED_MEANWHILE = Sentence(N_("Your calendar link was changed from another place. Please look again."))
NO_LINK = ""
"""What a page says that was opened before there was a link."""

_OPENED = PlainRead(
    select(
        CalendarFeed.person_id,
        Person.program_id,
        Program.time_zone,
        Person.language,
        CalendarFeed.shows_topic,
        CalendarFeed.made_at,
        CalendarFeed.changed_at,
    )
    .join(Person, Person.id == CalendarFeed.person_id)
    .join(Program, Program.id == Person.program_id)
    .where(CalendarFeed.token_hash == bindparam("token_hash"), Person.disabled_at.is_(None))
)
"""Built once, as on every hot path."""


@dataclass(frozen=True)
class OwnFeed:
    """The viewer's link as its page shows it; the link itself is never shown again."""

    shows_topic: bool
    made_at: datetime
    is_current: bool
    """It shows the viewer's present time in the program."""
    seen: str
    """Which link this was when a form was opened."""


@dataclass(frozen=True)
class OpenFeed:
    """A feed whose link somebody has."""

    person_id: int
    program_id: int
    zone: ZoneInfo
    language: str | None
    """Of its person; nothing leaves it to whoever asks."""
    shows_topic: bool
    made_at: datetime
    changed_at: datetime
    name: str = field(repr=False)
    """Nobody else's feed has it."""


def why_not_make(viewer: Viewer) -> Sentence | None:
    """Say why the viewer cannot make a link now."""
    return NOT_ENROLLED if standing_of(viewer.person_id) is None else None


def own_feed(viewer: Viewer) -> OwnFeed | None:
    """The viewer's link, if there is one."""
    row = db.session.execute(
        select(CalendarFeed.shows_topic, CalendarFeed.made_at).where(CalendarFeed.person_id == viewer.person_id)
    ).one_or_none()
    if row is None:
        return None
    standing, zone = standing_of(viewer.person_id), ZoneInfo(viewer.zone)
    is_current = standing is not None and is_shown_by(row.made_at, _begun(standing.started_on), zone)
    return OwnFeed(row.shows_topic, row.made_at, is_current, _seen(row.made_at))


def has_feed(viewer: Viewer) -> bool:
    """Whether the viewer has a link."""
    return db.session.get(CalendarFeed, viewer.person_id) is not None


def make_feed(viewer: Viewer, seen: str, now: datetime) -> str:
    """Make the viewer's link, or a new one in the place of the old one, which opens nothing from then on.

    Returns:
        Its token: known this once, and never again.

    Raises:
        Refused: the viewer takes part in no program now.
        Conflict: the link was changed after the page was opened.

    """
    reason = why_not_make(viewer)
    if reason is not None:
        raise Refused(reason)
    token = new_token()
    with act(viewer, now) as a:
        feed = _seen_by(a, viewer, seen)
        if feed is None:
            feed = CalendarFeed(person_id=viewer.person_id, shows_topic=False)
            a.session.add(feed)
        feed.token_hash, feed.made_at, feed.changed_at = hash_of(token), now, now
        a.audit("calendar_feed.made", subject=feed, participant_id=viewer.person_id)
    return token


def show_in_feed(viewer: Viewer, *, shows_topic: bool, now: datetime) -> None:
    """Decide whether the viewer's calendar tells what an appointment is and where.

    Raises:
        Conflict: there is no link any more.

    """
    with act(viewer, now) as a:
        feed = _locked(a, viewer)
        if feed is None:
            raise Conflict(CHANGED_MEANWHILE)
        if feed.shows_topic is shows_topic:
            a.leave_unchanged()
            return
        feed.shows_topic, feed.changed_at = shows_topic, now
        a.audit("calendar_feed.shown", subject=feed, participant_id=viewer.person_id, shows_topic=shows_topic)


def turn_feed_off(viewer: Viewer, seen: str, now: datetime) -> None:
    """Let the viewer's link open nothing any more. One that was turned off before stays so.

    Raises:
        Conflict: a new link was made after the page was opened.

    """
    with act(viewer, now) as a:
        feed = _locked(a, viewer)
        if feed is None:
            a.leave_unchanged()
            return
        if _seen(feed.made_at) != seen:
            raise Conflict(CHANGED_MEANWHILE)
        a.audit("calendar_feed.ended", subject=feed, participant_id=viewer.person_id)
        end_feed(a, viewer.person_id)


def open_feed(token: str) -> OpenFeed:
    """The feed of this link, in one statement.

    Raises:
        NotFound: no such link, not any more, or its person's account is closed; which of these is not said.
        DatabaseSilentError: the database does not answer.

    """
    token_hash = hash_of(token)
    try:
        row = _OPENED.row(db.engine, {"token_hash": token_hash})
    except SQLAlchemyError as error:
        raise DatabaseSilentError(type(error).__name__) from None
    if row is None:
        raise NotFound
    person_id, program_id, zone, language, shows_topic, made_at, changed_at = row
    return OpenFeed(person_id, program_id, ZoneInfo(zone), language, shows_topic, made_at, changed_at, token_hash)


def events_in(feed: OpenFeed, now: datetime) -> list[Event]:
    """What stands on a participant's calendar, in as many statements whatever that is.

    Nothing at all once the time in the program has ended in which the link was made.
    """
    calendar, days = Calendar(feed.program_id, feed.zone), Stretch(*days_shown(now, feed.zone))
    stays = stays_in(calendar, days, Enrollment.participant_id == feed.person_id)
    stay = next((one for one in stays if is_shown_by(feed.made_at, one, feed.zone)), None)
    if stay is None:
        return []
    is_theirs = or_(AppointmentSeries.participant_id.is_(None), AppointmentSeries.participant_id == feed.person_id)
    planned = appointments_in(calendar, days, is_theirs)
    found = [one for one in planned if days.holds(one.takes_place_on) and is_expected(stay, one)]
    return list(_events(found, _Past(calendar), shows_topic=feed.shows_topic))


class _Past:
    """What is stored of how a program's appointments came to be what they are."""

    def __init__(self, calendar: Calendar) -> None:
        own = AppointmentSeries.program_id == calendar.program_id
        series = select(
            AppointmentSeries.id, AppointmentSeries.uid, AppointmentSeries.revision, AppointmentSeries.changed_at
        )
        self.series = {row.id: row for row in _rows(series.where(own))}
        changes = select(AppointmentChange.series_id, AppointmentChange.day, AppointmentChange.changed_at)
        joined = changes.join(AppointmentSeries, and_(AppointmentSeries.id == AppointmentChange.series_id, own))
        self.changed_at = {(row.series_id, row.day): row.changed_at for row in _rows(joined)}
        closed = select(Holiday.day, Holiday.changed_at).where(Holiday.program_id == calendar.program_id)
        self.closed_at: dict[date, datetime] = {row.day: row.changed_at for row in _rows(closed)}

    def of(self, one: Appointment) -> Kept:
        """What is stored of one of them."""
        series = self.series[one.series.id]
        changed_at = self.changed_at.get((one.series.id, one.day))
        closed_at = self.closed_at.get(one.takes_place_on) if self.closed_at else None
        return Kept(series.uid, series.revision, series.changed_at, changed_at, closed_at)


def _events(found: list[Appointment], past: _Past, *, shows_topic: bool) -> Iterator[Event]:
    """Each as an event; what is told of most of a series is put in words once."""
    told: dict[tuple[Any, ...], Words] = {}
    for one in found:
        alike = (one.series.id, one.session.place, one.session.address, one.is_on)
        words = told.get(alike)
        if words is None:
            words = told[alike] = words_of(one, shows_topic=shows_topic)
        yield event_of(one, past.of(one), words)


def _rows(statement: Any) -> Iterator[Row[*tuple[Any, ...]]]:
    return iter(db.session.execute(statement))


def _begun(started_on: date) -> Stay:
    """A time in the program that goes on."""
    return Stay(participant_id=0, name="", first_on=started_on)


def _seen_by(a: Act, viewer: Viewer, seen: str) -> CalendarFeed | None:
    """The viewer's link, which has not changed since the page was opened."""
    feed = _locked(a, viewer)
    if seen != (_seen(feed.made_at) if feed else NO_LINK):
        raise Conflict(CHANGED_MEANWHILE)
    return feed


def _locked(a: Act, viewer: Viewer) -> CalendarFeed | None:
    """The viewer's link; acts about it follow one another, and so does the first one."""
    a.session.execute(select(Person.id).where(Person.id == viewer.person_id).with_for_update(key_share=True)).all()
    return a.session.scalars(
        select(CalendarFeed).where(CalendarFeed.person_id == viewer.person_id).execution_options(populate_existing=True)
    ).one_or_none()


def _seen(made_at: datetime) -> str:
    return f"{made_at:%Y%m%d%H%M%S%f}"
