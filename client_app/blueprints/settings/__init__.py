"""What a person decides about their own account."""

from flask import Blueprint

bp = Blueprint("settings", __name__)

from client_app.blueprints.settings import routes  # noqa: E402, F401 - binds the routes to bp
