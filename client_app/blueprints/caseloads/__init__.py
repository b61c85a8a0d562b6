"""Who looks after whom, as a director sees it."""

from flask import Blueprint

bp = Blueprint("caseloads", __name__)

from client_app.blueprints.caseloads import routes  # noqa: E402, F401 - binds the routes to bp
