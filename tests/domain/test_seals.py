"""The audit record's hash chain: every value counts, the order of names does not."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.seals import BEFORE_THE_FIRST, is_sealed, seal_of

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


words = st.text(max_size=20)
documents = st.dictionaries(words, st.none() | st.booleans() | st.integers() | words | st.lists(st.integers()))
numbers = st.none() | st.integers(1, 2**31 - 1)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@given(at=instants, actor=numbers, action=words, subject=words, person=numbers, details=documents, indent=st.booleans())
def test_an_entry_from_a_database_has_the_same_seal(
    at: datetime,
    actor: int | None,
    action: str,
    subject: str,
    person: int | None,
    details: dict[str, Any],
    indent: bool,
) -> None:
    entry = {
        "id": 7,
        "at": at.isoformat(),
        "actor_id": actor,
        "action": action,
        "subject": subject,
        "participant_id": person,
        "details": details,
    }
    stored = json.dumps(details, indent=2 if indent else None, ensure_ascii=indent)
    for written in (f"{at:%Y-%m-%d %H:%M:%S.%f}", f"{at:%Y-%m-%dT%H:%M:%S.%f}"):
        row = (7, written, actor, action, subject, person, stored)
        assert is_sealed(seal_of(BEFORE_THE_FIRST, entry), BEFORE_THE_FIRST, row)
        assert not is_sealed(seal_of("1" * 64, entry), BEFORE_THE_FIRST, row)


ROW = (7, "2026-11-23 15:00:00.000000", None, "flag.raised", "flags:1", 5, "{}")


@pytest.mark.parametrize(
    ("place", "value"),
    [(0, "7"), (1, None), (2, "null"), (3, b"flag.raised"), (4, 1), (5, 5.0), (6, "{"), (6, None), (6, b"{}")],
)
def test_a_value_of_another_kind_seals_nothing(place: int, value: object) -> None:
    entry = {"id": 7, "at": "2026-11-23T15:00:00+00:00", "actor_id": None, "action": "flag.raised"}
    seal = seal_of(BEFORE_THE_FIRST, entry | {"subject": "flags:1", "participant_id": 5, "details": {}})
    assert is_sealed(seal, BEFORE_THE_FIRST, ROW)
    assert not is_sealed(seal, BEFORE_THE_FIRST, (*ROW[:place], value, *ROW[place + 1 :]))
