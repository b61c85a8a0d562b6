"""The staff of a program, as its director sees them: who is there, who covers, and what is done about an account."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.staff import bp
from client_app.blueprints.staff.forms import LeaveForm
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.staff import why_not_disable, why_not_hand_over, why_not_leave
from client_app.services import staff
from client_app.services.handovers import CHOOSE_COUNSELOR, hand_over
from client_app.services.staff_reads import counselors_there, staff_member, staff_of
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.fields import whole_number
from client_app.web.pages import page, see_other

STAFF = "/program/staff"
MEMBER = f"{STAFF}/<int(max=2147483647):person_id>"
NO_DAY = Sentence(N_("Please choose the days from the calendar."))


@dataclass(frozen=True)
class Refusal:
    """Which part of the page was refused, and why."""

    part: str
    reason: Sentence


@bp.get(STAFF)
@open_to(Role.DIRECTOR)
def show_staff() -> FlaskResponse:
    """Everybody of the staff: where they stand, when they last signed in, and how many they look after."""
    viewer = the_viewer()
    return page("staff/list.html", staff=staff_of(viewer, now()), zone=ZoneInfo(viewer.zone))


@bp.get(MEMBER)
@open_to(Role.DIRECTOR)
def show_member(person_id: int) -> FlaskResponse:
    """One of them, and what can be done."""
    return _member(person_id)


@bp.post(f"{MEMBER}/cover")
@open_to(Role.DIRECTOR)
def cover_absence(person_id: int) -> Response:
    """Let somebody cover while this counselor is away."""
    form = LeaveForm.read(request.form)
    if form.is_unreadable or not form.cover_id:
        problem = NO_DAY if form.is_unreadable else CHOOSE_COUNSELOR
        return _member(person_id, 422, leave=replace(form, problem=problem))
    try:
        staff.cover_absence(the_viewer(), person_id, form.leave, now())
    except (Conflict, Invalid) as refusal:
        return _member(person_id, status_of(refusal), leave=replace(form, problem=refusal.reason))
    return see_other(f"{STAFF}/{person_id}#absence")


@bp.post(f"{MEMBER}/back")
@open_to(Role.DIRECTOR)
def end_absence(person_id: int) -> Response:
    """Say that this counselor is back."""
    seen = request.form.get("seen", "")
    return _done(person_id, "absence", lambda: staff.end_absence(the_viewer(), person_id, seen, now()))


@bp.post(f"{MEMBER}/hand-over")
@open_to(Role.DIRECTOR)
def hand_caseload_over(person_id: int) -> Response:
    """Move everybody of this caseload to another counselor."""
    to_id = whole_number(request.form.get("to"))
    if not to_id:
        return _member(person_id, 422, refusal=Refusal("hand-over", CHOOSE_COUNSELOR))
    return _done(person_id, "hand-over", lambda: hand_over(the_viewer(), person_id, to_id, now()))


@bp.post(f"{MEMBER}/disable")
@open_to(Role.DIRECTOR)
def disable(person_id: int) -> Response:
    """End every sign-in of this person, and let nobody sign in as them."""
    return _done(person_id, "account", lambda: staff.disable_member(the_viewer(), person_id, now()))


@bp.post(f"{MEMBER}/enable")
@open_to(Role.DIRECTOR)
def enable(person_id: int) -> Response:
    """Let this person sign in again."""
    return _done(person_id, "account", lambda: staff.enable_member(the_viewer(), person_id, now()))


def _done(person_id: int, part: str, act: Callable[[], None]) -> Response:
    try:
        act()
    except Refused as refusal:
        return _member(person_id, status_of(refusal), refusal=Refusal(part, refusal.reason))
    return see_other(f"{STAFF}/{person_id}#{part}")


def _member(
    person_id: int, status: int = 200, *, leave: LeaveForm | None = None, refusal: Refusal | None = None
) -> FlaskResponse:
    viewer = the_viewer()
    known = staff_member(viewer, person_id, now())
    others = [one for one in counselors_there(staff_of(viewer, now())) if one.id != person_id]
    form = replace(leave, seen=known.seen) if leave else LeaveForm.of(known, ZoneInfo(viewer.zone))
    return page(
        "staff/member.html",
        status,
        known=known,
        others=others,
        leave=form,
        refusal=refusal,
        reasons={
            "disable": why_not_disable(known.member),
            "hand_over": why_not_hand_over(known.member),
            "leave": why_not_leave(known.member),
        },
        zone=ZoneInfo(viewer.zone),
    )
