"""The places that a person's pages lead to, by who they are, and the way to the other language."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import current_app, request

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


_FOR_EVERYBODY = (
    Place("/settings/sign-ins", N_("Where I am signed in"), "smartphone", N_("See it, and sign out of any of them.")),
    Place("/settings/password", N_("Password"), "key-round", N_("Choose a new one.")),
    Place("/settings/language", N_("Language"), "message-square", N_("English, Spanish, or as your browser says.")),
)
_FOR_PARTICIPANTS = (
    Place("/settings/reminders", N_("Reminders"), "clock", N_("What we remind you of, and when.")),
    Place(
        "/settings/contact",
        N_("How to reach you"),
        "contact",
        N_("Your name, your number, and when it is safe to call."),
    ),
    Place(
        "/settings/phones",
        N_("Trusted phones"),
        "smartphone",
        N_("Check in on your own phone without signing in each time."),
    ),
    Place(
        "/settings/calendar", N_("My calendar"), "calendar-days", N_("See your appointments in your phone's calendar.")
    ),
    *_FOR_EVERYBODY,
    Place("/settings/record", N_("Who looked at your record"), "file-clock", N_("Who opened it, and when.")),
)

SETTINGS: dict[Role, tuple[Place, ...]] = {
    **dict.fromkeys(Role, _FOR_EVERYBODY),
    Role.PARTICIPANT: _FOR_PARTICIPANTS,
}
"""What ``/settings`` leads to, for each role."""

PROGRAM: tuple[Place, ...] = (
    Place("/program/details", N_("Name, time and hours"), "clock", N_("Time zone, track, staffed hours, on-call line")),
    Place("/program/phases", N_("Phases"), "leaf", N_("How often people come, and how that becomes less")),
    Place("/program/staff", N_("Staff"), "user-round", N_("Who works here, who is away, and who covers")),
    Place("/program/participants", N_("Participants"), "users", N_("Who looks after whom")),
    Place(
        "/program/import", N_("Import and export"), "inbox", N_("A schedule or participants, from a file or into one")
    ),
    Place("/program/check-in", N_("The check-in"), "list-checks", N_("Optional questions and the list of triggers")),
    Place("/program/rules", N_("Rules"), "sliders-horizontal", N_("When a flag is raised, and by which figures")),
    Place("/program/figures", N_("Figures"), "chart-column", N_("How often rules fire, how fast somebody comes")),
    Place("/program/crisis-lines", N_("Crisis lines"), "phone", N_("Numbers for help, and when they were checked")),
)
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


ON_TRUSTED_PHONE = Navigation(places=(), leaves_quickly=True)
"""Nobody is signed in there, so nothing leads to a personal page."""


def navigation_of(viewer: Viewer | None) -> Navigation | None:
    """The navigation of a signed-in person, and the quick way out of a trusted phone; nothing for anybody else."""
    if viewer is None:
        return None
    return ON_TRUSTED_PHONE if viewer.is_on_trusted_phone else NAVIGATIONS[viewer.role]


@dataclass(frozen=True)
class LanguageLink:
    """The same page in a language that is named in itself."""

    code: str
    name: str
    address: str


def language_links() -> tuple[LanguageLink, ...]:
    """The page that is asked for in each language, with all else of its address as it is."""
    path = "/" + quote(_path_of_page().lstrip("/"))  # two slashes, or a backslash, would lead to another host
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "language"]
    return tuple(
        LanguageLink(code, name, f"{path}?{urlencode([*kept, ('language', code)])}")
        for code, name in LANGUAGE_NAMES.items()
    )


def _path_of_page() -> str:
    """The path asked for; after a post to an address that cannot be opened, of the page that it stands under."""
    path = request.path
    adapter = current_app.url_map.bind_to_environ(request.environ)
    while request.method == "POST" and path != "/" and not adapter.test(path, method="GET"):
        path = path.rpartition("/")[0] or "/"
    return path
