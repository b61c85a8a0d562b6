"""The page of a participant's own reminders, as every route of it answers."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Response, request

from client_app.blueprints.reminders.forms import LABELS, ChoicesForm
from client_app.domain.local_days import local_day
from client_app.domain.reminder_choices import MINUTES_BEFORE
from client_app.domain.sentences import Sentence
from client_app.services.reminder_choices import choices_of, why_not_snooze
from client_app.services.reminder_log import own_log, own_test
from client_app.services.reminders_today import later_of
from client_app.web.access import the_viewer
from client_app.web.clock import now
from client_app.web.devices import devices_context
from client_app.web.pages import page
from client_app.web.words import how_long, say


def choice_page(
    status: int = 200,
    form: ChoicesForm | None = None,
    *,
    snooze_problem: Sentence | None = None,
    away_problem: Sentence | None = None,
    typed_day: str = "",
) -> Response:
    """What the viewer is reminded of and when, how to be left alone, a test, and the last reminders."""
    viewer = the_viewer()
    return page(
        "reminders/page.html",
        status,
        form=form or ChoicesForm.of(choices_of(viewer)),
        labels=LABELS,
        minutes=[(str(minutes), how_long(timedelta(minutes=minutes))) for minutes in MINUTES_BEFORE],
        later=later_of(viewer, now()),
        snooze_reasons={until: say(why) if why else None for until, why in why_not_snooze(viewer, now()).items()},
        snooze_problem=snooze_problem,
        away_problem=away_problem,
        typed_day=typed_day,
        today=local_day(now(), ZoneInfo(viewer.zone)),
        test=own_test(viewer, now()),
        log=own_log(viewer, now()),
        is_kept=request.args.get("done") == "choices",
        now=now(),
        **devices_context(viewer),
    )
