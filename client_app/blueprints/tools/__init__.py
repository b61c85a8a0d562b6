"""The public coping kit."""

from flask import Blueprint

bp = Blueprint("tools", __name__)

from client_app.blueprints.tools import routes  # noqa: E402, F401 - binds the routes to bp
