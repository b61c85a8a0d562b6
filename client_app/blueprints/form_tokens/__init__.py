"""A fresh form token for a post that waited on the phone."""

from flask import Blueprint

bp = Blueprint("form_tokens", __name__)

from client_app.blueprints.form_tokens import routes  # noqa: E402, F401 - binds the routes to bp
