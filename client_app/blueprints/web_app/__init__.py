"""The product as an app on a phone's home screen: its manifest and its service worker."""

from flask import Blueprint

bp = Blueprint("web_app", __name__)

from client_app.blueprints.web_app import routes  # noqa: E402, F401 - binds the routes to bp
