"""Who is on call for a program, and how its urgent flags are paged."""

from flask import Blueprint

bp = Blueprint("on_call", __name__)

from client_app.blueprints.on_call import routes  # noqa: E402, F401 - binds the routes to bp
