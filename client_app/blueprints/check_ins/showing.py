"""The check-in's pages and fragments, from values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from werkzeug.wrappers import Response

from client_app.blueprints.check_ins.asking import NO_ANSWERS, Asking, Sheet, answer_words
from client_app.blueprints.check_ins.forms import CheckInForm
from client_app.domain.acknowledgements import acknowledge
from client_app.domain.answers import Answers
from client_app.domain.check_ins import Kind, may_change
from client_app.domain.definitions import Question
from client_app.domain.flag_rules import urgent_findings
from client_app.domain.flags import Case
from client_app.domain.history import History
from client_app.domain.local_days import ONE_DAY
from client_app.domain.sentences import Sentence
from client_app.domain.staffed_hours import Look, next_look
from client_app.domain.thresholds import Thresholds
from client_app.domain.tools import Tool
from client_app.domain.viewers import Viewer
from client_app.gateways.content import kit_tools
from client_app.services.check_in_reads import Receipt
from client_app.services.crisis_lines import crisis_lines
from client_app.services.drafts import SavedDraft
from client_app.services.enrollment_life import aftercare_of
from client_app.services.enrollments import Reader, reader_of
from client_app.services.plans import own_strategies
from client_app.services.programs import OnCallLine, on_call_line, staffed_hours
from client_app.services.schedules import coming_up
from client_app.services.trusted_phones import phone_with
from client_app.web.clock import now
from client_app.web.pages import page
from client_app.web.trusted_phones import phone_token


@dataclass(frozen=True)
class Reading:
    """Who reads a check-in, and when they next look."""

    reader: Reader | None
    """Nothing where nobody reads, and on a trusted phone, which names nobody."""
    look: Look | None


@dataclass(frozen=True)
class Refusal:
    """Why a post was not stored, and what its page offers all the same."""

    status: int
    reason: Sentence
    is_urgent: bool
    """An answer calls for help on the screen."""
    is_on_list: bool
    """A flag is stored, so the page may say that the team has it."""
    is_changeable: bool
    """The check-in that was there first is still open to a change."""


@dataclass(frozen=True)
class GivenBack:
    """Something for the way: a strategy of the participant's own, or a tool of the kit."""

    strategy: str | None
    tool: Tool


def closed(viewer: Viewer) -> Response:
    """The page for somebody who is not enrolled now: kind words, the aftercare note, and lines to call."""
    return page(
        "check_ins/closed.html",
        aftercare=aftercare_of(viewer.person_id),
        lines=crisis_lines(),
        on_call=on_call_line(viewer),
    )


def form(viewer: Viewer, asked: Asking, sheet: Sheet) -> Response:
    """The form: all questions on one page, a chat where scripts run."""
    return page("check_ins/page.html", **_form_context(viewer, asked, sheet))


def refused_form(viewer: Viewer, asked: Asking, sheet: Sheet, refusal: Refusal) -> Response:
    """The form with what was typed, why it was refused, and help on top where an answer calls for it."""
    context = _form_context(viewer, asked, sheet, is_urgent=refusal.is_urgent)
    context |= {
        "reason": refusal.reason,
        "is_on_list": refusal.is_on_list,
        "is_conflict": refusal.status == 409,
        "is_changeable": refusal.is_changeable,
    }
    return page("check_ins/page.html", refusal.status, **context)


def calls_for_help(answers: Answers, day: date) -> bool:
    """Do these answers alone call for help at once, whoever is told of them?"""
    case = Case(answers=answers, day=day, history=History(), thresholds=Thresholds(), is_draft=True)
    return bool(urgent_findings(case))


def acknowledged(viewer: Viewer, question: Question | None, saved: SavedDraft, day: date, history: History) -> Response:
    """The bubbles that answer one answer, and the help card when it is urgent."""
    said = None
    if question is not None:
        usual = history.baseline(question.name, day, saved.thresholds)
        said = acknowledge(question.name, saved.answers, usual, day)
    return page(
        "check_ins/_draft.html",
        question=question,
        answer=answer_words(question, saved.answers) if question else "",
        acknowledgement=said,
        reason=None,
        turn=_turn(),
        help=_help_context(viewer, is_urgent=True) if saved.is_urgent else None,
    )


def refused_answer(viewer: Viewer, refusal: Refusal) -> Response:
    """The bubble that says why an answer was not kept."""
    help_ = _help_context(viewer, is_urgent=True, is_on_list=refusal.is_on_list) if refusal.is_urgent else None
    return page(
        "check_ins/_draft.html",
        refusal.status,
        question=None,
        answer="",
        acknowledgement=None,
        reason=refusal.reason,
        turn=_turn(),
        help=help_,
    )


def receipt(viewer: Viewer, found: Receipt, asked: Asking, sent: Mapping[date, int]) -> Response:
    """When it was sent, who reads it and when, what to do meanwhile, what comes next, and something given back."""
    case = Case(answers=found.answers, day=found.day, history=History(), thresholds=Thresholds(), kind=found.kind)
    yesterday = asked.today - ONE_DAY
    used = found.answers.get("used") == "yes" or bool(found.answers.chosen("used_what"))
    return page(
        "check_ins/receipt.html",
        receipt=found,
        today=asked.today,
        is_changeable=may_change(found.arrived_at, now()) and found.kind is Kind.DAILY,
        is_yesterday_open=yesterday not in sent,
        used=used,
        asks_safe_now=found.answers.get("safety") == "passive" and "safe_now" not in found.answers,
        has_thoughts=found.answers.get("safety") == "passive",
        coming_up=coming_up(viewer, now()),
        given_back=_given_back(viewer, found.day),
        offers_trust=asked.is_enrolled and not _is_trusted(viewer),
        sheet=asked.sheet(asked.today, NO_ANSWERS),
        **_help_context(viewer, is_urgent=bool(urgent_findings(case)), has_lines=used),
    )


def receipt_on_phone(viewer: Viewer, found: Receipt, asked: Asking, *, is_just_sent: bool) -> Response:
    """On a trusted phone: when it was sent, and whom to call. What the answers call for is said once, and never again.

    So whoever opens the page later learns nothing of them; the lines to call stand there for everybody.
    """
    case = Case(answers=found.answers, day=found.day, history=History(), thresholds=Thresholds(), kind=found.kind)
    is_open_question = found.answers.get("safety") == "passive" and "safe_now" not in found.answers
    return page(
        "check_ins/receipt_on_phone.html",
        receipt=found,
        asks_safe_now=is_just_sent and is_open_question,
        sheet=asked.sheet(asked.today, NO_ANSWERS),
        **_help_context(viewer, is_urgent=is_just_sent and bool(urgent_findings(case)), has_lines=True),
    )


def just_answered(questions: Sequence[Question], form: CheckInForm, named: str) -> Question | None:
    """The question that the post answers last: the one that the page names, else the last one that it carries."""
    carried = [question for question in questions if question.name in form.reading.answers]
    return next((question for question in carried if question.name == named), carried[-1] if carried else None)


def _form_context(viewer: Viewer, asked: Asking, sheet: Sheet, *, is_urgent: bool = False) -> dict[str, Any]:
    """What the form's page shows; an urgent answer of the draft keeps its help, which may never have been seen."""
    begun = asked.draft.answers if asked.draft else NO_ANSWERS
    return {
        "sheet": sheet,
        "today": asked.today,
        "is_resumed": bool(begun),
        "reason": None,
        "is_conflict": False,
        "is_changeable": False,
    } | _help_context(viewer, is_urgent=is_urgent or calls_for_help(begun, sheet.day))


def _help_context(
    viewer: Viewer, *, is_urgent: bool, is_on_list: bool = True, has_lines: bool = False
) -> dict[str, Any]:
    """Who reads and when, said truthfully, from the program's own hours; and the lines to call, where they stand.

    They stand on every page that is urgent, and on others that say so: most ask nothing of the database for them.
    """
    at: datetime = now()
    line: OnCallLine | None = on_call_line(viewer)
    return {
        "is_urgent": is_urgent,
        "is_on_list": is_on_list,
        "reading": Reading(
            None if viewer.is_on_trusted_phone else reader_of(viewer.person_id, at),
            next_look(at, staffed_hours(viewer.program_id, viewer.zone)),
        ),
        "lines": crisis_lines() if is_urgent or has_lines else (),
        "on_call": line,
        "now": at,
    }


def _turn() -> str:
    """An id for the next turn of the chat, which is only ever added to."""
    return f"turn-{now().timestamp() * 1000:.0f}"


def _is_trusted(viewer: Viewer) -> bool:
    """Whether the phone is one that the viewer trusts already."""
    token = phone_token()
    return token is not None and phone_with(viewer, token, now()) is not None


def _given_back(viewer: Viewer, day: date) -> GivenBack:
    """Another one each day, so that the list stays alive."""
    strategies = list(own_strategies(viewer.person_id).values())
    tools = kit_tools()
    return GivenBack(
        strategies[day.toordinal() % len(strategies)] if strategies else None, tools[day.toordinal() % len(tools)]
    )
