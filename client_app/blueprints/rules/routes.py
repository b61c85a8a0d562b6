"""The rules in words, their figures, and a look at what other figures would have raised before they are saved."""

from dataclasses import replace
from itertools import groupby

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.rules import bp
from client_app.blueprints.rules.forms import RulesForm
from client_app.domain.flag_rules import RULES
from client_app.domain.refusals import Conflict
from client_app.domain.roles import Role
from client_app.domain.rule_words import RULE_NAMES
from client_app.domain.sentences import N_, Sentence
from client_app.domain.versions import MEANWHILE
from client_app.services.replays import Replay, replay
from client_app.services.rules import RuleVersion, change_thresholds, rule_versions
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other

RULES_PAGE = "/program/rules"
LOOK_AGAIN = Sentence(N_("Please look at the marked figures. Nothing was saved."))
NOTHING_NEW = Sentence(N_("These are the figures in use already. There is nothing to save."))


@bp.get(RULES_PAGE)
@open_to(Role.DIRECTOR)
def show_rules() -> Response:
    """Every rule with the figures in use, the form to change them, and the versions."""
    versions = rule_versions(the_viewer())
    return _page(RulesForm.of(versions[0]), versions)


def _finish(fields: posts.Fields) -> Response:
    """Replay the typed figures, or save them once their replay was seen."""
    viewer = the_viewer()
    versions = rule_versions(viewer)
    form = RulesForm.read(fields, versions[0])
    if form.problems:
        return _page(replace(form, problem=LOOK_AGAIN), versions, 422)
    if form.is_stale:
        return _conflict(fields)
    if form.thresholds == versions[0].thresholds:
        return _page(replace(form, problem=NOTHING_NEW), versions)
    if fields.get("step") != "save" or form.replayed != form.key:
        found = replay(viewer, versions[0].thresholds, form.thresholds, now())
        return _page(replace(form, replayed=form.key), versions, found=found)
    try:
        change_thresholds(viewer, form.thresholds, form.seen, now())
    except Conflict:
        return _conflict(fields)
    return see_other(RULES_PAGE)


def _conflict(fields: posts.Fields) -> FlaskResponse:
    """Both versions side by side, with all that was typed; saving once more goes on from the newer one."""
    versions = rule_versions(the_viewer())
    form = RulesForm.read(fields, versions[0], MEANWHILE)
    opened = next((version for version in versions if version.number == form.seen), None)
    return _page(form.compared(opened), versions, 409)


def _refuse(fields: posts.Fields, status: int, reason: Sentence) -> FlaskResponse:
    versions = rule_versions(the_viewer())
    return _page(RulesForm.read(fields, versions[0], reason), versions, status)


@bp.post(RULES_PAGE)
@open_to(Role.DIRECTOR)
@posts.carried_over_sign_in(_finish)
@posts.kept_when_refused(_refuse)
def change_rules() -> Response:
    """Look at what other figures would have raised, or save them."""
    return _finish(request.form)


def _page(
    form: RulesForm, versions: tuple[RuleVersion, ...], status: int = 200, found: Replay | None = None
) -> FlaskResponse:
    rules = [
        (severity.name.lower(), [rule.summary_with(versions[0].thresholds) for rule in of_severity])
        for severity, of_severity in groupby(RULES, key=lambda rule: rule.severity)
    ]
    return page(
        "rules/page.html",
        status,
        form=form,
        versions=versions,
        rules=rules,
        replay=found,
        is_conflict=status == 409,
        is_opened=form.problem is None and found is None,
        names=RULE_NAMES,
    )
