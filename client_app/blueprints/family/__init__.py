"""Help for families, about nobody in particular."""

from flask import Blueprint

bp = Blueprint("family", __name__)

from client_app.blueprints.family import routes  # noqa: E402, F401 - binds the routes to bp
