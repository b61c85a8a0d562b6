"""The phones that a participant trusts."""

from flask import Blueprint

bp = Blueprint("trusted_phones", __name__)

from client_app.blueprints.trusted_phones import routes  # noqa: E402, F401 - binds the routes to bp
