"""Bringing a schedule and participants in from a file, and taking them out as one."""

from flask import Blueprint

bp = Blueprint("imports", __name__)

from client_app.blueprints.imports import file_routes, routes  # noqa: E402, F401 - binds the routes to bp
