"""A browser-like client: it follows links, sends forms as a browser would, and holds every page to the house's rules.

It keeps CSRF on, speaks HTTPS, sends ``Origin``, ``Referer`` and ``Sec-Fetch-Site``, follows redirects by GET, and can
only send what the page it looks at offers, unless a test forges a post on purpose.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import Context
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, has_app_context
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from client_app.extensions import db
from tests.support.forms import Value, filled, form_of
from tests.support.page_rules import HEADERS, breaches

HOST = "https://companion.example"
TOKEN = re.compile(r'(?<==")[\w.-]{32,}(?=")')
"""A form's token or its UUID, fresh on every page."""
PASSED: set[int] = set()
"""The pages that have passed in this process, by their hash."""


@dataclass(frozen=True)
class Page:
    """An answer as its reader gets it."""

    path: str
    """Where the browser ended up, query included."""
    status: int
    headers: Headers
    body: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The parsed page."""
        return BeautifulSoup(self.body, "html.parser")

    @property
    def heading(self) -> str:
        """The words of the one h1."""
        return words(self.soup.select_one("h1"))

    @property
    def text(self) -> str:
        """Every word of the page, single-spaced."""
        return words(self.soup)

    def all(self, selector: str) -> list[str]:
        """The words of each element that the CSS selector finds."""
        return [words(tag) for tag in self.soup.select(selector)]

    def has(self, selector: str) -> bool:
        """Is there such an element?"""
        return self.soup.select_one(selector) is not None


class Browser:
    """One person's browser: cookies of its own, and the page it looks at."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.app = app
        self.client = app.test_client()
        self.language = language
        self.signed_in = False
        self.page = Page("/", 0, Headers(), "")

    def sign_in(self, email: str, password: str) -> Page:
        """Sign in through the form; the page is where it leads.

        Raises:
            AssertionError: the sign-in was refused.

        """
        self.get("/sign-in")
        page = self.submit("form[action^='/sign-in']", email=email, password=password)
        assert not page.path.startswith("/sign-in"), f"{email} could not sign in: {page.text}"
        self.signed_in = True
        return page

    def sign_out(self) -> Page:
        """Sign out through the page's form; "Leave now" is another one."""
        self.signed_in = False
        return self.submit("form[action='/sign-out']:not(:has([name=leave]))")

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        """Open an address as if it was typed."""
        return self._look(self._request("GET", path, {"Sec-Fetch-Site": "none", **(headers or {})}))

    def click(self, text: str) -> Page:
        """Follow the link with these words."""
        links = [link for link in self.page.soup.select("a[href]") if words(link) == text]
        assert links, f"{self.page.path} has no link {text!r}, only {self.page.all('a[href]')}"
        return self._look(self._request("GET", str(links[0]["href"]), self._from_here()))

    def submit(self, form: str = "main form", button: str | None = None, **fields: Value) -> Page:
        """Fill in and send the first form that the CSS selector finds, with the button of these words.

        A field takes a text or number, a list (the field repeats), or None (untouched or unticked). Fields and values
        that the form does not offer fail the test. Names with a dash or a clash are passed as ``**{"name": …}``.
        """
        found = form_of(self.page.soup, form, button, self.page.path)
        return self.post(found.action, filled(found, fields), method=found.method)

    def swap(self, form: str = "main form", button: str | None = None, **fields: Value) -> Page:
        """Send the form as htmx would, and get the fragment; the browser stays on its page unless it is led on."""
        found = form_of(self.page.soup, form, button, self.page.path)
        return self.post(found.action, filled(found, fields), headers=self._htmx(found.tag))

    def fragment(self, path: str) -> Page:
        """Fetch an address as htmx would; the browser stays on its page."""
        return self._check(self._request("GET", path, {**self._from_here(), **self._htmx(None)}), whole=False)

    def post(
        self,
        path: str,
        fields: Iterable[tuple[str, str]] | Mapping[str, Any] | bytes = (),
        *,
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
        **options: Any,
    ) -> Page:
        """Send anything, offered or not. ``csrf_token`` is not added: take ``self.token`` where the post is honest."""
        sent = {"Origin": HOST, **self._from_here(), **(headers or {})}
        if method == "GET":
            return self._look(self._request("GET", path, sent, query_string=_multi(fields)))
        response = self._request(
            "POST", path, sent, data=fields if isinstance(fields, bytes) else _multi(fields), **options
        )
        if "HX-Request" not in sent:
            return self._look(response)
        answer = self._check(response, whole=False)
        return self.get(answer.headers["HX-Redirect"]) if "HX-Redirect" in answer.headers else answer

    @property
    def token(self) -> str:
        """The form token of the page that the browser looks at."""
        found = self.page.soup.select_one("[name=csrf_token]")
        assert found is not None, f"{self.page.path} has no csrf_token"
        return str(found["value"])

    def _request(self, method: str, path: str, headers: Mapping[str, str], **options: Any) -> TestResponse:
        if has_app_context():
            db.session.rollback()  # the test's own session lets go of its locks and sees what the request writes
        sent = {"Accept": "text/html", "Accept-Language": self.language, **headers}
        # A context of its own: Flask would share an open one, and with it whoever the request signed in.
        return Context().run(self.client.open, path, method=method, headers=sent, base_url=HOST, **options)

    def _look(self, response: TestResponse) -> Page:
        """Follow redirects as a browser does and remember where they lead."""
        hops = 0
        while response.status_code in {301, 302, 303, 307, 308}:
            assert response.status_code == 303 or response.request.method == "GET", "a post redirects by 303 only"
            hops += 1
            assert hops < 5, f"{response.request.path} redirects in circles"
            response = self._request("GET", response.location, self._from_here())
        self.page = self._check(response, whole=True)
        return self.page

    def _check(self, response: TestResponse, *, whole: bool) -> Page:
        address = urlsplit(response.request.url)
        path = f"{address.path}?{address.query}" if address.query else address.path
        assert response.status_code < 500, f"{path} answered {response.status_code}"
        page = Page(path, response.status_code, response.headers, response.get_data(as_text=True))
        if response.mimetype == "text/html" and page.body:
            self._hold(page, whole=whole or "<html" in page.body)
        return page

    def _hold(self, page: Page, *, whole: bool) -> None:
        """Hold the page to the rules, unless the very same one, but for its tokens, has passed already."""
        headers = [page.headers.get(name) for name in HEADERS]
        told = hash((TOKEN.sub("", page.body), *headers, whole, self.signed_in))
        if told in PASSED:
            return
        found = list(breaches(page.soup, page.headers, whole=whole, signed_in=self.signed_in))
        assert not found, f"{page.path} {'; '.join(found)}"
        PASSED.add(told)

    def _from_here(self) -> dict[str, str]:
        return {"Sec-Fetch-Site": "same-origin", "Referer": f"{HOST}{self.page.path}"}

    def _htmx(self, element: Tag | None) -> dict[str, str]:
        source = f"form#{element.get('id')}" if element is not None else "div"
        return {
            "HX-Request": "true",
            "HX-Request-Type": "partial",
            "HX-Source": source,
            "HX-Current-URL": f"{HOST}{self.page.path}",
        }


def words(tag: Tag | None) -> str:
    """The words of an element, single-spaced; nothing for an element that is not there."""
    return " ".join(tag.get_text(" ", strip=True).split()) if tag is not None else ""


def _multi(fields: Iterable[tuple[str, str]] | Mapping[str, Any] | bytes) -> dict[str, list[str]]:
    """Fields in the form that Werkzeug's client sends repeated ones."""
    collected: dict[str, list[str]] = {}
    assert not isinstance(fields, bytes)
    for name, value in fields.items() if isinstance(fields, Mapping) else fields:
        collected.setdefault(name, []).extend(value if isinstance(value, list) else [str(value)])
    return collected


@pytest.fixture
def open_browser(app: Flask) -> Callable[..., Browser]:
    """``open_browser(language="es")`` opens one more browser; each has cookies of its own."""
    return lambda language="en": Browser(app, language)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that nobody has signed in on."""
    return Browser(app)
