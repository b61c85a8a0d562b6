"""A real Chromium in front of the real server, for journeys.

The server is a process of its own, as in a deployment, over an SQLite database that each test finds empty. A page that
reports an error on its console (a refused script, a broken address, an exception) fails its test.
"""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from client_app.gateways import web_server
from tests.support.applications import SECRET
from tests.support.databases import Database, sqlite_database
from tests.support.runs import run_folder

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
EXPECTED = re.compile(r"responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED|htmx:error: Failed to fetch")
"""What Chromium and htmx write on the console about a refusal, or a network switched off, that a test asks for."""

OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class LiveServer:
    """The running product: where it answers and what it stores in."""

    url: str
    database: Database


def chromium() -> str | None:
    """Where Chromium is, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that opens a page is marked, and so can be left out by ``-m 'not browser'``."""
    for item in items:
        if "open_page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly at the end what was left out."""
    if chromium() is None:
        terminalreporter.write_sep("!", "NO PAGE WAS OPENED: there is no Chromium", red=True, bold=True)


@pytest.fixture(scope="session")
def _live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    database = sqlite_database(run_folder() / tmp_path_factory.getbasetemp().name / "live.sqlite3")
    port = free_port()
    log = run_folder() / f"server-{port}.log"
    environment = {
        **os.environ,
        "SECRET_KEY": SECRET,
        "DATABASE_URL": database.url,
        "SECURE_COOKIES": "0",
    }
    with (
        log.open("wb") as output,
        subprocess.Popen(web_server.command(port), env=environment, stdout=output, stderr=output) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server, log)
            yield LiveServer(f"http://127.0.0.1:{port}", database)
        finally:
            server.terminate()


@pytest.fixture
def live_server(_live_server: LiveServer) -> Iterator[LiveServer]:
    """The running product over an empty database."""
    yield _live_server
    _live_server.database.wipe()


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Chromium]:
    found = chromium()
    if found is None:
        pytest.skip("there is no Chromium")
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def open_page(_chromium: Chromium, live_server: LiveServer) -> Iterator[OpenPage]:
    """Open a page in a browser of its own: ``open_page(language="es", theme="dark", width=320, javascript=False)``."""
    contexts, complaints = [], []

    def opened(*, language: str = "en", theme: str = "light", width: int = 390, javascript: bool = True) -> Page:
        context = _chromium.new_context(
            base_url=live_server.url,
            locale={"en": "en-US", "es": "es-US"}[language],
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 844 if width < 1000 else 800},
            java_script_enabled=javascript,
            has_touch=width < 1000,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: complaints.append(f"{page.url}: {line.text}") if line.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    unexpected = [complaint for complaint in complaints if not EXPECTED.search(complaint)]
    assert not unexpected, "\n".join(unexpected)


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in through the form, on the page or, from anywhere else, at /sign-in."""
    if "/sign-in" not in page.url:
        page.goto("/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def free_port() -> int:
    """A port on the loopback interface that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server answers at the address."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own server
        except OSError:
            assert server.poll() is None, f"the server ended: {log.read_text()}"
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server does not answer: {log.read_text()}")
