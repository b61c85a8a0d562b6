"""The way from / to a person's own first page."""

from flask import Blueprint

bp = Blueprint("home", __name__)

from client_app.blueprints.home import routes  # noqa: E402, F401 - binds the routes to bp
