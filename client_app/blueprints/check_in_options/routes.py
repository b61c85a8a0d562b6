"""What a program's check-in asks and offers: optional questions on or off, and the list of triggers."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.check_in_options import bp
from client_app.blueprints.check_in_options.forms import OptionsForm
from client_app.domain.refusals import Conflict
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.versions import MEANWHILE
from client_app.gateways.content import current_definition
from client_app.services.check_in_options import OptionVersion, change_options, changes_since, option_versions
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other

OPTIONS_PAGE = "/program/check-in"
LOOK_AGAIN = Sentence(N_("Please look at the marked words. Nothing was saved."))


@bp.get(OPTIONS_PAGE)
@open_to(Role.DIRECTOR)
def show_options() -> Response:
    """The optional questions, the triggers, and the versions."""
    versions = option_versions(the_viewer())
    return _page(OptionsForm.of(versions[0], current_definition()), versions)


def _finish(fields: posts.Fields) -> Response:
    """Save all of it as one version, or show the form again with what was typed and why."""
    viewer = the_viewer()
    versions = option_versions(viewer)
    form = OptionsForm.read(fields, versions[0], current_definition())
    if form.is_stale:
        return _conflict(fields)
    if form.problems:
        return _page(form.refused(LOOK_AGAIN), versions, 422)
    try:
        change_options(viewer, form.options, form.seen, now())
    except Conflict:
        return _conflict(fields)
    return see_other(OPTIONS_PAGE)


def _conflict(fields: posts.Fields) -> FlaskResponse:
    """What the others saved above what was typed here; saving once more goes on from the newer version."""
    versions = option_versions(the_viewer())
    form = OptionsForm.read(fields, versions[0], current_definition())
    opened = next((version for version in versions if version.number == form.seen), None)
    compared = form.compared(MEANWHILE, opened)
    return _page(compared, versions, 409, meanwhile=changes_since(versions, form.seen))


def _refuse(fields: posts.Fields, status: int, reason: Sentence) -> FlaskResponse:
    versions = option_versions(the_viewer())
    return _page(OptionsForm.read(fields, versions[0], current_definition()).refused(reason), versions, status)


@bp.post(OPTIONS_PAGE)
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_finish)
@posts.kept_when_refused(_refuse)
def save_options() -> Response:
    """Save what the check-in asks and offers."""
    return _finish(request.form)


def _page(
    form: OptionsForm,
    versions: tuple[OptionVersion, ...],
    status: int = 200,
    meanwhile: tuple[OptionVersion, ...] = (),
) -> FlaskResponse:
    return page(
        "check_in_options/page.html",
        status,
        form=form,
        problems=form.problems if form.problem else {},
        versions=versions,
        meanwhile=meanwhile,
    )
