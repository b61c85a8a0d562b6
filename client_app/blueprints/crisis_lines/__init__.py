"""The crisis lines as directors keep them."""

from flask import Blueprint

bp = Blueprint("crisis_lines", __name__)

from client_app.blueprints.crisis_lines import routes  # noqa: E402, F401 - binds the routes to bp
