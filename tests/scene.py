"""A scene in which every page has something to show, made by the acts that people do: nothing on it is contrived."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from client_app.domain.answers import Answers
from client_app.domain.audit_actions import Action
from client_app.domain.check_ins import Kind
from client_app.domain.contact_cards import ContactCard, TypedCard
from client_app.domain.definitions import Choice, Text
from client_app.domain.deliveries import Meaning
from client_app.domain.enrollments import Beginning, ComesFrom
from client_app.domain.invitations import Invitation
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.pauses import TypedPause
from client_app.domain.phases import week_of
from client_app.domain.plans import SafetyPlan
from client_app.domain.posts import Post
from client_app.domain.pushes import MessageState, PushKind
from client_app.domain.quiet_plans import NamedPerson, Occasion, QuietPlan, Step, TypedQuietPlan, Wish
from client_app.domain.reminder_choices import Choices, TypedChoices
from client_app.domain.roles import Role
from client_app.domain.thresholds import Thresholds
from client_app.domain.viewers import Viewer
from client_app.extensions import db
from client_app.models import Caseload, DeliveryAttempt, Enrollment, Flag, OutboxMessage, Program, PushSubscription
from client_app.services.calendar_feeds import NO_LINK, make_feed
from client_app.services.check_in_options import change_options, option_versions
from client_app.services.check_ins import send_check_in
from client_app.services.contact_cards import NEW, keep_card
from client_app.services.drafts import save_draft
from client_app.services.enrollment_life import correct_beginning, end_enrollment
from client_app.services.flags import Resolution, Seen, claim_flags, resolve_flag
from client_app.services.invitations import invite_participant
from client_app.services.nudges import send_nudge
from client_app.services.openings import keep_flag, keep_list, keep_record
from client_app.services.pauses import Seen as Away
from client_app.services.pauses import set_pause
from client_app.services.plans import add_reason, add_strategy, write_safety_plan
from client_app.services.quiet_days import raise_quiet_flag
from client_app.services.quiet_plans import NONE_YET, keep_quiet_plan
from client_app.services.reminder_choices import ask_for_test, keep_choices
from client_app.services.rules import change_thresholds
from client_app.services.step_criteria import Wish as About
from client_app.services.step_criteria import agree, change_criterion
from client_app.services.step_downs import step_down_of
from client_app.services.trusted_phones import trust_phone
from tests.cast import Cast
from tests.factories import enroll, make_history, make_person, viewer_of
from tests.places import PLACES, Place
from tests.scene_pages import on_call, paged_about
from tests.support.attendance import a_night_group
from tests.support.calendars import ONE_WEEK, a_calendar, a_session, attend, make_series
from tests.support.push_subscriptions import PHONE, subscribe

CRAVINGS = [7, 6, None, 5, 6, 4, 6, 7, None, 5, 4, 6, 5]
"""Ana's days up to the day before yesterday; the gaps are days without a check-in."""

PLAN = SafetyPlan(
    warning_signs="I stop answering my phone.",
    own_steps="A walk, then a shower.",
    people_and_places="The library on Main Street.",
    people_to_ask="My sister, 555-0101.",
    professionals="Carla at the program.",
    safe_surroundings="My brother keeps my pills.",
)

CARD = ContactCard(
    name="Ana",
    phone="+1-555-555-0100",
    safe_times="After 6, not at work.",
    may_text=True,
    emergency_address="12 River Road, Apartment 3",
    emergency_name="Rosa, my sister",
    emergency_phone="555-0101",
)

QUIET_PLAN = QuietPlan(
    steps={
        Occasion.ONE_DAY: Step(Wish.LEAVE_ME_BE),
        Occasion.TWO_DAYS: Step(Wish.CALL_ME, "Mornings only."),
        Occasion.THREE_DAYS: Step(Wish.CALL_SOMEBODY, "She has a key."),
        Occasion.MISSED: Step(Wish.TEXT_ME, "Just ask how I am."),
    },
    never="my work",
    named=NamedPerson("Rosa", "555-0101", "my sister"),
)


@dataclass(frozen=True)
class Scene:
    """The places with their addresses, and who signs in with which e-mail."""

    places: tuple[Place, ...]
    emails: dict[str, str]

    def seen_by(self, who: str | None) -> list[Place]:
        """The places that this person looks at."""
        return [place for place in self.places if place.who == who]


def arrange(cast: Cast, now: datetime) -> Scene:
    """Give each of Ana's caseload another story: Ana has yesterday's flags, Ben an urgent one, Maya is not finished."""
    _two_weeks_of_ana(cast, now)
    newcomers = {name: _newcomer(cast, name, now) for name in ("ben", "maya", "theo", "noa")}
    on_call(cast, now)
    _sent(newcomers["ben"], now, craving_now=6, used="no", safety="passive", safe_now="no", mood=2)
    _begun(newcomers["maya"], now, craving_now=9, safety="active")
    _sent(newcomers["theo"], now, craving_now=3, confidence=2, note="Long week. Tomorrow will be quieter.")
    _sent(cast.luis.viewer, now, craving_now=2, mood=4, note="Buena noche.")
    _sent(cast.luis.viewer, now, Kind.UPDATE, call_me="no", note="Todo sigue bien.")
    _looked_at(cast, now)
    newcomers["eva"] = _gone(cast, now)
    invitation = Invitation("Mia", "mia@riverside.example")
    link = invite_participant(cast.counselor.viewer, invitation, Beginning(ComesFrom.HOME), now)
    _weeks_of(cast, newcomers["theo"], now)
    _away(cast, newcomers["noa"], now)
    night = a_night_group(cast, {name: viewer.person_id for name, viewer in newcomers.items()}, now)
    numbers = (
        a_calendar(cast, now)
        | night
        | {
            "noa": newcomers["noa"].person_id,
            "theo": newcomers["theo"].person_id,
            "ana": cast.ana.id,
            "eva": newcomers["eva"].person_id,
            "counselor": cast.counselor.id,
            "token": link.token,
            "flag": _flag(cast.ana.id, "craving"),
            "silent": _silent(cast, now),
            "paged": paged_about(newcomers["ben"].person_id, now),
            "resolved": _resolved(cast, newcomers["theo"], now),
        }
    )
    _decisions_of(cast, now)
    emails = {name: member.email for name, member in cast.everyone.items()}
    emails |= {name: f"{name}@riverside.example" for name in newcomers}
    return Scene(tuple(replace(place, path=place.path.format(**numbers)) for place in PLACES), emails)


def _weeks_of(cast: Cast, theo: Viewer, now: datetime) -> None:
    """Ana's and Theo's last weeks: a long group on each weekday, marked until last week."""
    carla, today = cast.counselor.viewer, local_day(now, ZoneInfo(cast.counselor.viewer.zone))
    monday, _ = week_of(today)
    first, last = monday - 4 * ONE_WEEK, monday - ONE_DAY
    enrolled = select(Enrollment).where(Enrollment.participant_id.in_((cast.ana.id, theo.person_id)))
    for enrollment in db.session.scalars(enrolled):
        enrollment.started_on = first
    db.session.commit()
    about = {"weekdays": (0, 1, 2, 3, 4), "first_on": first, "last_on": last, "session": a_session(time(9), 150)}
    make_series(carla, now - 6 * ONE_WEEK, "Morning group", **about)
    attend(carla, cast.ana.id, first, last - 4 * ONE_DAY)
    attend(carla, theo.person_id, first, last)
    for participant_id, text in ((cast.ana.id, "Two quiet weekends"), (theo.person_id, "A sponsor to call")):
        agree(carla, participant_id, text, now - 9 * ONE_DAY)
        [agreed] = step_down_of(carla, participant_id, now).criteria
        change_criterion(carla, participant_id, agreed.id, About.MET, now - ONE_DAY, was_met=False)
    agree(carla, cast.ana.id, "A ride home for the evening group, every Wednesday and Friday", now - 9 * ONE_DAY)


def _away(cast: Cast, noa: Viewer, now: datetime) -> None:
    """Noa is in the hospital for this week."""
    today = local_day(now, ZoneInfo(noa.zone))
    days = TypedPause(today - ONE_DAY, today + 4 * ONE_DAY, "In the hospital for her knee; her sister brought word.")
    set_pause(cast.counselor.viewer, noa.person_id, days, Away(), now - timedelta(hours=1))


def _silent(cast: Cast, now: datetime) -> int:
    """Rae has not been heard of for two days, and has said what should happen then."""
    rae = _newcomer(cast, "rae", now - 2 * ONE_DAY)
    keep_quiet_plan(rae, rae.person_id, TypedQuietPlan.of(QUIET_PLAN), NONE_YET, now - 6 * ONE_DAY)
    raise_quiet_flag(rae.person_id, now)
    return _flag(rae.person_id, "quiet_days")


def _decisions_of(cast: Cast, now: datetime) -> None:
    """The director's: another trigger, one that is put in other words, one taken off; and a lower line for craving."""
    director = cast.director.viewer
    first = option_versions(director)[0].options
    words = {"pain": Text("Pain or feeling sick", "Dolor o malestar")}
    kept = [replace(choice, text=words.get(choice.value, choice.text)) for choice in first.triggers]
    holidays = Choice("holidays", Text("The holidays", "Las fiestas"))
    *offered, other = (choice for choice in kept if choice.value != "celebration")
    gone = tuple(choice for choice in kept if choice.value == "celebration")
    change_options(director, replace(first, triggers=(*offered, holidays, other), removed=gone), 0, now - 3 * ONE_DAY)
    change_thresholds(director, Thresholds(craving_high=7), 1, now - 2 * ONE_DAY)


def _two_weeks_of_ana(cast: Cast, now: datetime) -> None:
    ana = cast.ana.viewer
    make_history(cast.ana.id, now - 2 * ONE_DAY, CRAVINGS)
    for strategy in ("Walk to the river", "Call my sister", "Make tea and sit down"):
        add_strategy(ana, strategy, now - 5 * ONE_DAY)
    add_reason(ana, "My daughter", now - 5 * ONE_DAY)
    write_safety_plan(cast.counselor.viewer, cast.ana.id, PLAN, now - 5 * ONE_DAY)
    keep_card(ana, cast.ana.id, TypedCard.of(CARD, is_kept=True), NEW, now - 5 * ONE_DAY)
    keep_quiet_plan(ana, cast.ana.id, TypedQuietPlan.of(QUIET_PLAN), NONE_YET, now - 5 * ONE_DAY)
    trust_phone(ana, None, now - 4 * ONE_DAY)
    make_feed(ana, NO_LINK, now - 4 * ONE_DAY)
    _reminded(cast, now)
    _reached(cast, now)
    _sent(ana, now - ONE_DAY, craving_now=9, mood=3, confidence=5, call_me="yes", home_safe="no", triggers=("payday",))


def _reached(cast: Cast, now: datetime) -> None:
    """Ana's phone, reached this morning, and an old tablet that is reached no longer; her counselor's computer."""
    subscribe(cast.counselor, now - 3 * ONE_DAY, f"{PHONE}-of-counselor", device="windows")
    tablet = subscribe(cast.ana, now - 6 * ONE_DAY, f"{PHONE}-tablet", device="android_tablet")
    phone = subscribe(cast.ana, now - 4 * ONE_DAY)
    db.session.get_one(PushSubscription, tablet).failed_at = now - 3 * ONE_DAY
    db.session.get_one(PushSubscription, phone).accepted_at = now - timedelta(minutes=30)
    db.session.commit()


def _reminded(cast: Cast, now: datetime) -> None:
    """What Ana chose, what became of her reminders, a test that is on its way, and kind words from her counselor."""
    ana = cast.ana.viewer
    keep_choices(ana, TypedChoices.of(Choices(check_in_at=time(8, 30), minutes_before=30)), 0, now - 4 * ONE_DAY)
    sent_at = now - timedelta(minutes=30)
    states = (MessageState.SENT, MessageState.UNREACHABLE, MessageState.WITHDRAWN, MessageState.EXPIRED)
    for days, state in enumerate(states):
        due_at = sent_at - days * ONE_DAY
        message = OutboxMessage(
            kind=PushKind.CHECK_IN,
            person_id=cast.ana.id,
            due_at=due_at,
            stale_at=due_at + timedelta(hours=12),
            about="",
            path="/check-in",
            state=state,
            next_at=due_at,
            made_at=due_at,
            done_at=due_at,
            opened_at=due_at + timedelta(minutes=4) if state is MessageState.SENT else None,
        )
        db.session.add(message)
        db.session.flush()
        if state in {MessageState.SENT, MessageState.UNREACHABLE}:
            answer = Meaning.ACCEPTED if state is MessageState.SENT else Meaning.GONE
            db.session.add(DeliveryAttempt(message_id=message.id, at=due_at, status=201, answer=answer))
    db.session.commit()
    ask_for_test(ana, now)
    send_nudge(cast.counselor.viewer, cast.ana.id, "how", now - timedelta(minutes=20))


def _looked_at(cast: Cast, now: datetime) -> None:
    """What the care team has opened of Ana's."""
    counselor, ana = cast.counselor.viewer, cast.ana.id
    keep_record(cast.director.viewer, ana, (), now - 3 * ONE_DAY)
    for minutes in (50, 30, 10):
        keep_list(counselor, Action.TRIAGE_OPENED, [ana], now - timedelta(minutes=minutes))
    keep_flag(counselor, _flag(ana, "craving"), ana, (), now - timedelta(minutes=8))
    keep_record(counselor, ana, (), now - timedelta(minutes=5))


def _newcomer(cast: Cast, name: str, now: datetime) -> Viewer:
    """Another participant of Ana's counselor, with a week of check-ins."""
    person = make_person(db.session.get_one(Program, cast.program_id), Role.PARTICIPANT, name.title())
    enroll(person, db.session.get_one(Caseload, cast.caseload_id), started_on=now.date() - timedelta(days=9))
    make_history(person.id, now - ONE_DAY, [5, 4, None, 6, 5, 5, 4])
    return viewer_of(person)


def _gone(cast: Cast, now: datetime) -> Viewer:
    """Somebody whose time in the program has ended, with a note for afterwards."""
    eva = _newcomer(cast, "eva", now)
    beginning = Beginning(ComesFrom.RESIDENTIAL, "Three groups a week, a ride on Fridays.", now.date())
    correct_beginning(cast.counselor.viewer, eva.person_id, 1, beginning, now)
    end_enrollment(cast.counselor.viewer, eva.person_id, "Group on Thursdays at six.\nCall us at any time.", now)
    return eva


def _sent(viewer: Viewer, at: datetime, kind: Kind = Kind.DAILY, **answers: Any) -> None:
    send_check_in(viewer, _post(viewer, at, kind, answers), at)


def _begun(viewer: Viewer, at: datetime, **answers: Any) -> None:
    save_draft(viewer, _post(viewer, at, Kind.DAILY, answers), frozenset(answers), at)


def _post(viewer: Viewer, at: datetime, kind: Kind, answers: dict[str, Any]) -> Post:
    return Post(str(uuid4()), kind, local_day(at, ZoneInfo(viewer.zone)), Answers(answers))


def _flag(participant_id: int, rule: str) -> int:
    return db.session.scalars(select(Flag.id).where(Flag.participant_id == participant_id, Flag.rule == rule)).one()


def _resolved(cast: Cast, theo: Viewer, now: datetime) -> int:
    """Theo's low confidence: claimed and talked over."""
    number = _flag(theo.person_id, "confidence_low")
    claim_flags(cast.counselor.viewer, Seen(number, 1), now)
    talked = Resolution("talked", "We spoke after group.", useful=True)
    resolve_flag(cast.counselor.viewer, Seen(number, 2), talked, now)
    return number
