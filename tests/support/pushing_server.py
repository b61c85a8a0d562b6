"""The running product with keys of its own, and a browser whose push service is played: for journeys with pushes.

No push service can be reached from where tests run, so the browser's half of it (``PushManager``) answers by itself.
All else is real: the service worker, what it shows, and everything on the server.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from client_app.gateways import web_server
from client_app.gateways.push_keys import write_keys
from tests.support.applications import SECRET
from tests.support.browser import LiveServer, free_port, wait_for
from tests.support.databases import sqlite_database
from tests.support.push_subscriptions import AUTH, P256DH, PAIR

KEYS = json.dumps({"p256dh": P256DH, "auth": AUTH})
PUSH_MANAGER = (
    """
(() => {
  const NAME = "played-subscription";
  const bytesOf = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const made = ({ endpoint, key }) => ({
    endpoint,
    options: { applicationServerKey: bytesOf(key).buffer },
    toJSON: () => ({ endpoint, keys: KEYS }),
    unsubscribe: async () => { localStorage.removeItem(NAME); return true; },
  });
  PushManager.prototype.getSubscription = async () => {
    const kept = localStorage.getItem(NAME);
    return kept && made(JSON.parse(kept));
  };
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly) throw new Error("silent pushes are not allowed");
    const count = Number(localStorage.getItem("played-count") || 0) + 1;
    const kept = { endpoint: `https://fcm.googleapis.com/fcm/send/played-${count}`, key: applicationServerKey };
    localStorage.setItem("played-count", count);
    localStorage.setItem(NAME, JSON.stringify(kept));
    return made(kept);
  };
})();
"""
).replace("KEYS", KEYS)


@contextmanager
def pushing_server(folder: Path) -> Iterator[LiveServer]:
    """Run the product over an empty database in the folder."""
    database, port = sqlite_database(folder / "pushing.sqlite3"), free_port()
    keys, log = folder / "pushing-keys.json", folder / f"server-{port}.log"
    write_keys(keys, (PAIR,))
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": database.url, "SECURE_COOKIES": "0"}
    settings |= {"PUSH_CONTACT": "mailto:reminders@clinic.example", "PUSH_KEYS_FILE": str(keys)}
    with (
        log.open("wb") as output,
        subprocess.Popen(
            web_server.command(port), env={**os.environ, **settings}, stdout=output, stderr=output
        ) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server, log)
            yield LiveServer(f"http://127.0.0.1:{port}", database)
        finally:
            server.terminate()


def with_push_service(page: Page) -> Page:
    """Let the browser think that it reaches a push service, and allow notifications."""
    page.add_init_script(PUSH_MANAGER)
    page.context.grant_permissions(["notifications"])
    return page


class Pushes:
    """What is pushed to a browser, through its own developer tools, and what it shows of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.origin = page.url.partition("/")[0] + "//" + page.url.split("/")[2]
        self.wire = page.context.new_cdp_session(page)
        self.registrations: list[str] = []
        self.wire.on("ServiceWorker.workerRegistrationUpdated", self._heard)
        self.wire.send("ServiceWorker.enable")
        page.evaluate("navigator.serviceWorker.ready")
        page.wait_for_timeout(200)

    def deliver(self, data: str) -> None:
        """Push something, as the push service would."""
        place = {"origin": self.origin, "registrationId": self.registrations[-1]}
        self.wire.send("ServiceWorker.deliverPushMessage", {**place, "data": data})

    def shown(self, count: int = 1) -> list[dict[str, str]]:
        """What stands on the lock screen, once there are so many: every text of it, and where it leads."""
        shown: list[dict[str, str]] = []
        until = time.monotonic() + 15
        while time.monotonic() < until:
            shown = self.page.evaluate(
                """async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(
                  ({ title, body, tag, lang, data }) => ({ title, body, tag, lang, navigate: data.navigate }))"""
            )
            if len(shown) == count:
                return shown
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{count} should be shown, and there are {shown}")

    def close(self) -> None:
        """Wipe it away."""
        self.page.evaluate(
            """async () => {
              for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();
            }"""
        )
        self.shown(0)

    def tap(self) -> None:
        """Tap on the notification."""
        worker = self.page.context.service_workers[0]
        worker.evaluate(
            """async () => {
              let notification;
              while (!notification) [notification] = await self.registration.getNotifications();
              self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
            }"""
        )

    def _heard(self, event: dict[str, list[dict[str, str]]]) -> None:
        self.registrations += [one["registrationId"] for one in event["registrations"] if not one.get("isDeleted")]
