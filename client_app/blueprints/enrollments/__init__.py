"""A participant's time in the program: how it begins and how it ends."""

from flask import Blueprint

bp = Blueprint("enrollments", __name__)

from client_app.blueprints.enrollments import pause_routes, routes  # noqa: E402, F401 - binds the routes to bp
