"""How a browser's offer is read, whether it comes as JSON or as a form."""

from collections.abc import Mapping
from typing import Any

from flask import request

from client_app.domain.push_subscriptions import Offer

FIELDS = ("endpoint", "p256dh", "auth", "application_key")


def posted() -> Mapping[str, str]:
    """The fields of the present post that say one thing each, in words; a script sends JSON."""
    if not request.is_json:
        lists = request.form.to_dict(flat=False)
        return {name: values[0] for name, values in lists.items() if len(set(values)) == 1}
    return {name: value for name, value in _object().items() if isinstance(value, str)}


def offer_in(fields: Mapping[str, str]) -> Offer:
    """What the browser hands over; a field that is not there says nothing."""
    return Offer(**{name: fields.get(name, "") for name in FIELDS})


def _object() -> dict[str, Any]:
    try:
        said = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands of them
        return {}
    return said if isinstance(said, dict) else {}
