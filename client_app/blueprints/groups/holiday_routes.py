"""Days on which the program is closed."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.groups import bp
from client_app.blueprints.groups.reading import NO_DAY, day_in
from client_app.blueprints.groups.routes import today
from client_app.domain.plans import readable, tidy
from client_app.domain.refusals import NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import holidays
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.pages import page, see_other
from client_app.web.words import say


@bp.get("/groups/holidays")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_holidays() -> FlaskResponse:
    """The holidays from today on, and a form for one more."""
    return _holidays({"day": "", "name": ""})


def _add(fields: posts.Fields) -> Response:
    typed = _typed(fields)
    day = day_in(typed["day"])
    problems = dict(holidays.problems_of(day, typed["name"], today()))
    if day is None:
        problems["day"] = Sentence(NO_DAY)
    if day is None or problems:
        return _holidays(typed, 422, problems=problems)
    try:
        holidays.add_holiday(the_viewer(), day, typed["name"], now())
    except Refused as refusal:
        return _holidays(typed, status_of(refusal), reason=refusal.reason)
    return see_other("/groups/holidays")


def _keep(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    return _holidays(_typed(fields), status, reason=reason)


@bp.post("/groups/holidays")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_add)
@posts.kept_when_refused(_keep)
def add_holiday() -> Response:
    """Close the program on a day."""
    return _add(request.form)


@bp.post("/groups/holidays/<day>/remove")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def remove_holiday(day: str) -> Response:
    """Open it on that day after all."""
    found = day_in(day)
    if found is None:
        raise NotFound
    holidays.remove_holiday(the_viewer(), found, now())
    return see_other("/groups/holidays")


def _typed(fields: posts.Fields) -> dict[str, str]:
    return {name: tidy(fields.get(name, "")) for name in ("day", "name")}


def _holidays(
    typed: dict[str, str],
    status: int = 200,
    *,
    problems: dict[str, Sentence] | None = None,
    reason: Sentence | None = None,
) -> FlaskResponse:
    return page(
        "groups/holidays.html",
        status,
        holidays=holidays.holidays_of(the_viewer(), now()),
        typed={name: readable(text) for name, text in typed.items()},
        errors={name: say(problems[name]) if problems and name in problems else None for name in typed},
        reason=reason,
    )
