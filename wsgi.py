"""The application as a WSGI server loads it, configured from the environment."""

from client_app import create_app
from client_app.config import settings_from

app = create_app(settings_from())
