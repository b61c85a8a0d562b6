"""Honest and dishonest posts of the check-in form, and what a person finds on the page that refuses one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from flask_babel import force_locale

from client_app.domain.sentences import Sentence
from client_app.web.words import say
from tests.cast import Member
from tests.factories import PASSWORD
from tests.support.forms import filled, form_of
from tests.support.pages import Browser, Page

NOTE = "Words that must not be lost: ¿sí?"
URL_ENCODED = "application/x-www-form-urlencoded"

Value = str | list[str] | None
"""One value, several, or None: the form does not carry the field."""


@dataclass(frozen=True)
class Bad:
    """A post that is refused, told by its difference from an honest one."""

    name: str
    status: int
    reason: Sentence
    fields: Mapping[str, Value] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    """Bytes at the end of the body, as they are."""
    problem: Sentence | None = None
    """What stands beside the field."""
    keeps_note: bool = True
    is_foreign: bool = False
    """It comes from somebody else's page, so not even an urgent answer is believed."""

    def __str__(self) -> str:
        return self.name


def sign_in(browser: Browser, member: Member, path: str = "/check-in") -> Page:
    """Sign somebody in and look at a page."""
    browser.sign_in(member.email, PASSWORD)
    return browser.get(path)


def honest(browser: Browser, **fields: Value) -> dict[str, Value]:
    """The fields of a whole, honest check-in of today with a note; others as said."""
    return {
        "csrf_token": browser.token,
        "client_id": str(uuid4()),
        "day": "2026-11-23",
        "kind": "daily",
        "craving_now": "3",
        "note": NOTE,
    } | fields


def send(
    browser: Browser,
    fields: Mapping[str, Value],
    path: str = "/check-in",
    *,
    raw: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> Page:
    """Post these fields as a browser encodes them, and bytes of any kind after them."""
    pairs = [
        (name, one)
        for name, value in fields.items()
        if value is not None
        for one in (value if isinstance(value, list) else [value])
    ]
    body = urlencode(pairs, errors="surrogatepass").encode() + raw
    return browser.post(path, body, headers=headers, content_type=URL_ENCODED)


def answer(browser: Browser, **fields: str | list[str]) -> Page:
    """Fill in answers and save them as the page's script does; the fragment that comes back."""
    form = form_of(browser.page.soup, "form#check-in-form", None, browser.page.path)
    return browser.post("/check-in/draft", filled(form, fields), headers={"HX-Request": "true"})


def in_language(app: Flask, language: str, sentence: Sentence) -> str:
    """The sentence as the product says it in that language."""
    with app.test_request_context(), force_locale(language):
        return say(sentence)
