"""Who looked at a participant's own record."""

from flask import Blueprint

bp = Blueprint("looks", __name__)

from client_app.blueprints.looks import routes  # noqa: E402, F401 - binds the routes to bp
