"""Bringing people in: the forms, and the link that is shown once."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.invitations import bp
from client_app.blueprints.invitations.forms import ParticipantForm, StaffForm
from client_app.blueprints.invitations.handing_over import handed_over
from client_app.domain.invitations import EMAIL, STAFF_ROLES
from client_app.domain.local_days import local_day
from client_app.domain.refusals import Conflict
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import invitations
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page

OWN, OF_PROGRAM = "/participants/invite", "/program/participants/invite"


@bp.get("/program/staff/invite")
@open_to(Role.DIRECTOR)
def show_invite_staff() -> FlaskResponse:
    """Ask who joins the staff."""
    return _staff_form(StaffForm())


def _invite_staff(fields: posts.Fields) -> Response:
    form = StaffForm.read(fields)
    if form.problems:
        return _staff_form(form, 422)
    try:
        link = invitations.invite_staff(the_viewer(), form.invitation, STAFF_ROLES[form.works_as], now())
    except Conflict as refusal:
        return _staff_form(replace(form, problems={EMAIL: refusal.reason}), 409)
    return handed_over(link)


def _keep_staff(fields: posts.Fields, status: int, reason: Sentence) -> FlaskResponse:
    return _staff_form(StaffForm.read(fields, reason), status)


@bp.post("/program/staff/invite")
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_invite_staff)
@posts.kept_when_refused(_keep_staff)
def invite_staff() -> Response:
    """Invite a counselor or a director, and show the link once."""
    return _invite_staff(request.form)


@bp.get(OF_PROGRAM)
@open_to(Role.DIRECTOR)
def show_invite_to_program() -> FlaskResponse:
    """Ask who takes part, and whose caseload they come into."""
    return _participant_form(ParticipantForm())


@bp.get(OWN)
@open_to(Role.COUNSELOR)
def show_invite() -> FlaskResponse:
    """Ask who comes into the counselor's own caseload."""
    return _participant_form(ParticipantForm())


def _invite(fields: posts.Fields) -> Response:
    form = ParticipantForm.read(fields, _today(), _caseloads())
    if form.problems:
        return _participant_form(form, 422)
    try:
        link = invitations.invite_participant(
            the_viewer(), form.invitation, form.beginning.beginning(), now(), caseload_id=form.caseload_id
        )
    except Conflict as refusal:
        return _participant_form(replace(form, problems={EMAIL: refusal.reason}), 409)
    return handed_over(link)


def _keep(fields: posts.Fields, status: int, reason: Sentence) -> FlaskResponse:
    return _participant_form(ParticipantForm.read(fields, _today(), _caseloads(), reason), status)


@bp.post(OF_PROGRAM)
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_invite)
@posts.kept_when_refused(_keep)
def invite_to_program() -> Response:
    """Invite a participant into the program, and show the link once."""
    return _invite(request.form)


@bp.post(OWN)
@open_to(Role.COUNSELOR)
@posts.carried_over_sign_in(_invite)
@posts.kept_when_refused(_keep)
def invite() -> Response:
    """Invite a participant into the own caseload, and show the link once."""
    return _invite(request.form)


def _staff_form(form: StaffForm, status: int = 200) -> FlaskResponse:
    return page("invitations/staff.html", status, form=form, typed=form.typed)


def _participant_form(form: ParticipantForm, status: int = 200) -> FlaskResponse:
    viewer = the_viewer()
    is_own = viewer.role is Role.COUNSELOR
    return page(
        "invitations/participant.html",
        status,
        form=form,
        typed=form.typed,
        action=OWN if is_own else OF_PROGRAM,
        back="/participants" if is_own else "/program/participants",
        counselors=None if is_own else invitations.counselor_choices(viewer),
        refusal=invitations.why_not_invite(viewer) if is_own else None,
        first_day=_today(),
    )


def _caseloads() -> frozenset[str] | None:
    """What a director's form offers; a counselor's offers none."""
    viewer = the_viewer()
    if viewer.role is Role.COUNSELOR:
        return None
    return frozenset(str(choice.caseload_id) for choice in invitations.counselor_choices(viewer))


def _today() -> date:
    return local_day(now(), ZoneInfo(the_viewer().zone))
