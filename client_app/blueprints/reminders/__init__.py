"""A participant's own reminders: what and when, until when they rest, a test, and what became of the last ones."""

from flask import Blueprint

bp = Blueprint("reminders", __name__)

from client_app.blueprints.reminders import choice_routes, deed_routes  # noqa: E402, F401 - binds the routes to bp
