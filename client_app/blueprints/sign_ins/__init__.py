"""Signing in, signing out, leaving quickly."""

from flask import Blueprint

bp = Blueprint("sign_ins", __name__)

from client_app.blueprints.sign_ins import routes  # noqa: E402, F401 - binds the routes to bp
