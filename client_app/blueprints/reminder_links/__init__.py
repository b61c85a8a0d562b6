"""Where a tap on a notification leads."""

from flask import Blueprint

bp = Blueprint("reminder_links", __name__)

from client_app.blueprints.reminder_links import routes  # noqa: E402, F401 - binds the routes to bp
