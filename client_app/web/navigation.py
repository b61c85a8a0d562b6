"""The places that a person's pages lead to, by who they are, and the way to the other language."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import request

from client_app.domain.roles import Role
from client_app.domain.sentences import N_
from client_app.domain.viewers import Viewer


@dataclass(frozen=True)
class Place:
    """One link of the navigation."""

    path: str
    label: str
    """English, marked for translation."""
    icon: str
    about: str = ""
    """What is found there, where there is room to say so; English, marked for translation."""


@dataclass(frozen=True, kw_only=True)
class Navigation:
    """What the layout shows to one kind of person."""

    places: tuple[Place, ...]
    is_bar: bool = False
    """At the bottom of a phone's screen, within the thumb's reach."""
    leaves_quickly: bool = False
    """The pages carry "Leave now"."""


SETTINGS: dict[Role, tuple[Place, ...]] = dict.fromkeys(Role, ())
"""What ``/settings`` leads to, for each role."""

PROGRAM: tuple[Place, ...] = ()
"""What a director's ``/program`` leads to."""

LANGUAGE_NAMES = {"en": "English", "es": "Español"}

NAVIGATIONS = {
    Role.PARTICIPANT: Navigation(
        places=(
            Place("/today", N_("Today"), "house"),
            Place("/check-in", N_("Check-in"), "message-circle"),
            Place("/schedule", N_("Schedule"), "calendar-days"),
            Place("/plan", N_("My plan"), "notebook-pen"),
            Place("/check-ins", N_("History"), "history"),
        ),
        is_bar=True,
        leaves_quickly=True,
    ),
    Role.COUNSELOR: Navigation(
        places=(
            Place("/triage", N_("Needs a person"), "hand-heart"),
            Place("/participants", N_("Participants"), "users"),
            Place("/groups", N_("Groups"), "calendar-days"),
        ),
    ),
    Role.FAMILY_MEMBER: Navigation(
        places=(Place("/family", N_("For families"), "house"), Place("/tools", N_("Tools"), "toolbox")),
        leaves_quickly=True,
    ),
    Role.DIRECTOR: Navigation(
        places=(
            Place("/program", N_("Program"), "clipboard-list"),
            Place("/groups", N_("Groups"), "calendar-days"),
        ),
    ),
}


def navigation_of(viewer: Viewer | None) -> Navigation | None:
    """The navigation of a signed-in person; nothing for anybody else."""
    return NAVIGATIONS[viewer.role] if viewer else None


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language that is named in itself."""

    code: str
    name: str
    address: str


def language_links() -> tuple[LanguageLink, ...]:
    """The page that is asked for in each language, with all else of its address as it is."""
    path = "/" + quote(request.path.lstrip("/"))  # two slashes, or a backslash, would lead to another host
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "language"]
    return tuple(
        LanguageLink(code, name, f"{path}?{urlencode([*kept, ('language', code)])}")
        for code, name in LANGUAGE_NAMES.items()
    )
