"""The check-in: a chat on the surface, one form underneath."""

from flask import Blueprint

bp = Blueprint("check_ins", __name__)

from client_app.blueprints.check_ins import routes  # noqa: E402, F401 - binds the routes to bp
