"""A push that no push service would take is never made."""

import pytest

from client_app.domain.pushes import LONGEST_PAYLOAD, TRAVEL, Push, PushKind, Urgency


@pytest.mark.parametrize(
    ("length", "ttl", "topic"),
    [
        (LONGEST_PAYLOAD + 1, 60, "page"),
        (1, -1, "page"),
        (1, 60, ""),
        (1, 60, "x" * 33),
        (1, 60, "page "),
        (1, 60, "page\n"),
        (1, 60, "página"),
    ],
)
def test_what_no_service_takes_is_refused(length: int, ttl: int, topic: str) -> None:
    with pytest.raises(ValueError, match="push"):
        Push(b"x" * length, ttl, Urgency.NORMAL, topic)


@pytest.mark.parametrize(("length", "ttl", "topic"), [(LONGEST_PAYLOAD, 0, "x" * 32), (0, 86_400, "a-b_C9")])
def test_what_every_service_takes_is_made(length: int, ttl: int, topic: str) -> None:
    assert len(Push(b"x" * length, ttl, Urgency.HIGH, topic).payload) == length


@pytest.mark.parametrize("kind", PushKind)
def test_every_kind_can_travel(kind: PushKind) -> None:
    travel = TRAVEL[kind]
    assert Push(b"", int(travel.longest.total_seconds()), travel.urgency, travel.topic).ttl > 0
