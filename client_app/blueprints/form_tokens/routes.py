"""A fresh form token for a post that waited on the phone: the one that its page held has grown old meanwhile."""

from flask import Response, jsonify
from flask_wtf.csrf import generate_csrf

from client_app.blueprints.form_tokens import bp
from client_app.web.access import open_to_everyone


@bp.get("/csrf-token")
@open_to_everyone
def show_form_token() -> Response:
    """A token for this browser and nobody else: no cache keeps it, and no page of another origin can read it."""
    response = jsonify(csrf_token=generate_csrf())
    response.headers["Cache-Control"] = "no-store"
    return response
