"""How a program is doing, in figures."""

from flask import Blueprint

bp = Blueprint("figures", __name__)

from client_app.blueprints.figures import routes  # noqa: E402, F401 - binds the routes to bp
