"""The week of a program as staff see it, and putting something new on the calendar."""

from datetime import date, timedelta
from typing import Any

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.groups import bp
from client_app.blueprints.groups.forms import CalendarForm
from client_app.blueprints.groups.reading import day_in
from client_app.domain.appointment_plans import Plan
from client_app.domain.appointments import KIND_WORDS, instant
from client_app.domain.audit_actions import Action
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.absence_notices import unseen_by
from client_app.services.appointments import add_series
from client_app.services.calendars import Calendar
from client_app.services.group_defaults import Usual, usual_group
from client_app.services.groups import choices_of, week
from client_app.services.openings import keep_list
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.pages import page, see_other
from client_app.web.words import say

ONE_WEEK = timedelta(weeks=1)


@bp.get("/groups")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_week() -> FlaskResponse:
    """This week, or the one that the address asks for."""
    viewer = the_viewer()
    shown = week(viewer, day_in(request.args.get("week", "")) or today(), now())
    unseen = unseen_by(viewer, shown.today, now())
    keep_list(viewer, Action.WEEK_OPENED, shown.named | {told.participant_id for told in unseen}, now())
    return page(
        "groups/week.html",
        week=shown,
        before=shown.monday - ONE_WEEK,
        after=shown.monday + ONE_WEEK,
        unseen=unseen,
    )


@bp.get("/groups/new")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_new() -> FlaskResponse:
    """A form for a group or an appointment that begins on the next day it can, or on the day that is asked for."""
    usual = usual_group(the_viewer())
    day = day_in(request.args.get("day", "")) or first_day(usual)
    return _new(CalendarForm.new(day, usual), then=request.args.get("then"))


def _add(fields: posts.Fields) -> Response:
    form = CalendarForm.read(fields)
    plan = form.plan()
    if not isinstance(plan, Plan):
        return _new(form.with_problems(plan), 422, fields.get("then"))
    try:
        key = add_series(the_viewer(), plan, now(), agreed=form.agreed)
    except (Conflict, Invalid) as refusal:
        return _new(form.refused(refusal), status_of(refusal), fields.get("then"))
    return see_other("/program#set-up" if _is_from_set_up(fields.get("then")) else f"/appointments/{key}")


def _keep(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _new(CalendarForm.read(fields, reason), status, fields.get("then"))


@bp.post("/groups/new")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_add)
@posts.kept_when_refused(_keep)
def add() -> Response:
    """Put it on the calendar."""
    return _add(request.form)


def today() -> date:
    """The day on the program's wall."""
    return local_day(now(), Calendar.of(the_viewer()).zone)


def first_day(usual: Usual) -> date:
    """Today while its hour is still to come, else tomorrow."""
    zone = Calendar.of(the_viewer()).zone
    return today() if instant(today(), usual.session.starts, zone) > now() else today() + ONE_DAY


def offered() -> dict[str, Any]:
    """What the lists of a form offer, as templates show it."""
    choices = choices_of(the_viewer())
    return {
        "choices": choices,
        "kinds": [(kind.value, say(Sentence(words))) for kind, words in KIND_WORDS.items()],
        "facilitators": [(str(number), name) for number, name in choices.facilitators.items()],
        "participants": [(str(number), name) for number, name in choices.participants.items()],
    }


def _is_from_set_up(then: str | None) -> bool:
    """Whether a director comes from the list of what there is to set up, and is led back there."""
    return then == "program" and the_viewer().role is Role.DIRECTOR


def _new(form: CalendarForm, status: int = 200, then: str | None = None) -> FlaskResponse:
    return page("groups/new.html", status, form=form, is_from_set_up=_is_from_set_up(then), **offered())
