"""Days on which a participant is away: from, until, and why; back earlier."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.enrollments import bp
from client_app.domain.audit_actions import Action
from client_app.domain.pauses import REASON_LIMIT, TypedPause
from client_app.domain.plans import readable, tidy
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services.openings import keep_record
from client_app.services.pauses import PauseCard, Seen, end_pause, pause_card, problems_of, set_pause
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import day_in, version_in
from client_app.web.pages import page, see_other

PAUSE = "/participants/<int(max=2147483647):participant_id>/pause"


@dataclass(frozen=True)
class PauseForm:
    """What stands in the form, and what it was opened on."""

    typed: TypedPause
    seen: Seen
    problems: Mapping[str, Sentence] = field(default_factory=dict)
    is_typed: bool = False

    @classmethod
    def read(cls, fields: posts.Fields) -> "PauseForm":
        """Read a post."""
        typed = TypedPause(
            day_in(fields.get("first_on")), day_in(fields.get("last_on")), tidy(fields.get("reason", ""))
        )
        return cls(typed, _seen(fields), is_typed=True)

    @classmethod
    def of(cls, card: PauseCard) -> "PauseForm":
        """Show what is kept as it would be typed; a new one begins today."""
        if card.now is None:
            return cls(TypedPause(card.today, None, ""), card.seen)
        return cls(TypedPause(card.now.pause.first, card.now.pause.last, card.now.reason), card.seen)

    @property
    def shown(self) -> dict[str, str]:
        """Each field as a page can show it again."""
        days: dict[str, date | None] = {"first_on": self.typed.first, "last_on": self.typed.last}
        shown = {name: day.isoformat() if day else "" for name, day in days.items()}
        return shown | {"reason": readable(self.typed.reason)}


@bp.get(PAUSE)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_pause(participant_id: int) -> FlaskResponse:
    """When the participant is away, and a form to say so."""
    return _page(participant_id)


def _set(fields: posts.Fields, participant_id: int) -> Response:
    form = PauseForm.read(fields)
    try:
        set_pause(the_viewer(), participant_id, form.typed, form.seen, now())
    except Invalid:
        problems = problems_of(pause_card(the_viewer(), participant_id, now()), form.typed)
        return _page(participant_id, 422, form=PauseForm(form.typed, form.seen, problems, is_typed=True))
    except Conflict as refusal:
        return _page(participant_id, 409, form=form, reason=refusal.reason)
    return see_other(f"/participants/{participant_id}/pause")


def _keep(fields: posts.Fields, status: int, reason: Sentence, participant_id: int) -> Response:
    return _page(participant_id, status, form=PauseForm.read(fields), reason=reason)


@bp.post(PAUSE)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_set)
@posts.kept_when_refused(_keep)
def keep_pause(participant_id: int) -> Response:
    """Keep the days away, or change them."""
    return _set(request.form, participant_id)


@bp.post(f"{PAUSE}/end")
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def end_pause_now(participant_id: int) -> Response:
    """The participant is back today, or not away after all."""
    try:
        end_pause(the_viewer(), participant_id, _seen(request.form), now())
    except Conflict as refusal:
        return _page(participant_id, 409, reason=refusal.reason)
    return see_other(f"/participants/{participant_id}/pause")


def _page(
    participant_id: int, status: int = 200, *, form: PauseForm | None = None, reason: Sentence | None = None
) -> FlaskResponse:
    """The page as things stand, with what was typed where it was not kept; it is a look at the record."""
    card = pause_card(the_viewer(), participant_id, now())
    response = page(
        "enrollments/pause.html",
        status,
        time_away=card,
        form=form or PauseForm.of(card),
        reason=reason,
        limit=REASON_LIMIT,
        now=now(),
    )
    keep_record(the_viewer(), participant_id, (), now(), Action.ENROLLMENT_OPENED)
    return response


def _seen(fields: Mapping[str, str]) -> Seen:
    return Seen(version_in(fields.get("pause")), version_in(fields.get("revision")))
