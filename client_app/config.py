"""Settings of one deployment, read once from the environment.

Every setting is given as ``NAME`` or as ``NAME_FILE`` (a path whose content is the value, as secret stores provide it).
A deployment that is configured by half does not start: the error says what to set.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

SHORTEST_SECRET = 32
"""Characters. Session cookies and form tokens are signed with the secret key."""

PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
"""Hosts of the push services that browsers are known to use, and all hosts below them."""

Networks = tuple[IPv4Network | IPv6Network, ...]

_ORIGIN = re.compile(r"(https?)://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")

_ADDRESS = re.compile(r"[^@\s:]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_CONTACT = re.compile(rf"mailto:{_ADDRESS.pattern}|https://[^\s]+")
_HOST_AND_PORT = re.compile(r"[a-z0-9.-]+:[0-9]{1,5}")
_SMTP = re.compile(r"smtps?://([^\s/@]+@)?[A-Za-z0-9.-]+:[0-9]{1,5}")


class MissingSettingError(RuntimeError):
    """The environment does not say enough, or says something that cannot be; the message tells what to set."""


@dataclass(frozen=True)
class Settings:
    """What a deployment decides; the table in the README says what each one does."""

    secret_key: str
    database_url: str = "sqlite:///instance/companion.sqlite3"
    demo: bool = False
    secure_cookies: bool = True
    app_name: str = "Companion"
    public_url: str = ""
    trusted_proxies: Networks = ()
    audit_head_file: str = "instance/audit-head"
    push_keys_file: str = "instance/push-keys.json"
    push_contact: str = ""
    push_allowed_hosts: tuple[str, ...] = PUSH_SERVICES
    push_test_hosts: tuple[str, ...] = ()
    smtp_url: str = ""
    mail_from: str = ""


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``environment`` (the process's own unless given).

    Raises:
        MissingSettingError: a required setting is missing, or one cannot be read.

    """
    env = os.environ if environment is None else environment
    secure_cookies = _yes_or_no(env, "SECURE_COOKIES", default=Settings.secure_cookies)
    return Settings(
        secret_key=_secret(env),
        database_url=_database_url(_value(env, "DATABASE_URL") or Settings.database_url),
        demo=_yes_or_no(env, "DEMO", default=Settings.demo),
        secure_cookies=secure_cookies,
        app_name=_value(env, "APP_NAME") or Settings.app_name,
        public_url=_public_url(_value(env, "PUBLIC_URL"), is_secure=secure_cookies),
        trusted_proxies=_networks(_value(env, "TRUSTED_PROXIES")),
        audit_head_file=str(Path(_value(env, "AUDIT_HEAD_FILE") or Settings.audit_head_file).resolve()),
        push_keys_file=str(Path(_value(env, "PUSH_KEYS_FILE") or Settings.push_keys_file).resolve()),
        push_contact=_push_contact(_value(env, "PUSH_CONTACT")),
        push_allowed_hosts=_names(_value(env, "PUSH_ALLOWED_HOSTS")) or PUSH_SERVICES,
        push_test_hosts=_push_test_hosts(_names(_value(env, "PUSH_TEST_HOSTS")), is_real=secure_cookies),
        **_mail(env),
    )


def _value(env: Mapping[str, str], name: str) -> str:
    """The setting's value from ``NAME`` or the file that ``NAME_FILE`` names, without surrounding space."""
    path = env.get(f"{name}_FILE", "").strip()
    if path and env.get(name, "").strip():
        raise MissingSettingError(f"Set {name} or {name}_FILE, not both.")
    if not path:
        return env.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MissingSettingError(f"{name}_FILE names {path}, which cannot be read: {error}.") from error


def _secret(env: Mapping[str, str]) -> str:
    secret = _value(env, "SECRET_KEY")
    if len(secret) < SHORTEST_SECRET:
        raise MissingSettingError(
            f"Set SECRET_KEY (or SECRET_KEY_FILE) to a random text of {SHORTEST_SECRET} characters or more, for "
            "example the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return secret


def _yes_or_no(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = _value(env, name).lower()
    if value in {"", "0", "1", "no", "yes"}:
        return default if not value else value in {"1", "yes"}
    raise MissingSettingError(f"Set {name} to 1 or 0; it is neither.")


def _public_url(value: str, *, is_secure: bool) -> str:
    """The origin under which people reach the deployment, without a slash at its end; may be left open."""
    origin = value.lower().removesuffix("/")
    match = _ORIGIN.fullmatch(origin)
    if not origin or (match and (match[1] == "https" or not is_secure)):
        return origin.removesuffix(":443" if origin.startswith("https") else ":80")
    raise MissingSettingError("Set PUBLIC_URL to the address that people type, such as https://companion.example.org.")


def _networks(value: str) -> Networks:
    """The addresses of proxies whose word counts on where a request comes from."""
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise MissingSettingError(
            "Set TRUSTED_PROXIES to the addresses or networks of your proxies with commas between them, "
            f"such as 127.0.0.1, 10.0.0.0/8: {error}."
        ) from error


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in value.split(",") if part.strip())


def _push_contact(value: str) -> str:
    """Whom a push service writes to when something is wrong with what it is sent; Apple refuses a made-up one."""
    if not value or _CONTACT.fullmatch(value):
        return value
    raise MissingSettingError("Set PUSH_CONTACT to mailto:<an address that is read> or to an https:// address.")


def _push_test_hosts(hosts: tuple[str, ...], *, is_real: bool) -> tuple[str, ...]:
    """Push services of a developer's own machine, as host:port, which speak plain HTTP."""
    if hosts and is_real:
        raise MissingSettingError("PUSH_TEST_HOSTS is for development and tests: unset it, or set SECURE_COOKIES to 0.")
    if all(_HOST_AND_PORT.fullmatch(host) for host in hosts):
        return hosts
    raise MissingSettingError("Set PUSH_TEST_HOSTS to host:port with commas between them, such as 127.0.0.1:9100.")


def _mail(env: Mapping[str, str]) -> dict[str, str]:
    """The mail server by which staff are paged as well, and from which address; both or none."""
    url, sender = _value(env, "SMTP_URL"), _value(env, "MAIL_FROM")
    if url and not _SMTP.fullmatch(url):
        raise MissingSettingError("Set SMTP_URL to smtp://<host>:<port> or smtps://<user>:<password>@<host>:<port>.")
    if sender and not _ADDRESS.fullmatch(sender):
        raise MissingSettingError("Set MAIL_FROM to an e-mail address.")
    if bool(url) is not bool(sender):
        raise MissingSettingError("Set SMTP_URL and MAIL_FROM together, or neither.")
    return {"smtp_url": url, "mail_from": sender}


def _database_url(url: str) -> str:
    """The URL with the driver that the product ships; only SQLite and PostgreSQL are supported."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite" and rest:
        return url if rest.startswith("//") or rest == "/:memory:" else f"sqlite:///{Path(rest[1:]).resolve()}"
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    raise MissingSettingError(
        "Set DATABASE_URL to sqlite:///<path> or postgresql://<user>:<password>@<host>/<database>."
    )
