"""The compiled catalogues: made from messages.po before the first test, as `make` makes them for a run."""

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.support.runs import is_worker

TRANSLATIONS = Path("client_app/translations")


def pytest_configure(config: pytest.Config) -> None:
    """Compile each catalogue that is newer than its compiled form."""
    if is_worker(config):
        return
    for catalogue in (config.rootpath / TRANSLATIONS).glob("*/LC_MESSAGES/messages.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            with catalogue.open("rb") as source, compiled.open("wb") as target:
                write_mo(target, read_po(source))
