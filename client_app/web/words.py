"""Sentences, times and days in the reader's language and the program's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from flask import Flask
from flask_babel import format_date, format_time, format_timedelta, get_locale, gettext

from client_app.domain.definitions import Text
from client_app.domain.local_days import local_day
from client_app.domain.sentences import Sentence, Value
from client_app.domain.trends import polyline

A_MONDAY = date(2026, 11, 23)
"""Any Monday: weekdays are spoken through a date."""


def say(sentence: Sentence) -> str:
    """The sentence in the reader's language; sentences inside it are translated first."""
    values = {name: _spoken(value) for name, value in sentence.values.items()}
    spoken: str = gettext(sentence.text)
    return spoken % values if values else spoken


def in_words(text: Text) -> str:
    """Content that is kept in both languages, in the reader's."""
    return text.in_language(str(get_locale()))


def clock_time(instant: datetime, zone: str) -> str:
    """The time of day in the program's zone, for example "9:12 AM" or "9:12"."""
    text: str = format_time(instant.astimezone(ZoneInfo(zone)), "short", rebase=False)
    return text


def zone_day(instant: datetime, zone: str) -> date:
    """The date on the wall of a place in this zone."""
    return local_day(instant, ZoneInfo(zone))


def day_name(day: date) -> str:
    """A day in words, for example "Monday, November 23"."""
    text: str = format_date(day, "EEEE, MMMM d" if str(get_locale()) == "en" else "EEEE, d 'de' MMMM", rebase=False)
    return text


def day_title(day: date) -> str:
    """A day as a heading says it: with a capital letter, which Spanish days do not have."""
    return _begun_large(day_name(day))


def short_day(day: date) -> str:
    """A day in few letters, for example "Nov 23"."""
    text: str = format_date(day, "MMM d" if str(get_locale()) == "en" else "d MMM", rebase=False)
    return text


def full_day(day: date) -> str:
    """A dated fact's day with its year, for example "November 1, 2026"."""
    text: str = format_date(day, "MMMM d, y" if str(get_locale()) == "en" else "d 'de' MMMM 'de' y", rebase=False)
    return text


def weekday_name(weekday: int) -> str:
    """A weekday by its number, 0 for Monday, as it begins a line."""
    return _begun_large(format_date(A_MONDAY + timedelta(days=weekday), "EEEE", rebase=False))


def short_weekday(weekday: int) -> str:
    """A weekday by its number in few letters, such as "Mon"."""
    return _begun_large(format_date(A_MONDAY + timedelta(days=weekday), "EEE", rebase=False))


def wall_time(hour: time) -> str:
    """A time on the program's wall, for example "9:00 AM" or "9:00"."""
    text: str = format_time(datetime.combine(A_MONDAY, hour), "short", rebase=False)
    return text


def utc_minutes(instant: datetime, zone: str) -> int:
    """How far the program's clock is from UTC at that instant, in minutes, for a script that compares clocks."""
    offset = instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return offset // timedelta(minutes=1)


def zone_name(zone: str) -> str:
    """A time zone as people call it, for example "Central Time"."""
    return get_timezone_name(ZoneInfo(zone), zone_variant="generic", locale=get_locale())


def begun_large(text: str) -> str:
    """Words as they begin a sentence."""
    return _begun_large(text)


def moment(instant: datetime, zone: str, now: datetime, on: date | None = None) -> str:
    """An instant as people say it: "today at 9:12 AM", "yesterday at …", "on Monday, November 23 at …".

    Under the heading of a day (``on``), an instant of that day is just "at 9:12 AM".
    """
    zone_info = ZoneInfo(zone)
    days = (local_day(now, zone_info) - local_day(instant, zone_info)).days
    time = clock_time(instant, zone)
    if on is not None and local_day(instant, zone_info) == on:
        return str(gettext("at %(time)s", time=time))
    if days == 0:
        return str(gettext("today at %(time)s", time=time))
    if days == 1:
        return str(gettext("yesterday at %(time)s", time=time))
    if days == -1:
        return str(gettext("tomorrow at %(time)s", time=time))
    return str(gettext("on %(day)s at %(time)s", day=day_name(local_day(instant, zone_info)), time=time))


def on_date(instant: datetime, zone: str) -> str:
    """An instant for the record, with its year: "on November 23, 2026 at 9:12 AM"."""
    day = full_day(local_day(instant, ZoneInfo(zone)))
    return str(gettext("on %(day)s at %(time)s", day=day, time=clock_time(instant, zone)))


def how_long(duration: timedelta) -> str:
    """A stretch of time in its largest unit, for example "25 minutes" or "3 hours"."""
    text: str = format_timedelta(duration, granularity="minute")
    return text


def _spoken(value: Value) -> str | int:
    """What stands in a place of a sentence, in the reader's language."""
    if isinstance(value, Sentence):
        return say(value)
    if isinstance(value, date):
        return day_name(value)
    return wall_time(value) if isinstance(value, time) else value


def _begun_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def add_words(app: Flask) -> None:
    """Let the templates speak."""
    app.jinja_env.filters.update(
        say=say,
        in_words=in_words,
        clock_time=clock_time,
        zone_day=zone_day,
        day_name=day_name,
        day_title=day_title,
        short_day=short_day,
        full_day=full_day,
        weekday_name=weekday_name,
        short_weekday=short_weekday,
        wall_time=wall_time,
        moment=moment,
        on_date=on_date,
        how_long=how_long,
        utc_minutes=utc_minutes,
        zone_name=zone_name,
        begun_large=begun_large,
        polyline=polyline,
    )
