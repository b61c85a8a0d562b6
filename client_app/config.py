"""Settings of one deployment, read once from the environment.

Every setting is given as ``NAME`` or as ``NAME_FILE`` (a path whose content is the value, as secret stores provide it).
A deployment that is configured by half does not start: the error says what to set.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHORTEST_SECRET = 32
"""Characters. Session cookies and form tokens are signed with the secret key."""


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
    audit_head_file: str = "instance/audit-head"


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``environment`` (the process's own unless given).

    Raises:
        MissingSettingError: a required setting is missing, or one cannot be read.

    """
    env = os.environ if environment is None else environment
    return Settings(
        secret_key=_secret(env),
        database_url=_database_url(_value(env, "DATABASE_URL") or Settings.database_url),
        demo=_yes_or_no(env, "DEMO", default=Settings.demo),
        secure_cookies=_yes_or_no(env, "SECURE_COOKIES", default=Settings.secure_cookies),
        app_name=_value(env, "APP_NAME") or Settings.app_name,
        audit_head_file=str(Path(_value(env, "AUDIT_HEAD_FILE") or Settings.audit_head_file).resolve()),
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
