"""What every page of the product must keep, as one list of named rules.

Any page that any test fetches through ``Browser`` is held to them, so that a new page is checked from its first test.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bs4 import BeautifulSoup, Tag
from werkzeug.datastructures import Headers

UNLABELLED = {"hidden", "submit", "button"}
"""Kinds of input that need no label."""
SPEAKING = {"a", "button", "summary", "legend", "label", "h1", "h2", "h3"}
"""Elements that are nothing without words."""
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
"""Attributes whose value is one or more ids of the same page."""
ADDRESSES = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "action", "formaction")
LOADING = {"script", "link", "img", "use"}
HEADERS = ("Cache-Control", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options")
"""The headers that the rules look at."""


@dataclass(frozen=True)
class Markup:
    """A parsed page or fragment, walked once: selectors would walk it for every rule, and every page is checked."""

    soup: BeautifulSoup

    @cached_property
    def tags(self) -> list[Tag]:
        """Every element, in order."""
        return self.soup.find_all(True)

    def named(self, *names: str) -> list[Tag]:
        """Every element of these names."""
        return [tag for tag in self.tags if tag.name in names]

    def having(self, attribute: str) -> list[Tag]:
        """Every element with this attribute."""
        return [tag for tag in self.tags if attribute in tag.attrs]


Rule = Callable[[Markup], Iterable[str]]


def breaches(soup: BeautifulSoup, headers: Headers, *, whole: bool, signed_in: bool) -> Iterator[str]:
    """Every rule that the page (or, unless ``whole``, the fragment) does not keep, as a sentence."""
    markup = Markup(soup)
    for rule in [*ANYWHERE, *(WHOLE_PAGES if whole else FRAGMENTS)]:
        yield from rule(markup)
    yield from _headers(markup, headers, signed_in=signed_in)


def _one_heading(markup: Markup) -> Iterator[str]:
    if (count := len(markup.named("h1"))) != 1:
        yield f"has {count} h1, not one"


def _title_and_language(markup: Markup) -> Iterator[str]:
    if not any(title.get_text(strip=True) for title in markup.named("title")):
        yield "has no title"
    if [page.get("lang") for page in markup.named("html")] not in (["en"], ["es"]):
        yield "does not say its language"


def _help_and_status(markup: Markup) -> Iterator[str]:
    if not any(str(link.get("href")).startswith(("/help-now", "tel:")) for link in markup.named("a")):
        yield "has no way to help now"
    if [tag.get("id") for tag in markup.having("role") if tag["role"] == "status"].count("status") != 1:
        yield "has no single status region (#status)"


def _root_is_named(markup: Markup) -> Iterator[str]:
    roots = [child for child in markup.soup.children if isinstance(child, Tag)]
    if not roots or any(not root.get("id") for root in roots):
        yield "is a fragment whose root carries no id"


def _unique_ids(markup: Markup) -> Iterator[str]:
    for name, count in Counter(str(tag["id"]) for tag in markup.having("id")).items():
        if count > 1:
            yield f"uses the id {name} {count} times"
        if not re.fullmatch(r"[A-Za-z][\w-]*", name):
            yield f"has the id {name!r}"


def _references(markup: Markup) -> Iterator[str]:
    if not markup.named("html"):  # a fragment may speak of the page around it
        return
    ids = {tag["id"] for tag in markup.having("id")}
    for attribute in REFERENCES:
        for tag in markup.having(attribute):
            for name in str(tag[attribute]).split():
                if name not in ids:
                    yield f"{attribute}={name} points nowhere"


def _labels(markup: Markup) -> Iterator[str]:
    labels = {label["for"]: label for label in markup.named("label") if label.get("for")}
    for control in markup.named("input", "select", "textarea"):
        if control.get("type") in UNLABELLED or control.get("aria-label") or control.get("aria-labelledby"):
            continue
        label = control.find_parent("label") or labels.get(control.get("id") or "")
        if label is None or not label.get_text(strip=True):
            yield f"has a control without a label: {_short(control)}"


def _words(markup: Markup) -> Iterator[str]:
    for tag in markup.tags:
        is_speaking = tag.name in SPEAKING or (tag.name == "th" and tag.get("scope"))
        if is_speaking and not tag.get_text(strip=True) and not tag.get("aria-label") and not tag.find("img", alt=True):
            yield f"has an element without words: {_short(tag)}"
        if tag.name == "img" and "alt" not in tag.attrs:
            yield f"has an image without alt: {_short(tag)}"


def _forms(markup: Markup) -> Iterator[str]:
    for form in markup.named("form"):
        method = str(form.get("method", "")).lower()
        if method not in {"get", "post"}:
            yield f"has a form that does not say get or post: {_short(form)}"
        token = form.find("input", attrs={"type": "hidden", "name": "csrf_token"})
        if method == "post" and (token is None or not token.get("value")):
            yield f"has a form without csrf_token: {_short(form)}"
        if method == "get" and token is not None:
            yield f"has a form that would put its csrf_token in an address: {_short(form)}"
        if method == "post" and not form.get("action"):
            yield f"has a form without an action: {_short(form)}"
        if form.find_parent("form"):
            yield f"has a form in a form: {_short(form)}"


def _own_addresses(markup: Markup) -> Iterator[str]:
    for attribute in ADDRESSES:
        for tag in markup.having(attribute):
            if not re.match(r"/(?!/)", str(tag[attribute])):
                yield f"{attribute} leaves the product: {_short(tag)}"
    for tag in markup.named(*LOADING):
        if re.match(r"(https?:)?//", str(tag.get("src") or tag.get("href"))):
            yield f"loads from elsewhere: {_short(tag)}"


def _nothing_inline(markup: Markup) -> Iterator[str]:
    for tag in markup.tags:
        if tag.name == "style" or "style" in tag.attrs or (tag.name == "script" and not tag.get("src")):
            yield f"has an inline script or style: {_short(tag)}"
        for name, value in tag.attrs.items():
            if re.match(r"on|(data-)?hx-on", name) or re.match(r"\s*(js|javascript):", str(value)):
                yield f"runs code from an attribute: {_short(tag)}"


def _no_leftovers(markup: Markup) -> Iterator[str]:
    for leftover in re.findall(r"%\(\w+\)\w?|\{\{|\{%|<function|Sentence\(", markup.soup.get_text()):
        yield f"shows {leftover} to its reader"


def _headers(markup: Markup, headers: Headers, *, signed_in: bool) -> Iterator[str]:
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"has the Content-Security-Policy {policy!r}"
    personal = signed_in or any(tag["name"] == "csrf_token" for tag in markup.having("name"))
    if personal and "no-store" not in headers.get("Cache-Control", ""):
        yield "knows the person and may be kept by the browser (no-store is missing)"
    if headers.get("Referrer-Policy") != "same-origin":
        yield "does not say Referrer-Policy: same-origin"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "does not say X-Content-Type-Options: nosniff"


def _short(tag: Tag) -> str:
    return re.sub(r"\s+", " ", str(tag))[:160]


ANYWHERE: tuple[Rule, ...] = (
    _unique_ids,
    _references,
    _labels,
    _words,
    _forms,
    _own_addresses,
    _nothing_inline,
    _no_leftovers,
)
WHOLE_PAGES: tuple[Rule, ...] = (_one_heading, _title_and_language, _help_and_status)
FRAGMENTS: tuple[Rule, ...] = (_root_is_named,)
