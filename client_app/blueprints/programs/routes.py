"""The first page of a program as its director sees it: what needs somebody today, and where all else is."""

from itertools import groupby

from flask import Response

from client_app.blueprints.programs import bp
from client_app.domain.flag_rules import RULES
from client_app.domain.programs import TRACKS
from client_app.domain.roles import Role
from client_app.services.program_page import program_of
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.navigation import PROGRAM
from client_app.web.pages import page


@bp.get("/program")
@open_to(Role.DIRECTOR)
def show_program() -> Response:
    """What needs a director, hours, people, the worker, and the rules by which flags are raised, in words."""
    program = program_of(the_viewer(), now())
    rules = [
        (severity.name.lower(), [rule.summary_with(program.thresholds) for rule in of_severity])
        for severity, of_severity in groupby(RULES, key=lambda rule: rule.severity)
    ]
    week = groupby(program.hours.openings, key=lambda opening: opening.weekday)
    hours = [(weekday, list(openings)) for weekday, openings in week]
    return page(
        "programs/page.html",
        program=program,
        tracks=TRACKS,
        hours=hours,
        rules=rules,
        places=PROGRAM,
        now=now(),
    )
