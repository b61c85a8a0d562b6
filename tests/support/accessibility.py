"""axe-core on a page: WCAG 2.2 AA and axe's own good practice."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Page) -> None:
    """Hold the page, as it looks now, to WCAG 2.2 AA.

    Raises:
        AssertionError: axe found a violation; the message names the rule, the element and the page.

    """
    page.evaluate(_source())
    found = page.evaluate("tags => axe.run({ runOnly: tags })", STANDARDS)
    violations = [_sentence(violation) for violation in found["violations"]]
    assert not violations, f"{page.url}\n" + "\n".join(violations)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def _sentence(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['html'][:120]} ({node['failureSummary'][:200]})" for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']}: {places}"
