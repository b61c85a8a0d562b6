"""Six weeks of invented life, told through the acts that real people do, each at its own moment.

So check-ins, flags, their events and the audit record are what they would be in a real program.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from client_app.commands.demo import people
from client_app.commands.demo.attendance import attendance
from client_app.commands.demo.cards import card_of
from client_app.commands.demo.days import answers_on
from client_app.commands.demo.groups import calendar_life, put_on_calendar
from client_app.commands.demo.people import PARTICIPANTS, PASSWORD, STAFF, THE_LAST, ZONE, Participant, Staff
from client_app.commands.demo.reminders import choices_of
from client_app.commands.demo.rounds import follow_up, go_round, note_of, resolve_all
from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind
from client_app.domain.contact_cards import TypedCard
from client_app.domain.flag_life import Outcome
from client_app.domain.local_days import local_day
from client_app.domain.posts import Post
from client_app.domain.roles import Role
from client_app.domain.staffed_hours import Opening
from client_app.domain.tools import own_value
from client_app.domain.viewers import Viewer
from client_app.jobs.quiet_days import look_for_quiet_days
from client_app.services.caseloads import enroll, set_caseload
from client_app.services.check_ins import send_check_in
from client_app.services.contact_cards import NEW, keep_card
from client_app.services.drafts import save_draft
from client_app.services.nudges import send_nudge
from client_app.services.people import Account, NewPerson, account_of, add_person
from client_app.services.plans import add_reason, add_strategy, own_strategies, write_safety_plan
from client_app.services.programs import NewProgram, OnCallLine, add_program
from client_app.services.reminder_choices import keep_choices

WEEKDAYS, EVENINGS, WEEKEND = range(5), (1, 3), (5, 6)
OPENINGS = (
    *(Opening(day, time(9), time(20 if day in EVENINGS else 17)) for day in WEEKDAYS),
    *(Opening(day, time(10), time(13)) for day in WEEKEND),
)
LINE = OnCallLine("Riverside on-call line", "312-555-0100")

LENGTH = max(len(participant.days) for participant in PARTICIPANTS)
"""Days that the story lasts."""

Happening = tuple[datetime, Callable[[datetime], object]]
"""When something happens (UTC), and what is done then."""


@dataclass(frozen=True)
class Calendar:
    """The program's days, counted back from today."""

    today: date

    def at(self, days_ago: int, clock: time) -> datetime:
        """The instant (UTC) at which the program's clock shows this time on a day."""
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, clock, ZoneInfo(ZONE)).astimezone(UTC)


def tell(now: datetime) -> None:
    """Add everybody and let six weeks happen, up to yesterday evening."""
    calendar = Calendar(local_day(now, ZoneInfo(ZONE)))
    begins_at = calendar.at(1 + LENGTH, time(9))
    program_id = add_program(NewProgram("Riverside", ZONE, OPENINGS, LINE), begins_at)
    viewers = {member.email: _add_staff(member, program_id, begins_at) for member in STAFF}
    _share_caseloads(begins_at)
    happenings = list(_care(calendar, viewers))
    for participant in PARTICIPANTS:
        viewer = _enroll(participant, program_id, calendar)
        viewers[participant.email] = viewer
        happenings += _check_ins(participant, viewer, calendar)
    happenings += _what_else_happened(calendar, viewers)
    happenings += calendar_life(calendar.at, viewers)
    happenings += attendance(calendar.at, viewers, LENGTH)
    put_on_calendar(program_id, viewers, local_day(begins_at, ZoneInfo(ZONE)), begins_at)
    for instant, act in sorted(happenings, key=lambda happening: happening[0]):
        act(instant)
    _add_staff(THE_LAST, program_id, begins_at)


def is_told() -> bool:
    """Is everything there, down to the last person?"""
    return account_of(THE_LAST.email) is not None


def _add_staff(member: Staff, program_id: int, at: datetime) -> Viewer:
    return _add(NewPerson(program_id, member.role, member.email, member.name, PASSWORD, is_demo=True), at)


def _add(person: NewPerson, at: datetime) -> Viewer:
    person_id = add_person(person, at)
    return Viewer(person_id, person.role, person.program_id, ZONE, person.name, person.language, sign_in_id=0)


def _share_caseloads(at: datetime) -> None:
    """Each of the two counselors has a caseload and covers the other's."""
    carmen, daniel = _account(people.COUNSELOR), _account(people.OTHER_COUNSELOR)
    set_caseload(carmen, daniel, None, at)
    set_caseload(daniel, carmen, None, at)


def _account(email: str) -> Account:
    account = account_of(email)
    if account is None:
        raise LookupError(email)
    return account


def _enroll(participant: Participant, program_id: int, calendar: Calendar) -> Viewer:
    """Let a participant begin, with what they keep for hard moments."""
    at = calendar.at(len(participant.days), time(0, 30))
    viewer = _add(
        NewPerson(
            program_id=program_id,
            role=Role.PARTICIPANT,
            email=participant.email,
            name=participant.name,
            password=PASSWORD,
            phone=participant.phone,
            language=participant.language,
            is_demo=True,
        ),
        at,
    )
    first_day = calendar.today - timedelta(days=len(participant.days))
    person, counselor = _account(participant.email), _account(participant.counselor)
    enroll(person, counselor, first_day, at, takes_medication=participant.takes_medication)
    for strategy in participant.strategies:
        add_strategy(viewer, strategy, at)
    for reason in participant.reasons:
        add_reason(viewer, reason, at)
    card = card_of(participant)
    if card:
        keep_card(viewer, viewer.person_id, TypedCard.of(card, is_kept=True), NEW, at)
    chosen = choices_of(participant)
    if chosen:
        keep_choices(viewer, chosen, 0, at)
    if participant.plan:
        write_safety_plan(viewer, viewer.person_id, participant.plan, at)
    return viewer


def _check_ins(participant: Participant, viewer: Viewer, calendar: Calendar) -> Iterator[Happening]:
    """Each day's check-in, a few minutes earlier or later."""
    own = [own_value(number) for number in own_strategies(viewer.person_id)]
    for days_ago in range(len(participant.days), 0, -1):
        if participant.days[-days_ago] != ".":
            at = calendar.at(days_ago, participant.at) + timedelta(minutes=days_ago * 7 % 23)
            yield at, partial(_send, viewer, Kind.DAILY, 0, answers_on(participant, days_ago, own))


def _send(viewer: Viewer, kind: Kind, days_before: int, answers: Answers, now: datetime) -> None:
    day = local_day(now, ZoneInfo(ZONE)) - timedelta(days=days_before)
    send_check_in(viewer, _post(viewer, kind, day, answers), now)


def _post(viewer: Viewer, kind: Kind, day: date, answers: Answers) -> Post:
    """A post of the form; a draft and the check-in that it becomes carry the same number."""
    return Post(str(uuid5(NAMESPACE_URL, f"demo:{viewer.person_id}:{kind}:{day}")), kind, day, answers)


def _care(calendar: Calendar, viewers: dict[str, Viewer]) -> Iterator[Happening]:
    """What the care team and the worker do every day."""
    for days_ago in range(LENGTH, 0, -1):
        yield calendar.at(days_ago, time(10)), look_for_quiet_days
        is_weekend = (calendar.today - timedelta(days=days_ago)).weekday() in WEEKEND
        for clock in (time(10, 20),) if is_weekend else (time(10, 20), time(15, 40)):
            for counselor in (people.COUNSELOR, people.OTHER_COUNSELOR):
                yield calendar.at(days_ago, clock), partial(go_round, viewers[counselor])


def _what_else_happened(calendar: Calendar, viewers: dict[str, Viewer]) -> Iterator[Happening]:
    """What is no ordinary day: a night in which help was needed, silence, low spirits."""
    daniel, carmen = viewers[people.OTHER_COUNSELOR], viewers[people.COUNSELOR]
    grace, fernando, dana = (viewers[one.email] for one in (people.GRACE, people.FERNANDO, people.DANA))
    chris, maya = viewers[people.CHRIS.email], viewers[people.MAYA.email]

    yield calendar.at(24, time(8, 41)), partial(_begin_urgently, grace)
    contact = "She picked up. We talked for twenty minutes; her sister is coming over and stays the night."
    yield calendar.at(24, time(8, 47)), partial(follow_up, daniel, grace.person_id, note=contact, is_contact=True)
    reviewed = "Met with her and her sister. Safety plan gone through line by line."
    yield (
        calendar.at(23, time(10, 5)),
        partial(resolve_all, daniel, grace.person_id, outcome=Outcome.SAFETY_PLAN_REVIEWED, note=reviewed, useful=True),
    )

    called = "Called twice, no answer. Trying again in the afternoon."
    yield calendar.at(3, time(11, 5)), partial(follow_up, daniel, fernando.person_id, note=called, is_contact=True)
    backfill = Answers({"craving_now": 5, "mood": 3, "sleep": 2, "used": "no", "safety": "no", "call_me": "no"})
    yield calendar.at(3, time(12, 58)), partial(_send, fernando, Kind.DAILY, 1, backfill)
    yield calendar.at(3, time(16)), partial(note_of, daniel, fernando.person_id, note="He had the flu and is back.")

    low = "Low for days. Spoke after group; she would like to see me before Thursday."
    yield calendar.at(1, time(10, 40)), partial(follow_up, carmen, dana.person_id, note=low)

    yield (
        calendar.at(27, time(22, 15)),
        partial(_send, chris, Kind.UPDATE, 0, Answers({"call_me": "yes", "note": "Bad night. Can we talk tomorrow?"})),
    )
    yield (
        calendar.at(16, time(20, 5)),
        partial(_send, maya, Kind.UPDATE, 0, Answers({"note": "Went to the evening meeting after all."})),
    )
    yield calendar.at(5, time(15, 50)), partial(send_nudge, daniel, grace.person_id, "here")
    yield calendar.at(1, time(15, 50)), partial(send_nudge, carmen, maya.person_id, "thinking")


def _begin_urgently(viewer: Viewer, now: datetime) -> None:
    """A draft whose answer acts a quarter of an hour before it is sent."""
    answers = Answers({"craving_now": 7, "safety": "active"})
    post = _post(viewer, Kind.DAILY, local_day(now, ZoneInfo(ZONE)), answers)
    save_draft(viewer, post, frozenset(answers), now)
