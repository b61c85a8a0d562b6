"""What the browser can ask for, one package per noun."""

from flask import Flask

from client_app.blueprints.check_ins import bp as check_ins
from client_app.blueprints.health import bp as health
from client_app.blueprints.help_now import bp as help_now
from client_app.blueprints.home import bp as home
from client_app.blueprints.sign_ins import bp as sign_ins


def register_blueprints(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in (check_ins, health, help_now, home, sign_ins):
        app.register_blueprint(blueprint)
