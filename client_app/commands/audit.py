"""``flask audit``: is the record whole, and who saw what."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from client_app.commands._faults import stop_unless_ready
from client_app.gateways.audit_head import UnreadableHeadError, read_head
from client_app.gateways.clock import utc_now
from client_app.services.audit_chain import prove
from client_app.services.audit_reports import ReportLine, report_on
from client_app.services.people import Account, account_at, account_of

COLUMNS = ("when", "who", "action", "subject", "participant", "details")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins like this would be run by a spreadsheet; a name is what somebody typed."""


@click.group()
@with_appcontext
def audit() -> None:
    """Prove the audit record, and read in it who saw what."""
    stop_unless_ready()


@audit.command()
@with_appcontext
def verify() -> None:
    """Prove that nothing in the record was changed, or name the first entry that was; exit code 1 then."""
    path = Path(current_app.config["AUDIT_HEAD_FILE"])
    try:
        proof = prove(read_head(path))
    except UnreadableHeadError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Sealed entries that fit: {proof.sealed}. Not sealed yet: {proof.unsealed}.")
    if proof.fault:
        raise click.ClickException(f"{proof.fault} (Kept outside the database: {path})")
    click.echo("The record is whole.")


@audit.command()
@click.argument("person")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 36_500), help="How far back.")
@click.option("--csv", "as_csv", is_flag=True, help="Write comma-separated values for a spreadsheet.")
@click.option("--all", "everything", is_flag=True, help="Every act, and not only looks, sign-ins and refusals.")
@with_appcontext
def report(person: str, days: int, *, as_csv: bool, everything: bool) -> None:
    """Tell who saw what of PERSON (e-mail or number), and when; that it was asked for is kept on record."""
    account, now = _account(person), utc_now()
    lines = report_on(account, now - timedelta(days=days), now, everything=everything)
    rows = (_row(line, ZoneInfo(account.zone)) for line in lines)
    if as_csv:
        csv.writer(sys.stdout).writerows([COLUMNS, *([_harmless(cell) for cell in row] for row in rows)])
        return
    click.echo(f"{account.name} ({account.role}), the last {days} days, times of {account.zone}")
    for words in _table([COLUMNS, *rows]):
        click.echo(words)
    click.echo(f"Entries: {len(lines)}.")


def _account(person: str) -> Account:
    found = (
        account_at(int(person)) if person.isascii() and person.isdigit() and len(person) < 10 else account_of(person)
    )
    if found is None:
        raise click.ClickException(f"Nobody signs in as {person}, and nobody has this number.")
    return found


def _row(line: ReportLine, zone: ZoneInfo) -> tuple[str, ...]:
    at = line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    details = json.dumps(line.details) if line.details else ""
    return at, line.who, line.action, line.subject, line.participant, details


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """The columns under each other; the last one, the longest, is as wide as it is."""
    found = list(rows)
    widths = [max(len(row[column]) for row in found) for column in range(len(COLUMNS) - 1)]
    for row in found:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]]).rstrip()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
