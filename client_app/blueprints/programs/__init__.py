"""The program as its director sees it."""

from flask import Blueprint

bp = Blueprint("programs", __name__)

from client_app.blueprints.programs import details, routes, set_up  # noqa: E402, F401 - binds the routes to bp
