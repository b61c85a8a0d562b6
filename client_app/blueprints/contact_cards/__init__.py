"""How a participant is reached: the card that they keep themselves, and that staff keep with them."""

from flask import Blueprint

bp = Blueprint("contact_cards", __name__)

from client_app.blueprints.contact_cards import routes  # noqa: E402, F401 - binds the routes to bp
