"""The audit record's hash chain: every value counts, the order of names does not."""

import hashlib

import pytest

from client_app.domain.seals import BEFORE_THE_FIRST, seal_of

ENTRY = {"id": 7, "at": "2026-11-23T15:00:00+00:00", "actor_id": None, "details": {"rule": "craving", "is_new": True}}


def test_a_seal_is_the_hash_of_what_was_before_and_of_the_content() -> None:
    content = b'{"actor_id":null,"at":"2026-11-23T15:00:00+00:00","details":{"is_new":true,"rule":"craving"},"id":7}'
    assert seal_of(BEFORE_THE_FIRST, ENTRY) == hashlib.sha256(b"0" * 64 + b"\n" + content).hexdigest()


def test_the_order_of_names_means_nothing() -> None:
    turned = dict(reversed(ENTRY.items())) | {"details": {"is_new": True, "rule": "craving"}}
    assert seal_of(BEFORE_THE_FIRST, turned) == seal_of(BEFORE_THE_FIRST, ENTRY)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 8},
        {"actor_id": 1},
        {"details": {"rule": "cravings", "is_new": True}},
        {"at": "2026-11-23T15:00:01+00:00"},
    ],
)
def test_every_value_counts(change: dict[str, object]) -> None:
    assert seal_of(BEFORE_THE_FIRST, ENTRY | change) != seal_of(BEFORE_THE_FIRST, ENTRY)


def test_what_was_before_counts() -> None:
    assert seal_of("1" * 64, ENTRY) != seal_of(BEFORE_THE_FIRST, ENTRY)


def test_a_figure_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        seal_of(BEFORE_THE_FIRST, {"id": float("nan")})
