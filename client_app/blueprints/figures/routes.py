"""How a program is doing, in figures: no names, no answers, no small counts."""

from itertools import groupby

from flask import Response, request

from client_app.blueprints.figures import bp
from client_app.domain.roles import Role
from client_app.domain.rule_words import RULE_NAMES
from client_app.services.figures import WINDOWS, figures_of
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page


@bp.get("/program/figures")
@open_to(Role.DIRECTOR)
def show_figures() -> Response:
    """Rules, claims and days with a check-in; the rules' figures over 30 days, or over 90 where those are asked for."""
    asked = request.args.get("days", "")
    window = next((days for days in WINDOWS if str(days) == asked), WINDOWS[0])
    figures = figures_of(the_viewer(), window, now())
    groups = [
        (severity.name.lower(), list(rules))
        for severity, rules in groupby(figures.rules, key=lambda rule: rule.severity)
    ]
    return page("figures/page.html", figures=figures, groups=groups, windows=WINDOWS, names=RULE_NAMES)
