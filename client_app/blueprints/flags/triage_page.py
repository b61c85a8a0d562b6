"""The triage list as it is shown: in groups by urgency, each person with the picture of their own days."""

from itertools import groupby

from flask import Response

from client_app.domain.audit_actions import Action
from client_app.domain.flags import Severity
from client_app.domain.sentences import N_, Sentence
from client_app.domain.trends import Frame, segments
from client_app.services.openings import keep_list
from client_app.services.triage import triage
from client_app.web.access import the_viewer
from client_app.web.clock import now
from client_app.web.pages import page_or_fragment, wants_fragment
from client_app.web.push_browsers import application_key

FRAME = Frame(width=160, height=48, margin=4, lowest=0, highest=10)
"""The small picture of a craving from 0 to 10, in SVG units."""

GROUPS = {
    Severity.URGENT: N_("Urgent: now"),
    Severity.SAME_DAY: N_("Same day"),
    Severity.NEXT_CONTACT: N_("Next contact"),
}


def triage_page(status: int = 200, reason: Sentence | None = None) -> Response:
    """The list; with a reason when something on it could not be done.

    The whole page is a look at everybody on it; a part that comes into it, by a poll or a claim, only where it brings
    a name that was not there before.
    """
    found = triage(the_viewer(), now())
    shown = [row.participant_id for row in found.rows]
    keep_list(the_viewer(), Action.TRIAGE_OPENED, shown, now(), is_whole_page=not wants_fragment())
    groups = groupby(found.rows, key=lambda row: row.severity)
    return page_or_fragment(
        "flags/triage.html",
        "flags/_rows.html",
        status,
        triage=found,
        groups=[(severity, GROUPS[severity], list(rows)) for severity, rows in groups],
        lines={row.participant_id: segments(row.picture, FRAME) for row in found.rows},
        frame=FRAME,
        reason=reason,
        push_key=application_key(),
        now=now(),
    )
