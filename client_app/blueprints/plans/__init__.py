"""A participant's own plan: what helps, what it is for, and the safety plan."""

from flask import Blueprint

bp = Blueprint("plans", __name__)

from client_app.blueprints.plans import routes  # noqa: E402, F401 - binds the routes to bp
