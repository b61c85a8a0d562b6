"""What a program's check-in asks and offers, as its director decides."""

from flask import Blueprint

bp = Blueprint("check_in_options", __name__)

from client_app.blueprints.check_in_options import routes  # noqa: E402, F401 - binds the routes to bp
