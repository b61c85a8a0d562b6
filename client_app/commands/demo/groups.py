"""The demo's calendar: groups by day and in the evening, talks, what was cancelled and moved, and steps down.

In the first phase a participant comes on five days for 13 hours a week, in the second on three days for 9, in the third
on one.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from client_app.commands.demo import people
from client_app.domain.absence_notices import Obstacle
from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import Appointment, Kind, Session, Weekly
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.phase_plans import PhasePlan
from client_app.domain.series_edits import Scope
from client_app.domain.viewers import Viewer
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import Move, add_series, cancel, change_one
from client_app.services.calendars import Calendar, Stretch, appointments_in
from client_app.services.groups import seen_of
from client_app.services.phases import move_participant, phase_card
from client_app.services.program_phases import add_phase

Happening = tuple[datetime, Callable[[datetime], object]]
At = Callable[[int, time], datetime]
"""``at(days_ago, clock)``: the instant at which the program's clock shows this time."""

CRITERIA = "Steady for three weeks, comes to the groups, has somebody to call."
PHASES = (
    PhasePlan(name="Five days a week", days_a_week=5, criteria=CRITERIA),
    PhasePlan(name="Three days a week", days_a_week=3, criteria=CRITERIA),
    PhasePlan(name="One evening a week", days_a_week=1, least_hours=1, most_hours=8, criteria=CRITERIA),
)
HOUSE = "214 River Street, Springfield, IL"
MORNING, EVENING, TOGETHER = "Morning recovery group", "Evening skills group", "Staying well together"


def put_on_calendar(program_id: int, viewers: Mapping[str, Viewer], first_on: date, now: datetime) -> None:
    """Add the phases, three groups and two talks, which go on for good."""
    numbers = [add_phase(program_id, plan, now) for plan in PHASES]
    carmen, daniel = viewers[people.COUNSELOR], viewers[people.OTHER_COUNSELOR]
    river = Session(starts=time(9, 30), minutes=150, place="River room", address=HOUSE, facilitator_id=carmen.person_id)
    video = Session(
        starts=time(17, 30), minutes=120, link="https://meet.example/evening", facilitator_id=daniel.person_id
    )
    garden = Session(starts=time(18), minutes=90, place="Garden room", address=HOUSE, facilitator_id=carmen.person_id)
    for topic, kind, weekdays, session, who in (
        (MORNING, Kind.GROUP, (0, 2, 4), river, numbers[:2]),
        (EVENING, Kind.EDUCATION, (1, 3), video, numbers[:1]),
        (TOGETHER, Kind.GROUP, (2,), garden, ()),
    ):
        weekly = Weekly(weekdays=weekdays, first_on=first_on)
        plan = Plan(kind=kind, topic=topic, weekly=weekly, session=session, capacity=12, phase_ids=frozenset(who))
        add_series(carmen, plan, now)
    _talk(carmen, viewers[people.PARTICIPANT], "Talk with Carmen", first_on, time(13), now)
    _talk(daniel, viewers[people.PARTICIPANT_IN_SPANISH], "Charla con Daniel", first_on, time(14), now)


def calendar_life(at: At, viewers: Mapping[str, Viewer]) -> Iterator[Happening]:
    """What was cancelled and moved, who stepped down, and who cannot come."""
    carmen, daniel = viewers[people.COUNSELOR], viewers[people.OTHER_COUNSELOR]
    maya, beth, andre = (viewers[one.email] for one in (people.MAYA, people.BETH, people.ANDRE))
    yield at(24, time(12)), partial(_cancel_next, daniel, EVENING, 2)
    yield at(1, time(16, 10)), partial(_cancel_next, daniel, EVENING, 4)
    yield at(1, time(16, 15)), partial(_move_next, carmen, TOGETHER, 2)
    yield at(21, time(16, 20)), partial(_step, carmen, beth, 1, "Steady since the start. Wants mornings back for work.")
    yield at(16, time(16, 20)), partial(_step, carmen, maya, 1, "Week 4: steady, sleeps again, calls her sister first.")
    yield at(7, time(16, 20)), partial(_step, carmen, beth, 2, "Working full time, goes on with the evening group.")
    words = "New shift until Friday. Could we talk in the evening?"
    yield at(1, time(18, 5)), partial(_cannot_come, andre, MORNING, Told(Obstacle.WORK, wants_change=True, note=words))


def _talk(counselor: Viewer, participant: Viewer, topic: str, first_on: date, starts: time, now: datetime) -> None:
    session = Session(starts=starts, minutes=50, place="Room 4", address=HOUSE, facilitator_id=counselor.person_id)
    weekly = Weekly(weekdays=(2,), first_on=first_on)
    plan = Plan(kind=Kind.INDIVIDUAL, topic=topic, weekly=weekly, session=session, participant_id=participant.person_id)
    add_series(counselor, plan, now)


def _next(viewer: Viewer, topic: str, days_on: int, now: datetime) -> Appointment:
    """The first appointment of a group that takes place so many days on, or later."""
    day = local_day(now, ZoneInfo(viewer.zone)) + days_on * ONE_DAY
    found = appointments_in(Calendar.of(viewer), Stretch(day, day + timedelta(weeks=2)))
    return next(one for one in found if one.series.topic == topic and one.is_on and one.starts_at > now)


def _cancel_next(viewer: Viewer, topic: str, days_on: int, now: datetime) -> None:
    one = _next(viewer, topic, days_on, now)
    cancel(viewer, one.key, Scope.THIS, seen_of(one), now)


def _move_next(viewer: Viewer, topic: str, days_on: int, now: datetime) -> None:
    """To the day after, at the same time."""
    one = _next(viewer, topic, days_on, now)
    change_one(viewer, one.key, Move(one.day + ONE_DAY, one.session), seen_of(one), now)


def _step(counselor: Viewer, participant: Viewer, which: int, reason: str, now: datetime) -> None:
    card = phase_card(counselor, participant.person_id, now)
    chosen = next(one for one, _ in card.others if one.position == which + 1)
    move_participant(counselor, participant.person_id, chosen.id, reason, card.number, now)


def _cannot_come(participant: Viewer, topic: str, told: Told, now: datetime) -> None:
    tell_absence(participant, _next(participant, topic, 1, now).key, told, now)
