"""The first page of a program as its director sees it: what needs somebody today, the set-up, and where all else is."""

from itertools import groupby

from flask import Response

from client_app.blueprints.programs import bp
from client_app.blueprints.programs.set_up import PLACES
from client_app.domain.programs import TRACKS
from client_app.domain.roles import Role
from client_app.services.program_page import program_of
from client_app.services.set_up import set_up_of
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.navigation import PROGRAM
from client_app.web.pages import page


@bp.get("/program")
@open_to(Role.DIRECTOR)
def show_program() -> Response:
    """What needs a director, the set-up, hours, people, the worker, and where all else is."""
    program = program_of(the_viewer(), now())
    week = groupby(program.hours.openings, key=lambda opening: opening.weekday)
    hours = [(weekday, list(openings)) for weekday, openings in week]
    return page(
        "programs/page.html",
        program=program,
        set_up=set_up_of(the_viewer(), now()),
        steps=PLACES,
        tracks=TRACKS,
        hours=hours,
        places=PROGRAM,
        now=now(),
    )
