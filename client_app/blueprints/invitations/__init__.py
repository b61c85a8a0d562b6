"""Bringing people in, and making them a way back in."""

from flask import Blueprint

bp = Blueprint("invitations", __name__)

from client_app.blueprints.invitations import reset_links, routes  # noqa: E402, F401 - binds the routes to bp
