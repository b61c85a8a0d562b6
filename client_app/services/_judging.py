"""The shared step that judges a plan before it is put on the calendar. It asks nothing: what may be chosen is told."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from client_app.domain.appointment_plans import Plan, why_not_days
from client_app.domain.appointments import Session, instant
from client_app.domain.sentences import N_, Sentence
from client_app.gateways.recurrence import days_of
from client_app.services.calendars import Calendar
from client_app.services.groups import Choices

A_YEAR = timedelta(days=366)
"""How far ahead a change of the clocks is looked for in a series."""
PASSED = N_("That time has passed. Please choose one that is still to come.")
FROM_THE_LIST = N_("Please choose from the list.")


def judged(
    plan: Plan, choices: Choices, calendar: Calendar, now: datetime
) -> tuple[list[date], Mapping[str, Sentence]]:
    """The days of a plan in the coming year, and for each of its fields why it cannot stand."""
    problems: Mapping[str, Sentence] = plan.problems() or _plan_strangers(choices, plan)
    if problems:
        return [], problems
    first = plan.weekly.first_on
    days = list(days_of(plan.weekly, first, first + A_YEAR))
    problems = why_not_days(days, plan.session, calendar.zone)
    if not problems and instant(days[0], plan.session.starts, calendar.zone) <= now:
        problems = {"first_on": Sentence(PASSED)}
    return days, problems


def stranger_problems(choices: Choices, session: Session) -> dict[str, Sentence]:
    """Take only facilitators of the own program."""
    is_known = session.facilitator_id is None or session.facilitator_id in choices.facilitators
    return {} if is_known else {"facilitator": Sentence(FROM_THE_LIST)}


def _plan_strangers(choices: Choices, plan: Plan) -> dict[str, Sentence]:
    """Take only facilitators, participants and phases of the own program."""
    problems = stranger_problems(choices, plan.session)
    if not plan.phase_ids <= set(choices.phases):
        problems["phases"] = Sentence(FROM_THE_LIST)
    if plan.participant_id is not None and plan.participant_id not in choices.participants:
        problems["participant"] = Sentence(FROM_THE_LIST)
    return problems
