"""Two weeks in which the clocks change, told by a written table: exactly these reminders, no more and no fewer.

The real job plans every two hours and at each instant at which something is due or happens; what is due is sent then.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from client_app.domain.appointments import Kind
from client_app.domain.local_days import ONE_DAY
from client_app.domain.pushes import MessageState
from client_app.domain.reminder_choices import Choices, TypedChoices
from client_app.domain.reminders import Snooze
from client_app.domain.roles import Role
from client_app.domain.series_edits import Scope
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.jobs.reminders import plan_all_reminders
from client_app.models import OutboxMessage
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import Move, cancel, change_one
from client_app.services.check_ins import send_check_in
from client_app.services.enrollment_life import end_enrollment
from client_app.services.holidays import add_holiday
from client_app.services.nudges import send_nudge
from client_app.services.reminder_choices import choices_of, keep_choices, rest_until, snooze
from tests.factories import enroll, make_caseload, make_pause, make_person, make_program, viewer_of
from tests.support.calendars import AGREED, a_session, make_series
from tests.support.posts import a_post
from tests.support.reminders import Phones

AT_LEAST_EVERY = timedelta(hours=2)
WORDS = {
    "check_in": "check-in",
    "snooze": "later",
    "evening_before": "tomorrow",
    "appointment_series": "soon",
    "nudges": "nudge",
}
TABLE = """
        | Maya                         | Rosa                                     | Theo
 0 Mon  | 09:00 check-in, 13:00 soon   | 13:30 soon, 17:00 tomorrow, 20:00 check-in | 02:30 check-in
 1 Tue  | 09:00 check-in, 10:05 later  | 08:00 soon, 17:00 tomorrow, 20:00 check-in | 02:30 check-in
 2 Wed  | 09:00 check-in               | 13:30 soon, 20:00 check-in               | 02:30 check-in
 3 Thu  | 18:00 tomorrow               | 08:00 nudge, 17:00 tomorrow, 20:00 check-in | 02:30 check-in
 4 Fri  | 09:00 check-in, 15:00 soon   | 15:30 soon                               | 02:30 check-in
 5 Sat  | 09:00 check-in               | 20:00 check-in                           | 02:30 check-in
 6 Sun  | 09:00 check-in, 18:00 tomorrow | 17:00 tomorrow, 20:00 check-in         | NIGHT check-in
 7 Mon  | 09:00 check-in               | 17:00 tomorrow, 20:00 check-in           | 02:30 check-in
 8 Tue  | 08:30 check-in               | 08:00 soon, 20:00 check-in               | 02:30 check-in
 9 Wed  | 08:30 check-in               | 20:00 check-in                           |
10 Thu  | 08:30 check-in               | 17:00 tomorrow, 20:00 check-in           |
11 Fri  |                              |                                          | 02:30 check-in
12 Sat  |                              |                                          | 10:00 check-in
13 Sun  |                              |                                          | 02:30 check-in
"""
"""By the wall clock. In the night to day 6 the clocks change; on day 12 the worker stood still until 10:00."""


class Fortnight:
    """Fourteen days from a Monday on, by a program's wall clock, and what happens on them."""

    def __init__(self, monday: date, zone: str) -> None:
        self.monday, self.zone = monday, ZoneInfo(zone)
        self.begins_at, self.ends_at = self.at(0, "00:00"), self.at(14, "00:00")
        program = make_program("Riverside", time_zone=zone, created_at=self.begins_at - timedelta(days=40))
        carla = make_person(program, Role.COUNSELOR, "Carla")
        self.carla = viewer_of(carla)
        self.director = viewer_of(make_person(program, Role.DIRECTOR, "Dora"))
        self.people: dict[str, Viewer] = {}
        for name in ("Maya", "Rosa", "Theo"):
            person = make_person(program, Role.PARTICIPANT, name)
            enroll(person, make_caseload(carla), started_on=monday - timedelta(days=30))
            self.people[name] = viewer_of(person)
        make_pause(self.people["Theo"].person_id, self.day(9), self.day(10))

    def day(self, number: int) -> date:
        """The local day so many days after the Monday."""
        return self.monday + number * ONE_DAY

    def at(self, number: int, clock: str) -> datetime:
        """The instant at which the wall clock shows this time on a day."""
        return datetime.combine(self.day(number), time.fromisoformat(clock), self.zone).astimezone(UTC)

    def begin(self) -> tuple[str, str]:
        """The groups at 14:00, Rosa's talks at 8:30, and what Rosa and Theo chose; the first names of both series."""
        before, zone = self.begins_at - timedelta(hours=3), self.people["Rosa"]
        group = make_series(
            self.carla, before, weekdays=(0, 2, 4), first_on=self.monday, session=a_session(time(14), 60)
        )
        talk = a_session(time(8, 30), 30)
        about = {"kind": Kind.INDIVIDUAL, "participant_id": zone.person_id}
        talks = make_series(self.carla, before, "Talk", weekdays=(1,), first_on=self.day(1), session=talk, **about)
        rosa = Choices(check_in_at=time(20), evening_before_at=time(17), minutes_before=30)
        theo = Choices(check_in_at=time(2, 30), appointments=False, quiet_from=time(0), quiet_until=time(0))
        self.choose("Rosa", rosa, before)
        self.choose("Theo", theo, before)
        return group.partition("-")[0], talks

    def choose(self, name: str, choices: Choices, now: datetime) -> None:
        """Let somebody choose."""
        viewer = self.people[name]
        keep_choices(viewer, TypedChoices.of(choices), choices_of(viewer).revision, now)

    def checks_in(self, name: str, number: int, now: datetime) -> None:
        """Let somebody send the check-in of a day."""
        send_check_in(self.people[name], a_post(day=self.day(number)), now)

    def happenings(self, group: str) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
        """Everything that is done, and when."""
        maya, rosa = self.people["Maya"], self.people["Rosa"]
        usual = {1: "11:00", 3: "08:00"}
        for number in [*range(8), *range(9, 14)]:
            yield self.at(number, usual.get(number, "10:00")), partial(self.checks_in, "Maya", number)
        for number in range(11):
            yield self.at(number, "19:00" if number == 4 else "21:00"), partial(self.checks_in, "Rosa", number)

        def named(number: int) -> str:
            return f"{group}-{self.day(number):%Y%m%d}"

        told = Told("work", wants_change=False, note="")
        later = Move(self.day(4), a_session(time(16), 60))
        yield self.at(1, "09:05"), partial(snooze, maya, Snooze.AN_HOUR)
        yield self.at(1, "12:00"), partial(tell_absence, maya, named(2), told)
        yield self.at(2, "21:30"), partial(send_nudge, self.carla, rosa.person_id, "thinking")
        yield self.at(3, "12:00"), partial(change_one, self.carla, named(4), later, AGREED)
        yield self.at(6, "20:00"), partial(cancel, self.carla, named(7), Scope.THIS, AGREED)
        yield self.at(7, "12:00"), partial(add_holiday, self.director, self.day(9), "Closed")
        yield self.at(7, "20:00"), partial(self.choose, "Maya", replace(Choices(), check_in_at=time(8, 30)))
        yield self.at(10, "12:00"), partial(rest_until, maya, self.day(14))
        yield self.at(11, "12:00"), partial(end_enrollment, self.carla, rosa.person_id, "Call us.")

    def stands_still(self, now: datetime) -> bool:
        """Does the worker stand still?"""
        return self.at(12, "00:00") <= now < self.at(12, "10:00")

    def live(self) -> list[str]:
        """Let the two weeks pass; what rang, as lines of the table."""
        group, _ = self.begin()
        to_come = sorted(self.happenings(group), key=lambda one: one[0])
        phones, now = Phones(), self.begins_at
        while now < self.ends_at:
            while to_come and to_come[0][0] <= now:
                at, act = to_come.pop(0)
                act(at)
            if not self.stands_still(now):
                db.session.rollback()
                plan_all_reminders(now)
                phones.send_due(now)
            after = [now + AT_LEAST_EVERY, self.at(12, "10:00"), *(at for at, _ in to_come[:1]), *next_due(now)]
            now = min(at for at in after if at > now)
        return sorted(
            f"{(at.astimezone(self.zone).date() - self.monday).days:2} {self.name_of(number)} "
            f"{at.astimezone(self.zone):%H:%M} {WORDS[what]}"
            for at, number, what in phones.rang
        )

    def name_of(self, number: int) -> str:
        """Whose phone it is."""
        return next(name for name, viewer in self.people.items() if viewer.person_id == number)


def next_due(now: datetime) -> list[datetime]:
    """When the next message that waits is due."""
    db.session.rollback()
    found = db.session.scalar(
        select(func.min(OutboxMessage.due_at)).where(
            OutboxMessage.state == MessageState.WAITING, OutboxMessage.due_at > now
        )
    )
    return [found] if found else []


def written(night: str) -> list[str]:
    """The table's lines, one for each reminder."""
    names, *rows = (line.split("|") for line in TABLE.strip("\n").splitlines())
    return sorted(
        f"{row[0].split()[0]:>2} {name.strip()} {one.strip()}"
        for row in rows
        for name, cell in zip(names[1:], row[1:], strict=True)
        for one in cell.replace("NIGHT", night).split(",")
        if one.strip()
    )


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("zone", "monday", "night"),
    [
        ("America/Chicago", date(2026, 3, 2), "03:30"),  # 2:30 is skipped
        ("America/Chicago", date(2026, 10, 26), "02:30"),
        ("Europe/Madrid", date(2026, 3, 23), "03:30"),
        ("Europe/Madrid", date(2026, 10, 19), "02:30"),  # 2:30 is shown twice
    ],
)
def test_two_weeks_with_a_change_of_the_clocks(zone: str, monday: date, night: str) -> None:
    assert Fortnight(monday, zone).live() == written(night)
