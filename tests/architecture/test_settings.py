"""Every setting stands in the README, and nothing else does."""

import dataclasses
import re

from client_app.config import Settings
from tests.architecture.sources import ROOT

ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## Settings\n")[1].split("\n## ")[0]
    assert sorted(ROW.findall(section)) == sorted(field.name.upper() for field in dataclasses.fields(Settings))
