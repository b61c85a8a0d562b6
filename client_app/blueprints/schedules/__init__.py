"""A participant's schedule, and saying that one cannot make it."""

from flask import Blueprint

bp = Blueprint("schedules", __name__)

from client_app.blueprints.schedules import routes  # noqa: E402, F401 - binds the routes to bp
