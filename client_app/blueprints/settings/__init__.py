"""What a person decides about their own account."""

from flask import Blueprint

bp = Blueprint("settings", __name__)

from client_app.blueprints.settings import (  # noqa: E402 - binds the routes to bp
    language_routes,  # noqa: F401
    password_routes,  # noqa: F401
    routes,  # noqa: F401
    sign_in_routes,  # noqa: F401
)
