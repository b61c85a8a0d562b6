"""What pages show of the devices on which somebody is pushed to (``reminders/_devices.html``)."""

from typing import Any

from client_app.domain.devices import DEVICE_WORDS
from client_app.domain.viewers import Viewer
from client_app.services.push_devices import devices_of
from client_app.web.push_browsers import application_key, this_browser


def devices_context(viewer: Viewer) -> dict[str, Any]:
    """The devices, how they are called, and the key with which this one can be added; none while nothing is pushed."""
    return {
        "devices": devices_of(viewer, this_browser(viewer)),
        "device_words": DEVICE_WORDS,
        "push_key": application_key(),
    }
