"""Single-use links: where somebody sets their password."""

from flask import Blueprint

bp = Blueprint("join_links", __name__)

from client_app.blueprints.join_links import routes  # noqa: E402, F401 - binds the routes to bp
