"""One flag, and what the care team does with it. Every post says which revision of the flag it was opened at."""

from collections.abc import Callable
from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.flags import bp
from client_app.blueprints.flags.forms import FlagForm
from client_app.blueprints.flags.triage_page import FRAME, triage_page
from client_app.domain.absence_notices import TEAM_WORDS
from client_app.domain.appointments import KIND_WORDS
from client_app.domain.attendance import ATTENDANCE_WORDS
from client_app.domain.flag_life import Act
from client_app.domain.flag_words import OUTCOMES
from client_app.domain.refusals import Conflict, Invalid, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.trends import segments
from client_app.services import flags
from client_app.services.flag_pages import flag_page
from client_app.services.openings import keep_flag
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page_or_fragment, see_other, wants_fragment

FLAG = "/triage/flags/<int(max=2147483647):flag_id>"


@bp.get(FLAG)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_flag(flag_id: int) -> FlaskResponse:
    """Why it was raised, what has happened since, and what can be done now. Opening it reads its check-ins."""
    return _flag(flag_id)


@bp.post(f"{FLAG}/claim")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def claim(flag_id: int) -> Response:
    """Take all of the person's open flags."""
    form = FlagForm.read(Act.CLAIM, request.form)
    return _done(flag_id, form, lambda: flags.claim_flags(the_viewer(), form.seen(flag_id), now()))


@bp.post(f"{FLAG}/undo")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def undo(flag_id: int) -> Response:
    """Take the own last claim or closing back."""
    form = FlagForm.read(Act.UNDO, request.form)
    return _done(flag_id, form, lambda: flags.undo(the_viewer(), form.seen(flag_id), now()))


def _note(fields: posts.Fields, flag_id: int) -> Response:
    form = FlagForm.read(Act.NOTE, fields)
    return _done(
        flag_id,
        form,
        lambda: flags.note_on_flag(the_viewer(), form.seen(flag_id), form.note, now(), is_contact=form.is_contact),
    )


def _resolve(fields: posts.Fields, flag_id: int) -> Response:
    form = FlagForm.read(Act.RESOLVE, fields)
    return _done(flag_id, form, lambda: flags.resolve_flag(the_viewer(), form.seen(flag_id), form.resolution, now()))


def _reopen(fields: posts.Fields, flag_id: int) -> Response:
    form = FlagForm.read(Act.REOPEN, fields)
    return _done(flag_id, form, lambda: flags.reopen(the_viewer(), form.seen(flag_id), form.note, now()))


def _kept(act: Act) -> posts.Redraw:
    """The flag's page with what was typed, for a post that was refused before it reached its route."""

    def redraw(fields: posts.Fields, status: int, reason: Sentence, flag_id: int) -> Response:
        return _flag(flag_id, status, FlagForm.read(act, fields, reason))

    return redraw


@bp.post(f"{FLAG}/note")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_note)
@posts.kept_when_refused(_kept(Act.NOTE))
def note(flag_id: int) -> Response:
    """Add a note, or say that contact was attempted."""
    return _note(request.form, flag_id)


@bp.post(f"{FLAG}/resolve")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_resolve)
@posts.kept_when_refused(_kept(Act.RESOLVE))
def resolve(flag_id: int) -> Response:
    """Close a claimed flag with what came of it."""
    return _resolve(request.form, flag_id)


@bp.post(f"{FLAG}/reopen")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_reopen)
@posts.kept_when_refused(_kept(Act.REOPEN))
def reopen(flag_id: int) -> Response:
    """Open a closed flag again."""
    return _reopen(request.form, flag_id)


def _done(flag_id: int, form: FlagForm, act: Callable[[], None]) -> Response:
    """Do it, and show where the flag stands now; or keep what was typed and say why it was not done."""
    if form.problem:
        return _refused(flag_id, form, Invalid(form.problem))
    try:
        act()
    except (Conflict, Invalid) as refusal:
        return _refused(flag_id, form, refusal)
    if wants_fragment():
        return triage_page() if form.is_in_list else _flag(flag_id)
    return see_other("/triage" if form.is_in_list else f"/triage/flags/{flag_id}#standing-title")


def _refused(flag_id: int, form: FlagForm, refusal: Refused) -> Response:
    status = 409 if isinstance(refusal, Conflict) else 422
    if form.is_in_list:
        return triage_page(status, refusal.reason)
    return _flag(flag_id, status, replace(form, reason=refusal.reason))


def _flag(flag_id: int, status: int = 200, form: FlagForm | None = None) -> FlaskResponse:
    """The flag's page; what its check-ins say is read from here on."""
    viewer = the_viewer()
    flag = flag_page(viewer, flag_id, now())
    response = page_or_fragment(
        "flags/flag.html",
        "flags/_flag.html",
        status,
        flag=flag,
        form=form,
        outcomes=OUTCOMES,
        obstacles=TEAM_WORDS,
        kind_words=KIND_WORDS,
        marks=ATTENDANCE_WORDS,
        lines=segments(flag.picture, FRAME),
        frame=FRAME,
        is_swapped=wants_fragment(),
        now=now(),
    )
    keep_flag(viewer, flag_id, flag.participant_id, flag.unread, now())
    return response
