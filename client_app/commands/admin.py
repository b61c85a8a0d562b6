"""``flask admin``: setting up a program and its people from a terminal, and the ways in that nobody else can make."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from client_app.commands._faults import refusals_told, stop_unless_ready
from client_app.commands._hours import HOURS
from client_app.domain.absences import Absence, absence_of
from client_app.domain.invitations import EMAIL, Invitation
from client_app.domain.local_days import local_day
from client_app.domain.people import as_kept
from client_app.domain.phase_plans import PhasePlan
from client_app.domain.phases import LEVEL_2_1_HOURS
from client_app.domain.roles import Role
from client_app.domain.staffed_hours import Opening
from client_app.gateways.clock import utc_now
from client_app.services.caseloads import enroll, set_caseload
from client_app.services.invitations import begin_program
from client_app.services.join_links import Handover, link_for_account
from client_app.services.people import Account, NewPerson, account_of, add_person
from client_app.services.program_phases import add_phase
from client_app.services.programs import NewProgram, OnCallLine, add_program, programs
from client_app.services.roles import change_role
from client_app.web.addresses import public_url

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
@with_appcontext
def admin() -> None:
    """Set up programs, people, caseloads and enrollments."""
    stop_unless_ready()


@admin.command("create")
@click.option("--program", prompt="Program", help="The program's name.")
@click.option("--zone", prompt="Time zone (IANA name)", help="For example America/Chicago.")
@click.option("--director", prompt="Director's name", help="What the director wants to be called.")
@click.option("--email", prompt="Director's email", help="The director signs in with it.")
@with_appcontext
def create_command(program: str, zone: str, director: str, email: str) -> None:
    """Begin: add a program, invite its first director, and print the link by which they choose a password."""
    invitation = Invitation.read({"name": director, EMAIL: email})
    with refusals_told():
        link = begin_program(NewProgram(program, zone, ()), invitation, utc_now(), demo=current_app.config["DEMO"])
    click.echo(f"Added the program {program.strip()}.")
    _tell(link)


@admin.command("reset")
@click.argument("email")
@with_appcontext
def reset_command(email: str) -> None:
    """Print a link by which whoever signs in as EMAIL chooses a new password; an earlier one is good no longer."""
    account = _account(email)
    with refusals_told():
        link = link_for_account(account, utc_now())
    _tell(link)


@admin.command("add-program")
@click.argument("name")
@click.option("--zone", required=True, help="IANA time zone, for example America/Chicago.")
@click.option("--hours", multiple=True, type=HOURS, help='When staff look at flags: "mon-fri 9:00-17:00"; may repeat.')
@click.option("--on-call-name", default="", help="Who answers the program's own line.")
@click.option("--on-call-phone", default="", help="The number of the program's own line, as it is dialled.")
@with_appcontext
def add_program_command(
    name: str, zone: str, hours: tuple[tuple[Opening, ...], ...], on_call_name: str, on_call_phone: str
) -> None:
    """Add a program called NAME."""
    line = OnCallLine(on_call_name, on_call_phone) if on_call_phone else None
    openings = tuple(opening for stretch in hours for opening in stretch)
    with refusals_told():
        add_program(NewProgram(name, zone, openings, line), utc_now())
    click.echo(f"Added the program {name}.")


@admin.command("add-person")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", required=True, help="What the person wants to be called.")
@click.option("--program", "program_name", help="Needed where there is more than one program.")
@click.option("--phone", help="A participant's stands on each of their flags.")
@click.option("--language", type=click.Choice(["en", "es"]), help="Otherwise the browser's.")
@with_appcontext
def add_person_command(
    email: str, role: str, name: str, program_name: str | None, phone: str | None, language: str | None
) -> None:
    """Add somebody who signs in as EMAIL; the password is asked for, or read from standard input."""
    program_id = _program_id(program_name)
    with refusals_told():
        add_person(
            NewPerson(
                program_id=program_id,
                role=Role(role),
                email=email,
                name=name,
                password=_password(),
                phone=phone,
                language=language,
                is_demo=current_app.config["DEMO"],
            ),
            utc_now(),
        )
    click.echo(f"Added {name}, who signs in as {as_kept(email)}.")


@admin.command("set-role")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@with_appcontext
def set_role_command(email: str, role: str) -> None:
    """Give the person who signs in as EMAIL another role; it ends wherever they are signed in."""
    person = _account(email)
    with refusals_told():
        change_role(person, Role(role), utc_now())
    click.echo(f"{person.name} is a {Role(role).value.replace('_', ' ')}.")


@admin.command("set-caseload")
@click.argument("counselor")
@click.option("--cover", help="E-mail of the counselor who reads while this one is away.")
@click.option("--away-from", type=DAY, help="First day away (YYYY-MM-DD).")
@click.option("--away-until", type=DAY, help="Last day away, included.")
@with_appcontext
def set_caseload_command(
    counselor: str, cover: str | None, away_from: datetime | None, away_until: datetime | None
) -> None:
    """Give the COUNSELOR (e-mail) a caseload, or change who covers it and when."""
    owner = _account(counselor)
    with refusals_told():
        set_caseload(
            owner, _account(cover) if cover else None, _absence(away_from, away_until, ZoneInfo(owner.zone)), utc_now()
        )
    click.echo(f"{owner.name} has a caseload.")


@admin.command("enroll")
@click.argument("participant")
@click.option("--counselor", help="E-mail; without one, a director reads.")
@click.option("--started-on", type=DAY, help="The first day (YYYY-MM-DD); today unless given.")
@click.option("--takes-medication", is_flag=True, help="Prescribed medication is on record: the check-in asks for it.")
@with_appcontext
def enroll_command(
    participant: str, counselor: str | None, started_on: datetime | None, *, takes_medication: bool
) -> None:
    """Let the PARTICIPANT (e-mail) take part."""
    person, now = _account(participant), utc_now()
    first_day = started_on.date() if started_on else local_day(now, ZoneInfo(person.zone))
    with refusals_told():
        enroll(person, _account(counselor) if counselor else None, first_day, now, takes_medication=takes_medication)
    click.echo(f"{person.name} takes part from {first_day.isoformat()} on.")


@admin.command("add-phase")
@click.argument("name")
@click.option("--days-a-week", required=True, type=click.IntRange(1, 7), help="How often it asks for somebody.")
@click.option("--least-hours", default=LEVEL_2_1_HOURS[0], show_default=True, type=click.IntRange(1, 60))
@click.option("--most-hours", default=LEVEL_2_1_HOURS[1], show_default=True, type=click.IntRange(1, 60))
@click.option("--criteria", default="", help="What usually stands behind a step down from here.")
@click.option("--program", "program_name", help="Needed where there is more than one program.")
@with_appcontext
def add_phase_command(
    name: str, days_a_week: int, least_hours: int, most_hours: int, criteria: str, program_name: str | None
) -> None:
    """Add a phase called NAME behind the others; everybody begins in the first."""
    plan = PhasePlan(
        name=name, days_a_week=days_a_week, least_hours=least_hours, most_hours=most_hours, criteria=criteria
    )
    problem = next(iter(plan.problems().values()), None)
    if problem:
        raise click.ClickException(problem.english())
    program_id = _program_id(program_name)
    with refusals_told():
        add_phase(program_id, plan, utc_now())
    click.echo(f"Added the phase {name}.")


def _tell(link: Handover) -> None:
    """The link, this once; where nobody told this machine its public address, the path of it."""
    address = public_url(link.path)
    click.echo(f"{link.name} chooses a password here, once, until {link.expires_at:%Y-%m-%d %H:%M} UTC:")
    click.echo(address)
    if address == link.path:
        click.echo("Put the address of your deployment before it, for example https://companion.example.")


def _program_id(name: str | None) -> int:
    """The program of this name, or the only one."""
    found = [program for program in programs() if name is None or program.name == name]
    if len(found) == 1:
        return found[0].id
    if found:
        raise click.ClickException("There is more than one program: name one with --program.")
    raise click.ClickException("There is no such program: add it with flask admin add-program.")


def _account(email: str) -> Account:
    account = account_of(email)
    if account is None:
        raise click.ClickException(f"Nobody signs in as {email}: add them with flask admin add-person.")
    return account


def _password() -> str:
    """Asked for twice at a terminal, else the first line of standard input; others could see an argument."""
    if _is_terminal():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _absence(first: datetime | None, last: datetime | None, zone: ZoneInfo) -> Absence | None:
    """Whole local days, both ends included."""
    if first is None:
        if last is not None:
            raise click.ClickException("Say with --away-from when the absence begins.")
        return None
    if last is not None and last < first:
        raise click.ClickException("The absence cannot end before it begins.")
    return absence_of(first.date(), last.date() if last else None, zone)
