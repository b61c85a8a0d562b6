"""Marking who was there, and getting ready for a group.

From an appointment's page everybody is marked with one tap; the page here is for those who came late, left early, were
excused or were missed, and for corrections at any later time.
"""

from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.groups import bp
from client_app.blueprints.groups.appointment_routes import APPOINTMENT, refused
from client_app.blueprints.groups.attendance_forms import AttendanceForm
from client_app.domain.absence_notices import TEAM_WORDS
from client_app.domain.attendance import ATTENDANCE_WORDS, planned_minutes
from client_app.domain.audit_actions import Action
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.attendance import others_for, roll_of
from client_app.services.attendance_marks import mark_attendance, undo_marks
from client_app.services.group_briefs import brief_of
from client_app.services.groups import appointment_page, found_by
from client_app.services.openings import keep_list
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.pages import page, see_other

ATTENDANCE = f"{APPOINTMENT}/attendance"


@bp.get(ATTENDANCE)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_attendance(key: str) -> Response:
    """Everybody on one page, as they stand marked, or present until somebody says otherwise."""
    found = found_by(the_viewer(), key)
    return see_other(f"/appointments/{found.key}/attendance") if found.key != key else _attendance(key)


def _mark(fields: posts.Fields, key: str) -> Response:
    form, viewer = AttendanceForm.read(fields), the_viewer()
    one = found_by(viewer, key)
    wanted = form.wanted(planned_minutes(one))
    if isinstance(wanted, AttendanceForm):
        return _attendance(key, 422, wanted)
    try:
        mark_attendance(viewer, key, wanted, now())
    except (Conflict, Invalid) as refusal:
        return _attendance(key, status_of(refusal), form, refusal)
    except Refused as refusal:
        return refused(key, refusal)
    return see_other(f"/appointments/{one.key}#attendance")


def _keep(fields: posts.Fields, status: int, reason: Sentence, key: str) -> Response:
    return _attendance(key, status, AttendanceForm.read(fields, reason))


@bp.post(ATTENDANCE)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_mark)
@posts.kept_when_refused(_keep)
def mark(key: str) -> Response:
    """Save what was marked, all of it or nothing."""
    return _mark(request.form, key)


@bp.post(f"{ATTENDANCE}/undo")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def undo(key: str) -> Response:
    """Take back what was just marked."""
    form = AttendanceForm.read_seen(request.form)
    try:
        undo_marks(the_viewer(), key, form, now())
    except Refused as refusal:
        return refused(key, refusal)
    return see_other(f"/appointments/{key}#attendance")


@bp.get(f"{APPOINTMENT}/brief")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_brief(key: str) -> Response:
    """Before a group: who is expected, who was missed last time, and what the group lives through."""
    viewer = the_viewer()
    found = found_by(viewer, key)
    if found.key != key:
        return see_other(f"/appointments/{found.key}/brief")
    try:
        brief = brief_of(viewer, key, now())
    except Refused as refusal:
        return refused(key, refusal)
    response = page("groups/brief.html", brief=brief, obstacles=TEAM_WORDS, now=now())
    keep_list(viewer, Action.BRIEF_OPENED, [person.id for person in brief.shown.people], now())
    return response


def _attendance(
    key: str, status: int = 200, form: AttendanceForm | None = None, refusal: Refused | None = None
) -> Response:
    """The page as it stands now; a form that was refused beside what is marked."""
    viewer = the_viewer()
    shown = appointment_page(viewer, found_by(viewer, key).key, now())
    roll = roll_of(viewer, shown, now())
    if roll.why_not:
        return refused(key, Refused(roll.why_not))
    others = others_for(viewer, shown.appointment, roll.people)
    if refusal is not None and form is not None:
        form = form.beside(roll.people, refusal.reason)
    response = page(
        "groups/attendance.html",
        status,
        shown=shown,
        planned=planned_minutes(shown.appointment),
        roll=roll,
        others=[(str(number), name) for number, name in others.items()],
        form=form.again(roll.people) if form else AttendanceForm.of(roll.people),
        words=ATTENDANCE_WORDS,
        obstacles=TEAM_WORDS,
        now=now(),
    )
    keep_list(viewer, Action.ATTENDANCE_OPENED, [*(person.id for person in roll.people), *others], now())
    return response
