"""Crisis lines, for everybody, on one public page."""

from flask import Blueprint

bp = Blueprint("help_now", __name__)

from client_app.blueprints.help_now import routes  # noqa: E402, F401 - binds the routes to bp
