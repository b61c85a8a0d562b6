"""The browsers on which a person is pushed to: what their scripts ask and hand over, and the pages that list them."""

from flask import Blueprint

bp = Blueprint("push_subscriptions", __name__)

from client_app.blueprints.push_subscriptions import page_routes, routes  # noqa: E402, F401 - binds the routes to bp
