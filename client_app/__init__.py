"""A companion for intensive outpatient programs: the application factory."""

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from client_app import extensions, web
from client_app.blueprints import register_blueprints
from client_app.commands import register_commands
from client_app.config import Settings
from client_app.gateways.content import load_content
from client_app.gateways.databases import engine_options, prepare

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def create_app(settings: Settings) -> Flask:
    """Build the application: extensions, the doors, blueprints and commands."""
    app = Flask(__name__, static_folder=None)  # web/assets.py serves it
    app.config.from_mapping(_flask_settings(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    load_content()
    extensions.db.init_app(app)
    with app.app_context():
        prepare(extensions.db.engine)
    extensions.migrate.init_app(app, extensions.db, directory=str(MIGRATIONS), compare_type=True)
    extensions.login_manager.init_app(app, add_context_processor=False)  # templates know the viewer
    web.bind(app)  # the doors stand before the form token's check
    extensions.csrf.init_app(app)
    extensions.compress.init_app(app)

    register_blueprints(app)
    register_commands(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    """What the settings mean to Flask and its extensions."""
    return {
        **{name.upper(): value for name, value in vars(settings).items()},
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "SESSION_COOKIE_NAME": "__Host-companion" if settings.secure_cookies else "companion",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_PROTECTION": None,  # each sign-in is a row of its own; an address that changes under way is a phone's
        "MAX_CONTENT_LENGTH": web.LARGEST_BODY,
        "WTF_CSRF_TIME_LIMIT": web.LONGEST_FORM,
        **web.COMPRESSION,
        "BABEL_DEFAULT_LOCALE": "en",
    }
