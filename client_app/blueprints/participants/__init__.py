"""The people of a caseload, and one person's record."""

from flask import Blueprint

bp = Blueprint("participants", __name__)

from client_app.blueprints.participants import nudge_routes, routes  # noqa: E402, F401 - binds the routes to bp
