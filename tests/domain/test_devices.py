"""A browser's description of itself becomes one word, and nothing finer is kept."""

import pytest

from client_app.domain.devices import COMPUTERS, PHONES, TABLETS, Device, device_of, known_device


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15", Device.IPHONE),
        ("Mozilla/5.0 (iPod touch; CPU iPhone OS 12_0 like Mac OS X)", Device.IPHONE),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)", Device.IPAD),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
            Device.ANDROID_PHONE,
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
            Device.ANDROID_TABLET,
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/131.0", Device.WINDOWS),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15", Device.MAC),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)", Device.CHROMEBOOK),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Firefox/132.0", Device.LINUX),
        ("curl/8.5.0", Device.UNKNOWN),
        ("", Device.UNKNOWN),
        ("\ud800" + "x" * 10_000, Device.UNKNOWN),
    ],
)
def test_a_description_becomes_a_word(user_agent: str, device: Device) -> None:
    assert device_of(user_agent) is device


@pytest.mark.parametrize(
    ("word", "device"), [("mac", Device.MAC), (None, Device.UNKNOWN), ("a word of tomorrow", Device.UNKNOWN)]
)
def test_a_stored_word_is_read_again(word: str | None, device: Device) -> None:
    assert known_device(word) is device


def test_every_device_is_of_one_kind_at_most() -> None:
    assert len(PHONES | TABLETS | COMPUTERS) == len(PHONES) + len(TABLETS) + len(COMPUTERS) == len(Device) - 1
