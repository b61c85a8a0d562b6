"""The people of a caseload, and one person's record: check-ins, picture, flags, plan, and the good days too."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.participants import bp
from client_app.blueprints.participants.forms import CHOOSE, PlanForm
from client_app.domain.absence_notices import TEAM_WORDS
from client_app.domain.audit_actions import Action
from client_app.domain.local_days import local_day
from client_app.domain.nudges import NUDGE_WORDS
from client_app.domain.plans import PART_WORDS
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.trends import Frame, segments
from client_app.domain.viewers import Viewer
from client_app.services import participants
from client_app.services.absence_notices import notices_of, see_absences
from client_app.services.enrollment_life import ended_participants_of
from client_app.services.good_days import good_days_of
from client_app.services.nudges import nudge_card
from client_app.services.openings import keep_list, keep_record
from client_app.services.pauses import pause_card
from client_app.services.phases import phase_card
from client_app.services.plans import plan_of, write_safety_plan
from client_app.services.quiet_plans import quiet_plan_of
from client_app.web import posts
from client_app.web.access import is_open, open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import whole_number
from client_app.web.pages import page, see_other
from client_app.web.push_browsers import application_key
from client_app.web.words import say

PERSON = "/participants/<int(max=2147483647):participant_id>"
FRAME = Frame(width=160, height=48, margin=4, lowest=0, highest=10)


@bp.get("/participants")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_participants() -> FlaskResponse:
    """Everybody of the caseload, unread check-ins first."""
    viewer = the_viewer()
    people, ended = participants.participants_of(viewer, now()), ended_participants_of(viewer, now())
    shown = [*(person.id for person in people), *(person.id for person in ended)]
    keep_list(viewer, Action.LIST_OPENED, shown, now())
    return page(
        "participants/list.html",
        people=people,
        ended=ended,
        is_inviting=is_open("invitations.show_invite", viewer),
        now=now(),
    )


@bp.get(PERSON)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_participant(participant_id: int) -> FlaskResponse:
    """One person's record. Opening it reads the check-ins that it shows."""
    return record_page(participant_id)


@bp.post(f"{PERSON}/read")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def mark_as_read(participant_id: int) -> Response:
    """Mark what the list showed as read."""
    newest = whole_number(request.form.get("newest"))
    if newest is None:
        raise NotFound
    participants.read_check_ins(the_viewer(), participant_id, newest, now())
    return see_other("/participants")


@bp.post(f"{PERSON}/medication")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def record_medication(participant_id: int) -> Response:
    """Put on record whether medication is prescribed."""
    takes = {"yes": True, "no": False}.get(request.form.get("takes", ""))
    if takes is None:
        return record_page(participant_id, 422, medication_problem=CHOOSE)
    participants.record_medication(the_viewer(), participant_id, now(), takes=takes)
    return see_other(f"/participants/{participant_id}#medication")


def _write_plan(fields: posts.Fields, participant_id: int) -> Response:
    form = PlanForm.read(fields)
    try:
        write_safety_plan(the_viewer(), participant_id, form.plan, now(), seen=form.version)
    except Conflict as overtaken:  # the record shows what stands now; to be kept knowingly
        latest = PlanForm.of(plan_of(the_viewer(), participant_id, now()).safety_plan).version
        return record_page(participant_id, 409, plan_form=PlanForm(form.plan, latest, overtaken.reason))
    except Invalid as refusal:
        return record_page(participant_id, 422, plan_form=PlanForm(form.plan, form.version, refusal.reason))
    return see_other(f"/participants/{participant_id}#plan")


def _keep_plan(fields: posts.Fields, status: int, reason: Sentence, participant_id: int) -> Response:
    return record_page(participant_id, status, plan_form=PlanForm.read(fields, reason))


@bp.post(f"{PERSON}/plan")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_write_plan)
@posts.kept_when_refused(_keep_plan)
def write_plan(participant_id: int) -> Response:
    """Keep the safety plan as the counselor wrote it with the participant."""
    return _write_plan(request.form, participant_id)


def record_page(
    participant_id: int,
    status: int = 200,
    *,
    plan_form: PlanForm | None = None,
    medication_problem: Sentence | None = None,
    nudge_problem: Sentence | None = None,
) -> FlaskResponse:
    """The record's page; what it shows is read from here on."""
    viewer, is_good = the_viewer(), request.args.get("view") == "good"
    older_than = whole_number(request.args.get("older-than"))
    record = participants.record_of(viewer, participant_id, now(), older_than)
    written = record.plan.safety_plan
    told = notices_of(viewer, participant_id, local_day(now(), ZoneInfo(viewer.zone)), now())
    response = page(
        "participants/good_days.html" if is_good else "participants/record.html",
        status,
        record=record,
        good_days=good_days_of(viewer, participant_id, now()) if is_good else (),
        is_latest=older_than is None,
        lines=segments(record.picture, FRAME),
        frame=FRAME,
        plan_form=plan_form or PlanForm.of(written),
        part_words=PART_WORDS,
        medication_problem=medication_problem,
        **_nudging(viewer, participant_id, nudge_problem),
        phase_card=phase_card(viewer, participant_id, now()),
        quiet_plan=quiet_plan_of(viewer, participant_id, now()),
        away=pause_card(viewer, participant_id, now()).now,
        absence_notices=told,
        push_key=application_key(),
        obstacles=TEAM_WORDS,
        now=now(),
    )
    if is_good:
        keep_record(viewer, participant_id, (), now(), Action.GOOD_DAYS_OPENED)
    else:
        keep_record(viewer, participant_id, record.unread, now())
        see_absences(viewer, [notice.id for notice in told], now())
    return response


def _nudging(viewer: Viewer, participant_id: int, problem: Sentence | None) -> dict[str, Any]:
    """What the record offers to send, and why something was not sent."""
    return {
        "nudges": nudge_card(viewer, participant_id, now()),
        "nudge_words": [(code, say(Sentence(words))) for code, words in NUDGE_WORDS.items()],
        "nudge_problem": problem,
    }
