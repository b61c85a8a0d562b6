"""Code of others is kept as it was published, with its licence, and the sprite holds what the pages show."""

import hashlib
import re
from pathlib import Path

import pytest

from client_app.web.navigation import NAVIGATIONS, PROGRAM, SETTINGS

PACKAGE = Path(__file__).parents[2] / "client_app"
VENDOR = PACKAGE / "static" / "vendor"
ICONS = PACKAGE / "static" / "icons"

ROW = re.compile(
    r"^\| (?P<file>\S+) \| (?P<version>[\d.]+) \| https://\S+, `\S+` \| (?P<licence>\S+) \| (?P<hash>[0-9a-f]{64}) \|$",
    re.MULTILINE,
)
RECORDED = {row["file"]: row for row in ROW.finditer((VENDOR / "README.md").read_text(encoding="utf-8"))}


def test_every_vendored_script_is_recorded_and_nothing_else_is() -> None:
    assert {path.name for path in VENDOR.glob("*.js")} == set(RECORDED)


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_a_vendored_script_is_the_one_that_was_published(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == RECORDED[name]["hash"]


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_a_vendored_script_says_its_recorded_version_and_has_its_licence_beside_it(name: str) -> None:
    assert RECORDED[name]["version"] in (VENDOR / name).read_text(encoding="utf-8")
    assert (VENDOR / RECORDED[name]["licence"]).read_text(encoding="utf-8").strip()


def test_the_icons_have_their_licence_beside_them() -> None:
    assert (ICONS / "lucide.LICENSE.txt").read_text(encoding="utf-8").startswith("ISC License")


def test_every_icon_that_a_page_shows_is_in_the_sprite() -> None:
    shown = set(re.findall(r"""\b(?:icon|picture)(?:\(|=)["']([a-z0-9-]+)["']""", _templates()))
    shown |= {place.icon for navigation in NAVIGATIONS.values() for place in navigation.places}
    shown |= {place.icon for places in (PROGRAM, *SETTINGS.values()) for place in places}
    assert shown
    assert shown <= _drawn()


def test_no_icon_is_carried_to_a_phone_for_nothing() -> None:
    named = _templates() + "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("web/*.py"))
    assert [icon for icon in sorted(_drawn()) if not re.search(rf"""["']{icon}["']""", named)] == []


def _drawn() -> set[str]:
    """The names of the sprite's icons."""
    return set(re.findall(r'<symbol id="([^"]+)"', (ICONS / "sprite.svg").read_text(encoding="utf-8")))


def _templates() -> str:
    """All templates in one text."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("templates/**/*.html")))
