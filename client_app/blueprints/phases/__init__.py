"""Stepping down and up: where a participant stands in the program."""

from flask import Blueprint

bp = Blueprint("phases", __name__)

from client_app.blueprints.phases import program_routes, routes  # noqa: E402, F401 - binds the routes to bp
