"""A participant's private calendar: the feed itself, and the page that makes and ends its link."""

from flask import Blueprint

bp = Blueprint("calendar_feeds", __name__)

from client_app.blueprints.calendar_feeds import routes, settings_routes  # noqa: E402, F401 - binds the routes to bp
