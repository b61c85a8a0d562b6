"""What a director decides about the check-in, and what participants find on its page."""

from client_app.domain.check_in_options import CheckInOptions
from client_app.services.check_in_options import option_versions
from tests.cast import Cast
from tests.support.pages import Page

FORM = "form#options-form"
OPTIONAL = ["craving_worst", "triggers", "sleep", "medication", "home_safe", "coping", "note"]


def in_use(cast: Cast) -> tuple[int, CheckInOptions]:
    """The newest version's number and options."""
    newest = option_versions(cast.director.viewer)[0]
    return newest.number, newest.options


def offered(cast: Cast) -> list[str]:
    """The codes of the triggers on the list."""
    return [choice.value for choice in in_use(cast)[1].triggers]


def asked(page: Page) -> list[str]:
    """The questions of a check-in's page."""
    return [str(step["data-question"]) for step in page.soup.select(".step")]


def values(page: Page, name: str) -> list[str]:
    """The chips of a question."""
    return [str(chip["value"]) for chip in page.soup.select(f"[name={name}]:not([type=hidden])")]


def without(*names: str) -> list[str]:
    """The optional questions but for these."""
    return [name for name in OPTIONAL if name not in names]
