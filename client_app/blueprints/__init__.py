"""What the browser can ask for, one package per noun."""

from flask import Flask

from client_app.blueprints.calendar_feeds import bp as calendar_feeds
from client_app.blueprints.caseloads import bp as caseloads
from client_app.blueprints.check_in_options import bp as check_in_options
from client_app.blueprints.check_ins import bp as check_ins
from client_app.blueprints.contact_cards import bp as contact_cards
from client_app.blueprints.crisis_lines import bp as crisis_lines
from client_app.blueprints.enrollments import bp as enrollments
from client_app.blueprints.family import bp as family
from client_app.blueprints.figures import bp as figures
from client_app.blueprints.flags import bp as flags
from client_app.blueprints.form_tokens import bp as form_tokens
from client_app.blueprints.groups import bp as groups
from client_app.blueprints.health import bp as health
from client_app.blueprints.help_now import bp as help_now
from client_app.blueprints.history import bp as history
from client_app.blueprints.home import bp as home
from client_app.blueprints.imports import bp as imports
from client_app.blueprints.invitations import bp as invitations
from client_app.blueprints.join_links import bp as join_links
from client_app.blueprints.looks import bp as looks
from client_app.blueprints.on_call import bp as on_call
from client_app.blueprints.participants import bp as participants
from client_app.blueprints.phases import bp as phases
from client_app.blueprints.plans import bp as plans
from client_app.blueprints.programs import bp as programs
from client_app.blueprints.push_subscriptions import bp as push_subscriptions
from client_app.blueprints.quiet_plans import bp as quiet_plans
from client_app.blueprints.reminder_links import bp as reminder_links
from client_app.blueprints.reminders import bp as reminders
from client_app.blueprints.rules import bp as rules
from client_app.blueprints.schedules import bp as schedules
from client_app.blueprints.settings import bp as settings
from client_app.blueprints.sign_ins import bp as sign_ins
from client_app.blueprints.staff import bp as staff
from client_app.blueprints.step_downs import bp as step_downs
from client_app.blueprints.today import bp as today
from client_app.blueprints.tools import bp as tools
from client_app.blueprints.trusted_phones import bp as trusted_phones
from client_app.blueprints.web_app import bp as web_app

BLUEPRINTS = (
    calendar_feeds,
    caseloads,
    check_in_options,
    check_ins,
    contact_cards,
    crisis_lines,
    enrollments,
    family,
    figures,
    flags,
    form_tokens,
    groups,
    health,
    help_now,
    history,
    home,
    imports,
    invitations,
    join_links,
    looks,
    on_call,
    participants,
    phases,
    plans,
    programs,
    push_subscriptions,
    quiet_plans,
    reminder_links,
    reminders,
    rules,
    schedules,
    settings,
    sign_ins,
    staff,
    step_downs,
    today,
    tools,
    trusted_phones,
    web_app,
)


def register_blueprints(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
