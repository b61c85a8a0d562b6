"""The application as a WSGI server and ``flask --app wsgi`` load it, configured from the environment.

What keeps it from starting, a missing setting or a mistake in a content file, is told in one sentence; exit code 1.
"""

import sys

from client_app import create_app
from client_app.config import MissingSettingError, settings_from
from client_app.gateways.marked_yaml import ContentError

try:
    app = create_app(settings_from())
except (MissingSettingError, ContentError) as error:
    sys.exit(str(error))
