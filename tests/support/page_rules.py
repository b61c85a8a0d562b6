"""What every page of the product must keep, as one list of named rules.

Any page that any test fetches through ``Browser`` is held to them, so that a new page is checked from its first test.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from werkzeug.datastructures import Headers

CONTROLS = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea"
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
"""Attributes whose value is one or more ids of the same page."""
ADDRESSES = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "action", "formaction")

Rule = Callable[[BeautifulSoup], Iterable[str]]


def breaches(soup: BeautifulSoup, headers: Headers, *, whole: bool, signed_in: bool) -> Iterator[str]:
    """Every rule that the page (or, unless ``whole``, the fragment) does not keep, as a sentence."""
    for rule in [*ANYWHERE, *(WHOLE_PAGES if whole else FRAGMENTS)]:
        yield from rule(soup)
    yield from _headers(soup, headers, signed_in=signed_in)


def _one_heading(soup: BeautifulSoup) -> Iterator[str]:
    if (count := len(soup.find_all("h1"))) != 1:
        yield f"has {count} h1, not one"


def _title_and_language(soup: BeautifulSoup) -> Iterator[str]:
    if soup.title is None or not soup.title.get_text(strip=True):
        yield "has no title"
    if soup.html is None or soup.html.get("lang") not in {"en", "es"}:
        yield "does not say its language"


def _help_and_status(soup: BeautifulSoup) -> Iterator[str]:
    if soup.select_one('a[href^="/help-now"]') is None and not soup.select('a[href^="tel:"]'):
        yield "has no way to help now"
    if len(soup.select("#status[role=status]")) != 1:
        yield "has no single status region (#status)"


def _root_is_named(soup: BeautifulSoup) -> Iterator[str]:
    roots = [child for child in soup.children if isinstance(child, Tag)]
    if not roots or any(not root.get("id") for root in roots):
        yield "is a fragment whose root carries no id"


def _unique_ids(soup: BeautifulSoup) -> Iterator[str]:
    for name, count in Counter(str(tag["id"]) for tag in soup.select("[id]")).items():
        if count > 1:
            yield f"uses the id {name} {count} times"
        if not re.fullmatch(r"[A-Za-z][\w-]*", name):
            yield f"has the id {name!r}"


def _references(soup: BeautifulSoup) -> Iterator[str]:
    ids = {tag["id"] for tag in soup.select("[id]")}
    if soup.html is None:  # a fragment may speak of the page around it
        return
    for attribute in REFERENCES:
        for tag in soup.select(f"[{attribute}]"):
            for name in str(tag[attribute]).split():
                if name not in ids:
                    yield f"{attribute}={name} points nowhere"


def _labels(soup: BeautifulSoup) -> Iterator[str]:
    for control in soup.select(CONTROLS):
        named = control.get("aria-label") or control.get("aria-labelledby")
        around = control.find_parent("label")
        by_id = control.get("id") and soup.select_one(f'label[for="{control["id"]}"]')
        label = around or by_id
        if not named and not (label and label.get_text(strip=True)):
            yield f"has a control without a label: {_short(control)}"
    for pressed in soup.select("a, button, summary, legend, label, h1, h2, h3, th[scope]"):
        if not pressed.get_text(strip=True) and not pressed.get("aria-label") and not pressed.select("img[alt]"):
            yield f"has an element without words: {_short(pressed)}"
    for image in soup.select("img:not([alt])"):
        yield f"has an image without alt: {_short(image)}"


def _forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.find_all("form"):
        method = str(form.get("method", "")).lower()
        if method not in {"get", "post"}:
            yield f"has a form that does not say get or post: {_short(form)}"
        token = form.select_one("input[type=hidden][name=csrf_token]")
        if method == "post" and (token is None or not token.get("value")):
            yield f"has a form without csrf_token: {_short(form)}"
        if method == "get" and token is not None:
            yield f"has a form that would put its csrf_token in an address: {_short(form)}"
        if method == "post" and not form.get("action"):
            yield f"has a form without an action: {_short(form)}"
        if form.find_parent("form"):
            yield f"has a form in a form: {_short(form)}"


def _own_addresses(soup: BeautifulSoup) -> Iterator[str]:
    for attribute in ADDRESSES:
        for tag in soup.select(f"[{attribute}]"):
            if not re.match(r"/(?!/)", str(tag[attribute])):
                yield f"{attribute} leaves the product: {_short(tag)}"
    for tag in soup.select("script[src], link[href], img[src], use[href]"):
        if re.match(r"(https?:)?//", str(tag.get("src") or tag.get("href"))):
            yield f"loads from elsewhere: {_short(tag)}"


def _nothing_inline(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.select("script:not([src]), style, [style]"):
        yield f"has an inline script or style: {_short(tag)}"
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if re.match(r"on|(data-)?hx-on", name) or re.match(r"\s*(js|javascript):", str(value)):
                yield f"runs code from an attribute: {_short(tag)}"


def _no_leftovers(soup: BeautifulSoup) -> Iterator[str]:
    for leftover in re.findall(
        r"%\(\w+\)\w?|\{\{|\{%|\bNone\b(?= of | days)|<function|<Sentence|Sentence\(", soup.get_text()
    ):
        yield f"shows {leftover} to its reader"


def _headers(soup: BeautifulSoup, headers: Headers, *, signed_in: bool) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"has the Content-Security-Policy {policy!r}"
    personal = signed_in or soup.select_one("[name=csrf_token]") is not None
    if personal and "no-store" not in headers.get("Cache-Control", ""):
        yield "knows the person and may be kept by the browser (no-store is missing)"
    if headers.get("Referrer-Policy") != "same-origin":
        yield "does not say Referrer-Policy: same-origin"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "does not say X-Content-Type-Options: nosniff"


def _short(tag: Tag) -> str:
    return re.sub(r"\s+", " ", str(tag))[:160]


ANYWHERE: tuple[Rule, ...] = (_unique_ids, _references, _labels, _forms, _own_addresses, _nothing_inline, _no_leftovers)
WHOLE_PAGES: tuple[Rule, ...] = (_one_heading, _title_and_language, _help_and_status)
FRAGMENTS: tuple[Rule, ...] = (_root_is_named,)
