"""Before a talk about stepping down: weeks beside what is asked, and what was agreed."""

from flask import Blueprint

bp = Blueprint("step_downs", __name__)

from client_app.blueprints.step_downs import routes  # noqa: E402, F401 - binds the routes to bp
