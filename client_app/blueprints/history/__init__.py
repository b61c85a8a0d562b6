"""A participant's own check-ins and their picture."""

from flask import Blueprint

bp = Blueprint("history", __name__)

from client_app.blueprints.history import routes  # noqa: E402, F401 - binds the routes to bp
