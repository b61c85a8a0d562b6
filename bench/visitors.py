"""Signed-in browsers: the cookies and the form token that the sign-in would have given them."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from bench.load import message
from bench.scene import token_of
from bench.servers import SECRET
from client_app import create_app
from client_app.config import Settings

Fields = Mapping[str, str | int | Sequence[str]]


class Visitors:
    """Browsers of the invented people; what is measured comes after the sign-in page."""

    def __init__(self, database_url: str) -> None:
        self.app: Flask = create_app(Settings(secret_key=SECRET, database_url=database_url, secure_cookies=False))
        with self.app.test_request_context():
            self._csrf_token = generate_csrf()
            self._raw_token = session["csrf_token"]

    def get(self, person_id: int, path: str) -> bytes:
        """A page that the person opens."""
        return message("GET", path, Cookie=self._cookie(person_id))

    def post(self, person_id: int, path: str, fields: Fields) -> bytes:
        """A form that the person sends from one of the product's pages."""
        body = _body({**fields, "csrf_token": self._csrf_token})
        return message("POST", path, body, Cookie=self._cookie(person_id), Sec_Fetch_Site="same-origin")

    def signed_out_post(self, path: str, fields: Fields) -> bytes:
        """A form that somebody sends who is not signed in yet."""
        body = _body({**fields, "csrf_token": self._csrf_token})
        return message("POST", path, body, Cookie=self._cookie(), Sec_Fetch_Site="same-origin")

    def bare_post(self, person_id: int, path: str, fields: Fields) -> bytes:
        """The same form, sent to the bare application by somebody who is signed in there."""
        cookie = f"session={_signed(self.app, {'_user_id': str(person_id), '_fresh': True})}"
        body = _body({**fields, "csrf_token": self._csrf_token})
        return message("POST", path, body, Cookie=cookie, Sec_Fetch_Site="same-origin")

    def _cookie(self, person_id: int | None = None) -> str:
        known: dict[str, Any] = {"csrf_token": self._raw_token}
        if person_id is not None:
            known |= {"_user_id": token_of(person_id), "_fresh": True}
        return f"{self.app.config['SESSION_COOKIE_NAME']}={_signed(self.app, known)}"


def _body(fields: Fields) -> bytes:
    return urlencode(fields, doseq=True).encode()


def _signed(app: Flask, known: dict[str, Any]) -> str:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None, "there is a secret key"
    return serializer.dumps(known)
