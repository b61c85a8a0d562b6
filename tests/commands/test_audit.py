"""``flask audit``: one clear sentence about the record, and a table of who saw what."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from client_app.domain.audit_actions import Action
from client_app.extensions import db
from client_app.jobs.sealing import seal_new_entries
from client_app.models import Person
from client_app.services.openings import keep_list, keep_record
from tests.cast import Cast
from tests.support.audit import make_entries, tamper
from tests.support.posts import audit_lines

pytestmark = pytest.mark.usefixtures("clock")


class Said(NamedTuple):
    """What a command wrote and how it ended."""

    code: int
    words: str


def audit(app: Flask, *words: str) -> Said:
    """Call a command as at a terminal."""
    result = app.test_cli_runner().invoke(args=["audit", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Said(result.exit_code, result.output.strip())


@pytest.fixture
def head(app: Flask) -> Iterator[Path]:
    """Where this deployment keeps the newest seal outside its database."""
    path = Path(app.config["AUDIT_HEAD_FILE"])
    yield path
    path.unlink(missing_ok=True)


def test_a_whole_record(context: Flask, now: datetime) -> None:
    make_entries([1, 2, 3], now)
    seal_new_entries(now)
    make_entries([4], now)
    said = audit(context, "verify")
    assert said == (0, "Sealed entries that fit: 3. Not sealed yet: 1.\nThe record is whole.")


def test_a_changed_entry_is_named(context: Flask, now: datetime, head: Path) -> None:
    make_entries([1, 2, 3], now)
    seal_new_entries(now)
    tamper("UPDATE audit_entries SET action = 'x' WHERE id = 2")
    said = audit(context, "verify")
    assert said.code == 1
    counts, fault = said.words.splitlines()
    assert counts == "Sealed entries that fit: 1. Not sealed yet: 0."
    changed = "Entry 2 at seal 2 is not what was sealed: it, or what came before it, was changed."
    assert fault == f"Error: {changed} (Kept outside the database: {head})"


def test_a_cut_tail_is_noticed_by_the_head_that_the_worker_kept(context: Flask, now: datetime) -> None:
    make_entries([1, 2, 3], now)
    seal_new_entries(now)
    tamper("DELETE FROM audit_seals WHERE position > 2", "DELETE FROM audit_entries WHERE id > 2")
    said = audit(context, "verify")
    assert said.code == 1
    assert "The record ends at seal 2, but seal 3 was there on 2026-11-23 at 15:00 UTC" in said.words


def test_a_head_that_cannot_be_read_is_told(context: Flask, head: Path) -> None:
    head.write_text("nothing of the kind")
    assert audit(context, "verify") == (1, f"Error: {head} cannot be read as a seal: JSONDecodeError.")


@pytest.fixture
def looked_at(cast: Cast, now: datetime) -> Cast:
    """Ana's record was opened, and her name seen."""
    keep_list(cast.counselor.viewer, Action.TRIAGE_OPENED, [cast.ana.id, cast.luis.id], now)
    keep_record(cast.counselor.viewer, cast.ana.id, [], now)
    return cast


@pytest.mark.parametrize("person", ["email", "number"])
def test_a_report_is_a_table(app: Flask, looked_at: Cast, person: str) -> None:
    name = looked_at.ana.email.upper() if person == "email" else str(looked_at.ana.id)
    said = audit(app, "report", name)
    assert said.code == 0
    title, columns, opened, listed, count = said.words.splitlines()
    assert title == "Ana (participant), the last 365 days, times of America/Chicago"
    assert columns.split() == ["when", "who", "action", "subject", "participant", "details"]
    assert opened.startswith("2026-11-23 09:00:00  Carla Reyes (counselor)  participant.check_ins_opened")
    assert listed.endswith('{"listed": 2}')
    assert count == "Entries: 2."
    assert audit_lines()[-1].action == "audit.reported"


def test_a_report_for_a_spreadsheet_runs_nothing_there(app: Flask, looked_at: Cast) -> None:
    db.session.get_one(Person, looked_at.counselor.id).name = '=HYPERLINK("x")'
    db.session.commit()
    rows = list(csv.reader(StringIO(audit(app, "report", looked_at.ana.email, "--csv").words)))
    assert rows[0] == ["when", "who", "action", "subject", "participant", "details"]
    assert rows[1][1] == '\'=HYPERLINK("x") (counselor)'
    assert len(rows) == 3


def test_a_shorter_report_and_one_of_everything(app: Flask, looked_at: Cast) -> None:
    said = audit(app, "report", looked_at.counselor.email, "--days", "1", "--all")
    assert said.words.splitlines()[0] == "Carla Reyes (counselor), the last 1 days, times of America/Chicago"
    assert said.words.splitlines()[-1] == "Entries: 2."


@pytest.mark.parametrize("person", ["nobody@riverside.example", "0", "99999999999", "٣"])
def test_nobody_is_told(app: Flask, cast: Cast, person: str) -> None:
    assert cast.ana.id
    sentence = f"Error: Nobody signs in as {person}, and nobody has this number."
    assert audit(app, "report", person) == (1, sentence)
    assert audit_lines() == []
