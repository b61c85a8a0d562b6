"""The phones that a participant trusts: what it means, which they are, and how to end it."""

from flask import Response as FlaskResponse
from flask import request
from werkzeug.wrappers import Response

from client_app.blueprints.trusted_phones import bp
from client_app.domain.devices import DEVICE_WORDS, device_of
from client_app.domain.roles import Role
from client_app.services import trusted_phones
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other
from client_app.web.trusted_phones import keep_phone_token, phone_token

PHONES = "/settings/phones"


@bp.get(PHONES)
@open_to(Role.PARTICIPANT)
def show_phones() -> FlaskResponse:
    """What trusting a phone means and for whom it is not, and every phone that is trusted now."""
    viewer, token = the_viewer(), phone_token()
    return page(
        "trusted_phones/page.html",
        phones=trusted_phones.phones_of(viewer, now()),
        here=trusted_phones.phone_with(viewer, token, now()) if token else None,
        reason=trusted_phones.why_not_trust(viewer),
        device_words=DEVICE_WORDS,
        now=now(),
    )


@bp.post(PHONES)
@open_to(Role.PARTICIPANT)
def trust_phone() -> Response:
    """Trust the phone in the hand of the person who is signed in."""
    token = trusted_phones.trust_phone(
        the_viewer(), device_of(request.user_agent.string), now(), instead_of=phone_token()
    )
    response = see_other(PHONES)
    keep_phone_token(response, token)
    return response


@bp.post(f"{PHONES}/<int(max=2147483647):phone_id>/end")
@open_to(Role.PARTICIPANT)
def end_phone(phone_id: int) -> Response:
    """Trust one phone no longer."""
    trusted_phones.end_phone(the_viewer(), phone_id, now())
    return see_other(PHONES)


@bp.post(f"{PHONES}/end-all")
@open_to(Role.PARTICIPANT)
def end_all_phones() -> Response:
    """Trust no phone any longer."""
    trusted_phones.end_all_phones(the_viewer(), now())
    return see_other(PHONES)
