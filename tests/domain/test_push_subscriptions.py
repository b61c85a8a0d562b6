"""What a browser offers, and why it is not taken."""

from dataclasses import replace

import pytest

from client_app.domain.push_addresses import NO_ENDPOINT, NO_KEYS, UNKNOWN_SERVICE
from client_app.domain.push_subscriptions import NOTHING_PUSHED, OLD_KEY
from client_app.domain.sentences import Sentence
from tests.support.push_subscriptions import OLD, PLACES, offer

OFFERS: list[tuple[dict[str, str], Sentence | None]] = [
    ({}, None),
    ({"application_key": OLD.public}, None),
    ({"endpoint": "http://127.0.0.1:9100/one"}, None),
    ({"endpoint": "http://127.0.0.1:9101/one"}, UNKNOWN_SERVICE),
    ({"endpoint": "https://evil.example/one"}, UNKNOWN_SERVICE),
    ({"endpoint": "https://169.254.169.254/latest"}, UNKNOWN_SERVICE),
    ({"endpoint": ""}, NO_ENDPOINT),
    ({"endpoint": "javascript:alert(1)"}, NO_ENDPOINT),
    ({"endpoint": "https://push.example/\ud800"}, NO_ENDPOINT),
    ({"endpoint": "https://push.example/\x00"}, NO_ENDPOINT),
    ({"endpoint": "https://push.example/" + "a" * 3000}, NO_ENDPOINT),
    ({"p256dh": ""}, NO_KEYS),
    ({"p256dh": "\ud800"}, NO_KEYS),
    ({"auth": "short"}, NO_KEYS),
    ({"application_key": ""}, OLD_KEY),
    ({"application_key": offer().p256dh}, OLD_KEY),
]


@pytest.mark.parametrize(("part", "problem"), OFFERS)
def test_what_is_offered_is_judged(part: dict[str, str], problem: Sentence | None) -> None:
    assert replace(offer(), **part).problem(PLACES) == problem


def test_without_keys_nothing_is_taken() -> None:
    assert offer().problem(replace(PLACES, keys=())) == NOTHING_PUSHED
