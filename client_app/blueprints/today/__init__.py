"""A participant's first page."""

from flask import Blueprint

bp = Blueprint("today", __name__)

from client_app.blueprints.today import routes  # noqa: E402, F401 - binds the routes to bp
