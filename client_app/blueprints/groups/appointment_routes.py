"""One appointment: who is expected, what has changed about it, and changing it or its series."""

from datetime import date

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.groups import bp
from client_app.blueprints.groups.forms import CalendarForm
from client_app.blueprints.groups.reading import seen_in
from client_app.blueprints.groups.routes import offered
from client_app.domain.absence_notices import TEAM_WORDS
from client_app.domain.appointments import KIND_WORDS, Appointment
from client_app.domain.attendance import ATTENDANCE_WORDS
from client_app.domain.audit_actions import Action
from client_app.domain.group_briefs import why_not_brief
from client_app.domain.refusals import Conflict, NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.schedule_conflicts import Clashes
from client_app.domain.sentences import Sentence
from client_app.domain.series_edits import SCOPE_WORDS, Scope
from client_app.services import appointments
from client_app.services.absence_notices import see_absences
from client_app.services.appointments import Move
from client_app.services.attendance import roll_of
from client_app.services.groups import AppointmentPage, appointment_page, found_by, successor_of
from client_app.services.openings import keep_list
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.pages import page, see_other

APPOINTMENT = "/appointments/<key>"


@bp.get(APPOINTMENT)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_appointment(key: str) -> Response:
    """Who is expected, where it is, and what may be done. Whoever reads a person's record sees why they cannot come."""
    found = found_by(the_viewer(), key)
    return see_other(f"/appointments/{found.key}") if found.key != key else _appointment(key)


@bp.post(f"{APPOINTMENT}/cancel")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def cancel(key: str) -> Response:
    """Cancel this one, or end its series with it."""
    scope = Scope.LATER if request.form.get("scope") == Scope.LATER else Scope.THIS
    try:
        appointments.cancel(the_viewer(), key, scope, seen_in(request.form.get("seen", "")), now())
    except Refused as refusal:
        return refused(key, refusal)
    return see_other(f"/appointments/{key}")


@bp.post(f"{APPOINTMENT}/restore")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def restore(key: str) -> Response:
    """Put a cancelled one back."""
    try:
        seen, agreed = seen_in(request.form.get("seen", "")), request.form.get("agreed", "")
        appointments.restore(the_viewer(), key, seen, now(), agreed=agreed)
    except Refused as refusal:
        return refused(key, refusal)
    return see_other(f"/appointments/{key}")


@bp.get(f"{APPOINTMENT}/change")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_change(key: str) -> Response:
    """The form for this one, for this and later ones, or for all that are to come."""
    found = found_by(the_viewer(), key)
    if found.key != key:
        return see_other(f"/appointments/{found.key}/change")
    shown = appointment_page(the_viewer(), key, now())
    scope = _scope(shown, request.args.get("scope", ""))
    return _change(shown, scope, _form_of(shown.appointment, scope))


def _save(fields: posts.Fields, key: str) -> Response:
    """Save what was typed, for whichever appointments it is meant."""
    form, seen, viewer = CalendarForm.read(fields), seen_in(fields.get("seen", "")), the_viewer()
    shown, is_there = _shown(key)
    scope = _scope(shown, fields.get("scope", ""))
    wanted = form.move() if scope is Scope.THIS else form.plan(_first_day(shown.appointment, scope))
    if isinstance(wanted, dict):
        return _change(shown, scope, form.with_problems(wanted), 422)
    try:
        if isinstance(wanted, Move):
            saved = appointments.change_one(viewer, key, wanted, seen, now(), agreed=form.agreed)
        else:
            saved = appointments.change_series(viewer, key, wanted, scope, seen, now(), agreed=form.agreed)
    except Refused as refusal:
        is_stale = not is_there or (isinstance(refusal, Conflict) and not isinstance(refusal, Clashes))
        again = form.stale(refusal.reason) if is_stale else form.refused(refusal)
        return _change(_shown(key)[0], scope, again, status_of(refusal))
    return see_other(f"/appointments/{saved}")


def _keep(fields: posts.Fields, status: int, reason: Sentence, key: str) -> Response:
    shown, _ = _shown(key)
    return _change(shown, _scope(shown, fields.get("scope", "")), CalendarForm.read(fields, reason), status)


@bp.post(f"{APPOINTMENT}/change")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_save)
@posts.kept_when_refused(_keep)
def change(key: str) -> Response:
    """Save what was changed."""
    return _save(request.form, key)


def _shown(key: str) -> tuple[AppointmentPage, bool]:
    """The appointment of a form, or what stands in its place since; and whether it is still itself."""
    viewer = the_viewer()
    try:
        found = found_by(viewer, key)
    except NotFound:
        following = successor_of(viewer, key)
        if following is None:
            raise
        found = following
    return appointment_page(viewer, found.key, now()), found.key == key


def _scope(shown: AppointmentPage, asked: str) -> Scope:
    """What a change is meant for. A single appointment is its whole series; a past series changes one by one."""
    if shown.moves.series:
        return Scope.THIS
    if shown.appointment.series.weekly.is_single:
        return Scope.ALL
    return Scope(asked) if asked in set(Scope) else Scope.THIS


def _first_day(one: Appointment, scope: Scope) -> date | None:
    """Where a change of later ones begins; a single appointment and all that are to come say so themselves."""
    return one.day if scope is Scope.LATER else None


def _form_of(one: Appointment, scope: Scope) -> CalendarForm:
    return CalendarForm.of_one(one) if scope is Scope.THIS else CalendarForm.of_series(one.series)


def refused(key: str, refusal: Refused) -> Response:
    """The appointment as it stands now, with why nothing was done."""
    return _page(_shown(key)[0], status_of(refusal), refusal)


def _appointment(key: str) -> FlaskResponse:
    viewer = the_viewer()
    shown = appointment_page(viewer, key, now())
    response = _page(shown)
    told = [person.notice.id for person in shown.people if person.notice and person.is_readable]
    see_absences(viewer, told, now())
    return response


def _page(shown: AppointmentPage, status: int = 200, refusal: Refused | None = None) -> FlaskResponse:
    viewer, roll = the_viewer(), roll_of(the_viewer(), shown, now())
    keep_list(viewer, Action.APPOINTMENT_OPENED, [person.id for person in roll.people], now())
    return page(
        "groups/appointment.html",
        status,
        shown=shown,
        roll=roll,
        marks=ATTENDANCE_WORDS,
        has_brief=not why_not_brief(shown.appointment, now()),
        kind_words=KIND_WORDS,
        obstacles=TEAM_WORDS,
        refusal=refusal.reason if refusal else None,
        clashes=refusal if isinstance(refusal, Clashes) else None,
        now=now(),
    )


def _change(shown: AppointmentPage, scope: Scope, form: CalendarForm, status: int = 200) -> FlaskResponse:
    return page(
        "groups/change.html",
        status,
        shown=shown,
        scope=scope,
        scopes=SCOPE_WORDS,
        form=form,
        kind_words=KIND_WORDS,
        **offered(),
    )
