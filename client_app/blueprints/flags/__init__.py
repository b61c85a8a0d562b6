"""Triage: who needs a person, and one flag with what is done about it."""

from flask import Blueprint

bp = Blueprint("flags", __name__)

from client_app.blueprints.flags import routes, triage_routes  # noqa: E402, F401 - binds the routes to bp
