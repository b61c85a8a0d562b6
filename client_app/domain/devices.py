"""What kind of device a browser runs on: enough to know one's own again in a list, and no more."""

from enum import StrEnum

from client_app.domain.sentences import N_


class Device(StrEnum):
    """A kind of device; nothing finer is ever kept."""

    IPHONE = "iphone"
    IPAD = "ipad"
    ANDROID_PHONE = "android_phone"
    ANDROID_TABLET = "android_tablet"
    WINDOWS = "windows"
    MAC = "mac"
    CHROMEBOOK = "chromebook"
    LINUX = "linux"
    UNKNOWN = "unknown"


PHONES = frozenset({Device.IPHONE, Device.ANDROID_PHONE})
TABLETS = frozenset({Device.IPAD, Device.ANDROID_TABLET})
COMPUTERS = frozenset({Device.WINDOWS, Device.MAC, Device.CHROMEBOOK, Device.LINUX})

DEVICE_WORDS = {
    Device.IPHONE: N_("iPhone"),
    Device.IPAD: N_("iPad"),
    Device.ANDROID_PHONE: N_("Android phone"),
    Device.ANDROID_TABLET: N_("Android tablet"),
    Device.WINDOWS: N_("Windows computer"),
    Device.MAC: N_("Mac"),
    Device.CHROMEBOOK: N_("Chromebook"),
    Device.LINUX: N_("Linux computer"),
    Device.UNKNOWN: N_("Another device"),
}

_SIGNS = (
    ("iphone", Device.IPHONE),
    ("ipod", Device.IPHONE),
    ("ipad", Device.IPAD),
    ("android", Device.ANDROID_TABLET),  # its phones say "mobile" as well
    ("windows", Device.WINDOWS),
    ("cros", Device.CHROMEBOOK),
    ("macintosh", Device.MAC),  # an iPad may say so too, and cannot be told from it
    ("mac os x", Device.MAC),
    ("linux", Device.LINUX),
)
"""What stands in a browser's description of itself; the first that is found says what it is."""


def device_of(user_agent: str) -> Device:
    """The kind of device of a browser that describes itself so (the header ``User-Agent``)."""
    said = user_agent.lower()
    found = next((device for sign, device in _SIGNS if sign in said), Device.UNKNOWN)
    return Device.ANDROID_PHONE if found is Device.ANDROID_TABLET and "mobile" in said else found


def known_device(word: str | None) -> Device:
    """The device that a stored word means; none for a sign-in from before words were kept."""
    return Device(word) if word in set(Device) else Device.UNKNOWN
