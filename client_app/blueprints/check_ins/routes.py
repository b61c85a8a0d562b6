"""The check-in: a chat on the surface, one form underneath."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import request, session
from werkzeug.wrappers import Response

from client_app.blueprints.check_ins import bp, showing
from client_app.blueprints.check_ins.asking import NO_ANSWERS, Asking, Sheet, asking, sheet_again
from client_app.blueprints.check_ins.forms import LOOK_AGAIN, FormKind, form_kind_of
from client_app.domain.answers import urgent_part
from client_app.domain.check_ins import may_change
from client_app.domain.history import History
from client_app.domain.local_days import ONE_DAY
from client_app.domain.posts import Post
from client_app.domain.refusals import Refused
from client_app.domain.roles import Role
from client_app.domain.sentences import N_, Sentence
from client_app.domain.viewers import Viewer
from client_app.services import check_ins, drafts
from client_app.services.check_in_reads import Receipt, daily_sent, history_of, latest_receipt, receipt
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.errors import status_of
from client_app.web.fields import day_in
from client_app.web.pages import see_other, wants_fragment

RECEIPT = "/check-in/receipt"
FOR_TODAY = N_("%(reason)s If you send it now, it counts for today.")

_SENDS: dict[FormKind, Callable[[Viewer, Post], int]] = {
    FormKind.DAILY: lambda viewer, post: check_ins.send_check_in(viewer, post, now()),
    FormKind.UPDATE: lambda viewer, post: check_ins.send_check_in(viewer, post, now()),
    FormKind.CHANGE: lambda viewer, post: check_ins.change_check_in(viewer, post, now()),
}


@bp.get("/check-in")
@open_to(Role.PARTICIPANT, trusted_phone=True)
def show_check_in() -> Response:
    """The form to go on with, or the receipt when today's check-in is sent."""
    viewer = the_viewer()
    form_kind = form_kind_of(request.args.to_dict(flat=False))
    today = asking(viewer, form_kind, now())
    if not today.is_enrolled:
        return showing.closed(viewer)
    if form_kind is FormKind.CHANGE:
        return _show_change(viewer, today, day_in(request.args.get("day", "")) or today.today)
    is_for_yesterday = request.args.get("day") == "yesterday" and not viewer.is_on_trusted_phone
    day = today.today - ONE_DAY if is_for_yesterday else today.today
    sent = daily_sent(viewer, (day,))
    if form_kind is FormKind.DAILY and day in sent:
        newest = latest_receipt(viewer, day) if day == today.today else receipt(viewer, sent[day])
        return _show_receipt(viewer, today, newest)
    asked = today if day == today.today else asking(viewer, form_kind, now(), day=day)
    return showing.form(viewer, asked, _resumed(asked, day))


@bp.get(RECEIPT)
@open_to(Role.PARTICIPANT, trusted_phone=True)
def show_receipt() -> Response:
    """When it was sent, who reads it and when, and something given back."""
    viewer = the_viewer()
    asked = asking(viewer, FormKind.UPDATE, now())
    return _show_receipt(viewer, asked, _newest_receipt(viewer, asked.today))


def _finish(fields: posts.Fields) -> Response:
    """Store the post and lead to its receipt, or show the form again with what was typed and why."""
    viewer = the_viewer()
    given = fields.to_dict(flat=False)
    asked = asking(viewer, form_kind_of(given), now())
    form = asked.read(given)
    if not form.is_sound():
        return _refuse(fields, 422, form.problem or LOOK_AGAIN)
    try:
        session[_sent_key(viewer)] = _SENDS[form.form_kind](viewer, form.post)
    except Refused as refusal:
        return _refuse(fields, status_of(refusal), refusal.reason)
    return see_other(RECEIPT)


def _refuse(fields: posts.Fields, status: int, reason: Sentence) -> Response:
    """Keep what was typed; an urgent answer in a same-origin post acts all the same."""
    viewer = the_viewer()
    given = fields.to_dict(flat=False)
    asked = asking(viewer, form_kind_of(given), now())
    form = asked.read(given)
    urgent = urgent_part(given) if posts.is_same_origin() else NO_ANSWERS
    kept = drafts.keep_urgent_answers(viewer, replace(form.post, answers=urgent), now())
    sheet = sheet_again(viewer, asked, form, now(), is_conflict=status == 409)
    refusal = showing.Refusal(
        status,
        Sentence(FOR_TODAY, {"reason": reason}) if status == 422 and sheet.day != form.day else reason,
        is_urgent=kept is not None or showing.calls_for_help(urgent, form.day),
        is_on_list=kept is not None,
        is_changeable=status == 409
        and not viewer.is_on_trusted_phone
        and _open_to_change(viewer, form.day) is not None,
    )
    if wants_fragment():
        return showing.refused_answer(viewer, refusal)
    return showing.refused_form(viewer, asked, replace(sheet, client_id=kept.client_id) if kept else sheet, refusal)


@bp.post("/check-in")
@open_to(Role.PARTICIPANT, trusted_phone=True)
@posts.carried_over_sign_in(_finish)
@posts.kept_when_refused(_refuse)
def send_check_in() -> Response:
    """Send the daily check-in, a change to it, or an update."""
    return _finish(request.form)


@bp.post("/check-in/draft")
@open_to(Role.PARTICIPANT, trusted_phone=True)
@posts.kept_when_refused(_refuse)
def save_draft() -> Response:
    """Keep an answer as it is given, and acknowledge it."""
    viewer = the_viewer()
    given = request.form.to_dict(flat=False)
    asked = asking(viewer, form_kind_of(given), now())
    form = asked.read(given)
    if not form.is_sound():
        return _refuse(request.form, 422, form.problem or LOOK_AGAIN)
    try:
        saved = drafts.save_draft(viewer, form.post, form.posted, now())
    except Refused as refusal:
        return _refuse(request.form, status_of(refusal), refusal.reason)
    question = showing.just_answered(asked.questions, form, request.form.get("answered", ""))
    history = History() if viewer.is_on_trusted_phone else history_of(viewer.person_id, form.day)
    return showing.acknowledged(viewer, question, saved, form.day, history)


def _sent_key(viewer: Viewer) -> str:
    """Under which name this browser keeps the number of what it sent."""
    return "just_sent" if viewer.is_on_trusted_phone else "receipt"


def _newest_receipt(viewer: Viewer, today: date) -> Receipt | None:
    """Of what this browser sent, and what the person sent for today or yesterday: what arrived last."""
    number = session.get("receipt")
    found = [receipt(viewer, number) if isinstance(number, int) else None, latest_receipt(viewer, today - ONE_DAY)]
    return max((one for one in found if one), key=lambda one: one.check_in_id, default=None)


def _show_receipt(viewer: Viewer, asked: Asking, found: Receipt | None) -> Response:
    if viewer.is_on_trusted_phone:
        return _show_receipt_on_phone(viewer, asked)
    if found is None:
        return see_other("/check-in")
    return showing.receipt(viewer, found, asked, daily_sent(viewer, (asked.today, asked.today - ONE_DAY)))


def _show_receipt_on_phone(viewer: Viewer, asked: Asking) -> Response:
    """What was just sent here, once with all that its answers call for; later only that today's was sent, and when."""
    number = session.pop("just_sent", None)
    just_sent = receipt(viewer, number) if isinstance(number, int) else None
    found = just_sent or latest_receipt(viewer, asked.today)
    if found is None:
        return see_other("/check-in")
    return showing.receipt_on_phone(viewer, found, asked, is_just_sent=just_sent is not None)


def _show_change(viewer: Viewer, asked: Asking, day: date) -> Response:
    """The form with the day's answers as sent, while they may still be changed; the receipt afterwards.

    A trusted phone shows no answer that was sent.
    """
    found = None if viewer.is_on_trusted_phone else _open_to_change(viewer, day)
    if found is None:
        return see_other(RECEIPT)
    return showing.form(viewer, asked, asked.sheet(found.day, found.answers))


def _resumed(asked: Asking, day: date) -> Sheet:
    if asked.draft is None:
        return asked.sheet(day, NO_ANSWERS)
    return asked.sheet(day, asked.draft.answers, asked.draft.client_id)


def _open_to_change(viewer: Viewer, day: date) -> Receipt | None:
    """The day's check-in, while it may still be changed."""
    number = daily_sent(viewer, (day,)).get(day)
    found = receipt(viewer, number) if number else None
    return found if found and may_change(found.arrived_at, now()) else None
