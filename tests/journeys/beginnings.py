"""How a clinic begins, as journeys tell it: a director from the terminal, others by links that are handed over."""

import os
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.architecture.sources import ROOT
from tests.support.applications import SECRET
from tests.support.browser import LiveServer, sign_in
from tests.support.links import NEW_PASSWORD

ZONE = "America/Denver"


def create(live_server: LiveServer) -> str:
    """Begin the deployment at a terminal, as its README says, and read the path of the director's link."""
    director = ("--director", "Dora Kent", "--email", address_of("Dora Kent"))
    said = subprocess.run(
        [sys.executable, "-m", "flask", "admin", "create", "--program", "Lakeside", "--zone", ZONE, *director],
        env={
            **os.environ,
            "SECRET_KEY": SECRET,
            "DATABASE_URL": live_server.database.url,
            "SECURE_COOKIES": "0",
            "FLASK_APP": "wsgi",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    [path] = [line.strip() for line in said.splitlines() if line.strip().startswith("/join/")]
    return path


def address_of(name: str) -> str:
    """What somebody signs in with."""
    return f"{name.lower().replace(' ', '.')}@lakeside.example"


def come_in(page: Page, link: str, name: str) -> None:
    """Choose a password on the link's page, and sign in with it."""
    page.goto(link)
    page.fill("[name=password]", NEW_PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.locator("main a[href='/sign-in']").click()
    sign_in(page, address_of(name), NEW_PASSWORD)


def invite(page: Page, path: str, name: str, *choices: str) -> str:
    """Fill in the form, and read the link that is shown once."""
    page.goto(path)
    page.fill("[name=name]", name)
    page.fill("[name=person_email]", address_of(name))
    for choice in choices:
        page.locator("label", has_text=choice).first.click()
    page.locator("main form button").click()
    expect(page.locator("#address")).to_contain_text("/join/")
    return page.locator("#address").inner_text().strip()
