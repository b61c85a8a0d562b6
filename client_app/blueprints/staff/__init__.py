"""The staff of a program, as its director sees them."""

from flask import Blueprint

bp = Blueprint("staff", __name__)

from client_app.blueprints.staff import routes  # noqa: E402, F401 - binds the routes to bp
