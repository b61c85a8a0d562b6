"""What a participant wants when they fall silent: their own page, and the one on which staff write it with them."""

from flask import Blueprint

bp = Blueprint("quiet_plans", __name__)

from client_app.blueprints.quiet_plans import routes  # noqa: E402, F401 - binds the routes to bp
