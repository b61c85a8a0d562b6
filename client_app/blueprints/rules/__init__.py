"""The rules by which flags are raised, and the figures that a director may change."""

from flask import Blueprint

bp = Blueprint("rules", __name__)

from client_app.blueprints.rules import routes  # noqa: E402, F401 - binds the routes to bp
