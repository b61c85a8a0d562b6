"""Whether the database answers and the worker is alive."""

from flask import Blueprint

bp = Blueprint("health", __name__)

from client_app.blueprints.health import routes  # noqa: E402, F401 - binds the routes to bp
