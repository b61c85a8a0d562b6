"""The demo's data, made once per run of the tests."""

from pathlib import Path

from client_app.extensions import db
from tests.support.applications import build
from tests.support.runs import only_one, run_folder


def told_demo() -> Path:
    """A SQLite database in which the demo's six weeks have happened. Copy it before anything is written."""
    path = run_folder() / "demo.sqlite3"
    with only_one("demo"):
        if not path.exists():
            making = path.with_suffix(".making")
            app = build(f"sqlite:///{making}", demo=True)
            result = app.test_cli_runner().invoke(args=["demo", "load"])
            assert result.exit_code == 0, result.output
            with app.app_context():
                db.engine.dispose()  # the last connection brings everything into the one file
            making.rename(path)
    return path
