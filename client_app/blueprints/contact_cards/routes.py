"""How a participant is reached: the card that they keep themselves, and that staff keep with them."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.contact_cards import bp
from client_app.blueprints.contact_cards.forms import ABOUT, OWN, CardForm, Words
from client_app.domain.audit_actions import Action
from client_app.domain.contact_cards import TypedCard
from client_app.domain.refusals import Conflict, Invalid
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.services import contact_cards
from client_app.services.openings import keep_record
from client_app.web import posts
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.fields import version_in
from client_app.web.pages import page, see_other

OWN_CARD = "/settings/contact"
CARD = "/participants/<int(max=2147483647):participant_id>/contact"


@bp.get(OWN_CARD)
@open_to(Role.PARTICIPANT)
def show_own_card() -> FlaskResponse:
    """The participant's own card."""
    return _card(the_viewer().person_id)


@bp.get(CARD)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
def show_card(participant_id: int) -> FlaskResponse:
    """A participant's card, for whoever reads for them."""
    return _card(participant_id)


def _keep(fields: posts.Fields, participant_id: int | None = None) -> Response:
    """Keep the card, or show the form again with what was typed and why; a stale one beside what stands there now."""
    viewer = the_viewer()
    person_id = viewer.person_id if participant_id is None else participant_id
    form = CardForm(_typed(fields), version_in(fields.get("revision")), _words(participant_id))
    try:
        contact_cards.keep_card(viewer, person_id, form.typed, form.revision, now())
    except Invalid:
        return _card(person_id, 422, replace(form, problems=form.typed.problems()))
    except Conflict as refusal:
        kept = contact_cards.card_of(viewer, person_id, now())
        return _card(person_id, 409, replace(form, problem=refusal.reason, revision=kept.revision, kept=kept))
    return see_other(OWN_CARD if participant_id is None else f"/participants/{participant_id}#contact")


def _refuse(fields: posts.Fields, status: int, reason: Sentence, participant_id: int | None = None) -> Response:
    form = CardForm(_typed(fields), version_in(fields.get("revision")), _words(participant_id), problem=reason)
    return _card(the_viewer().person_id if participant_id is None else participant_id, status, form)


@bp.post(OWN_CARD)
@open_to(Role.PARTICIPANT)
@posts.carried_over_sign_in(_keep)
@posts.kept_when_refused(_refuse)
def keep_own_card() -> Response:
    """Keep the card as the participant filled it in."""
    return _keep(request.form)


@bp.post(CARD)
@open_to(Role.COUNSELOR, Role.DIRECTOR)
@posts.carried_over_sign_in(_keep)
@posts.kept_when_refused(_refuse)
def keep_card(participant_id: int) -> Response:
    """Keep the card as staff filled it in with the participant."""
    return _keep(request.form, participant_id)


def _typed(fields: posts.Fields) -> TypedCard:
    return TypedCard.read(fields.to_dict(flat=False))


def _words(participant_id: int | None) -> Mapping[str, Words]:
    return OWN if participant_id is None else ABOUT


def _card(participant_id: int, status: int = 200, form: CardForm | None = None) -> FlaskResponse:
    """The card's page, in the words of whoever looks at it; where that is staff, it is a look at the record."""
    viewer = the_viewer()
    is_own = viewer.role is Role.PARTICIPANT
    kept = contact_cards.card_of(viewer, participant_id, now())
    response = page(
        "contact_cards/own.html" if is_own else "contact_cards/page.html",
        status,
        kept=kept,
        form=form or CardForm.of(kept, OWN if is_own else ABOUT),
        now=now(),
    )
    if not is_own:
        keep_record(viewer, participant_id, (), now(), Action.CONTACT_CARD_OPENED)
    return response
