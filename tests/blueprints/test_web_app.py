"""The manifest and the service worker: public, small, neutral, asked for again only when they have changed."""

import json
import re

import pytest
from flask import Flask

from client_app.domain.pushes import PAGED, REMINDER
from tests.support.pages import HOST, Browser


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/manifest.webmanifest", "application/manifest+json"), ("/service-worker.js", "text/javascript")],
)
def test_they_are_public_and_kept(browser: Browser, path: str, kind: str) -> None:
    answer = browser.client.get(path, base_url=HOST, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    again = browser.client.get(path, base_url=HOST, buffered=True, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_app_is_named_neutrally_and_has_its_pictures(browser: Browser, app: Flask) -> None:
    manifest = json.loads(browser.get("/manifest.webmanifest").body)
    assert manifest["name"] == manifest["short_name"] == app.config["APP_NAME"] == "Companion"
    assert (manifest["start_url"], manifest["display"], manifest["scope"]) == ("/", "standalone", "/")
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in manifest["icons"]:
        picture = browser.client.get(icon["src"], base_url=HOST, buffered=True)
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
        assert len(picture.data) < 2000


def test_every_page_names_the_manifest_and_lets_workers_be_ours_alone(browser: Browser) -> None:
    page = browser.get("/help-now")
    assert page.has("link[rel=manifest][href='/manifest.webmanifest']")
    assert "worker-src 'self'" in page.headers["Content-Security-Policy"]


def test_what_cannot_be_read_is_shown_in_the_words_of_a_reminder(browser: Browser) -> None:
    script = browser.client.get("/service-worker.js", base_url=HOST, buffered=True).get_data(as_text=True)
    [said] = re.findall(r"NEUTRAL = \{ en: \"(.+?)\", es: \"(.+?)\" \}", script)
    assert said == (REMINDER.en, REMINDER.es)
    assert PAGED.en not in script
