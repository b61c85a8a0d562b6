"""What the browser can ask for, one package per noun."""

from flask import Flask

from client_app.blueprints.check_ins import bp as check_ins
from client_app.blueprints.family import bp as family
from client_app.blueprints.flags import bp as flags
from client_app.blueprints.groups import bp as groups
from client_app.blueprints.health import bp as health
from client_app.blueprints.help_now import bp as help_now
from client_app.blueprints.history import bp as history
from client_app.blueprints.home import bp as home
from client_app.blueprints.participants import bp as participants
from client_app.blueprints.phases import bp as phases
from client_app.blueprints.plans import bp as plans
from client_app.blueprints.programs import bp as programs
from client_app.blueprints.schedules import bp as schedules
from client_app.blueprints.settings import bp as settings
from client_app.blueprints.sign_ins import bp as sign_ins
from client_app.blueprints.today import bp as today
from client_app.blueprints.tools import bp as tools


def register_blueprints(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in (
        check_ins,
        family,
        flags,
        groups,
        health,
        help_now,
        history,
        home,
        participants,
        phases,
        plans,
        programs,
        schedules,
        settings,
        sign_ins,
        today,
        tools,
    ):
        app.register_blueprint(blueprint)
