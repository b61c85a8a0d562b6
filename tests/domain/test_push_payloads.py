"""What leaves the house: neutral words from a fixed list, of one length, kept until the message is stale."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from client_app.domain.pushes import LENGTH, TRAVEL, PushKind, payload_of, push_of

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ADDRESS = "https://companion.example/reminders/0123"


@pytest.mark.parametrize("language", ["en", "es", None, "xx"])
@pytest.mark.parametrize("kind", list(PushKind))
def test_a_payload_says_one_sentence_of_the_list_and_an_address(kind: PushKind, language: str | None) -> None:
    payload = payload_of(kind, language, ADDRESS)
    assert len(payload) == LENGTH
    assert payload.isascii()
    shown = json.loads(payload)
    spoken = "es" if language == "es" else "en"
    sentences = {
        "en": {False: "You have a reminder.", True: "Someone needs you now."},
        "es": {False: "Tienes un recordatorio.", True: "Alguien te necesita ahora."},
    }
    assert shown == {
        "web_push": 8030,
        "notification": {
            "title": sentences[spoken][kind is PushKind.PAGE],
            "lang": spoken,
            "dir": "ltr",
            "navigate": ADDRESS,
            "tag": TRAVEL[kind].topic,
        },
    }


def test_every_payload_is_of_one_length_however_long_the_address() -> None:
    room = LENGTH - len(payload_of(PushKind.PAGE, "es", "").rstrip())
    assert len(payload_of(PushKind.PAGE, "es", "a" * room)) == LENGTH
    with pytest.raises(ValueError, match="too long"):
        payload_of(PushKind.PAGE, "es", "a" * (room + 1))


@pytest.mark.parametrize(
    ("kind", "left", "ttl"),
    [
        (PushKind.CHECK_IN, 15 * HOUR + SECOND, 15 * 3600),
        (PushKind.CHECK_IN, 15 * HOUR - SECOND, 15 * 3600 - 1),
        (PushKind.NUDGE, 72 * HOUR, 24 * 3600),
        (PushKind.PAGE, HOUR, 15 * 60),
        (PushKind.TEST, HOUR, 10 * 60),
        (PushKind.APPOINTMENT, 1.9 * SECOND, 1),
        (PushKind.APPOINTMENT, 0.1 * SECOND, 1),
        (PushKind.APPOINTMENT, -HOUR, 1),
    ],
)
def test_it_is_kept_until_it_is_stale_and_never_for_no_time(kind: PushKind, left: timedelta, ttl: int) -> None:
    push = push_of(kind, "en", ADDRESS, NOW + left, NOW)
    assert push.ttl == ttl
    assert (push.urgency, push.topic) == (TRAVEL[kind].urgency, TRAVEL[kind].topic)
