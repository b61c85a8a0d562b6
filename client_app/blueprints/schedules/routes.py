"""A participant's schedule: what comes next and where; I can't make it, and what got in the way."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.schedules import bp
from client_app.domain.absence_notices import OBSTACLE_WORDS, why_not_tell
from client_app.domain.appointments import KIND_WORDS
from client_app.domain.phases import in_words
from client_app.domain.plans import readable, tidy
from client_app.domain.refusals import Invalid, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.staffed_hours import next_look
from client_app.services import absence_notices
from client_app.services.absence_notices import Told
from client_app.services.crisis_lines import crisis_lines
from client_app.services.enrollments import reader_of
from client_app.services.pauses import own_pause
from client_app.services.phases import own_phase
from client_app.services.programs import staffed_hours
from client_app.services.schedules import AHEAD, facilitator_of, own_appointment, schedule_of
from client_app.services.step_criteria import own_criteria
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other
from client_app.web.words import say

APPOINTMENT = "/schedule/<key>"


@dataclass(frozen=True)
class AbsenceForm:
    """What stands in the form, and why it was not sent."""

    told: Told = field(default_factory=lambda: Told("", wants_change=False, note=""))
    problems: dict[str, Sentence] = field(default_factory=dict)
    reason: Sentence | None = None

    @classmethod
    def read(cls, fields: posts.Fields, reason: Sentence | None = None) -> "AbsenceForm":
        """Read a post."""
        told = Told(
            fields.get("obstacle", ""), wants_change=fields.get("wish") == "change", note=tidy(fields.get("note", ""))
        )
        return cls(told, reason=reason)

    @property
    def errors(self) -> dict[str, str | None]:
        """For each field why it cannot be kept, in the reader's language."""
        return {name: say(self.problems[name]) if name in self.problems else None for name in ("obstacle", "note")}

    @property
    def note(self) -> str:
        """The note as a page can show it again."""
        return readable(self.told.note)


@bp.get("/schedule")
@open_to(Role.PARTICIPANT)
def show_schedule() -> FlaskResponse:
    """Today, this week and the next four weeks."""
    viewer = the_viewer()
    schedule = schedule_of(viewer, now())
    own = own_phase(viewer, now())
    return page(
        "schedules/page.html",
        schedule=schedule,
        notices=absence_notices.own_notices(viewer.person_id, schedule.today),
        own=own,
        often=in_words(own.phase.days_a_week) if own else None,
        criteria=own_criteria(viewer) if own else (),
        pause=own_pause(viewer, now(), AHEAD),
        now=now(),
    )


@bp.get(APPOINTMENT)
@open_to(Role.PARTICIPANT)
def show_appointment(key: str) -> Response:
    """One appointment of one's own, and a way to say that one cannot make it."""
    found = own_appointment(the_viewer(), key)
    return see_other(f"/schedule/{found.key}") if found.key != key else _appointment(key)


def _tell(fields: posts.Fields, key: str) -> Response:
    form = AbsenceForm.read(fields)
    try:
        absence_notices.tell_absence(the_viewer(), key, form.told, now())
    except Invalid:
        return _appointment(key, AbsenceForm(form.told, form.told.problems()), 422)
    except Refused as refusal:
        return _appointment(key, AbsenceForm(form.told, reason=refusal.reason), 409)
    return see_other(f"/schedule/{key}#told")


def _keep(fields: posts.Fields, status: int, reason: Sentence, key: str) -> Response:
    return _appointment(key, AbsenceForm.read(fields, reason), status)


@bp.post(f"{APPOINTMENT}/absence")
@open_to(Role.PARTICIPANT)
@posts.carried_over_sign_in(_tell)
@posts.kept_when_refused(_keep)
def tell_absence(key: str) -> Response:
    """Say that one cannot make it, or ask for another time."""
    return _tell(request.form, key)


@bp.post(f"{APPOINTMENT}/absence/take-back")
@open_to(Role.PARTICIPANT)
def take_back(key: str) -> Response:
    """Say that one can make it after all."""
    absence_notices.take_absence_back(the_viewer(), key, now())
    return see_other(f"/schedule/{key}")


def _appointment(key: str, form: AbsenceForm | None = None, status: int = 200) -> FlaskResponse:
    viewer = the_viewer()
    one = own_appointment(viewer, key)
    absence = absence_notices.own_notices(viewer.person_id, one.day).get((one.series.id, one.day))
    return page(
        "schedules/appointment.html",
        status,
        one=one,
        facilitator=facilitator_of(one),
        kind_words=KIND_WORDS,
        obstacles=OBSTACLE_WORDS,
        absence=absence,
        form=form or AbsenceForm(),
        why_not=why_not_tell(is_over=one.ends_at <= now(), is_cancelled=not one.is_on),
        lines=crisis_lines(),
        reading=_reading(),
        now=now(),
    )


def _reading() -> dict[str, Any]:
    """Who reads what is told, and when they next look."""
    viewer = the_viewer()
    hours = staffed_hours(viewer.program_id, ZoneInfo(viewer.zone).key)
    return {"reader": reader_of(viewer.person_id, now()), "look": next_look(now(), hours)}
