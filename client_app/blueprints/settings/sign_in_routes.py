"""Where a person is signed in, and signing out of there."""

from babel.lists import format_list
from flask import Response as FlaskResponse
from flask_babel import get_locale, ngettext
from werkzeug.wrappers import Response

from client_app.blueprints.settings import bp
from client_app.domain.devices import COMPUTERS, DEVICE_WORDS, PHONES, TABLETS
from client_app.domain.roles import Role
from client_app.services import own_sign_ins
from client_app.services.own_sign_ins import OwnSignIn
from client_app.web.access import open_to, the_viewer
from client_app.web.clock import now
from client_app.web.pages import page, see_other


@bp.get("/settings/sign-ins")
@open_to(*Role)
def show_sign_ins() -> FlaskResponse:
    """Every browser on which this person is signed in."""
    viewer = the_viewer()
    found = own_sign_ins.own_sign_ins(viewer, now())
    return page(
        "settings/sign_ins.html", sign_ins=found, devices=_in_short(found), device_words=DEVICE_WORDS, now=now()
    )


@bp.post("/settings/sign-ins/<int(max=2147483647):sign_in_id>/end")
@open_to(*Role)
def end_sign_in(sign_in_id: int) -> Response:
    """Sign out of one of them."""
    own_sign_ins.end_own_sign_in(the_viewer(), sign_in_id, now())
    return see_other("/settings/sign-ins")


@bp.post("/settings/sign-ins/end-others")
@open_to(*Role)
def end_other_sign_ins() -> Response:
    """Sign out of all but this one."""
    own_sign_ins.end_other_sign_ins(the_viewer(), now())
    return see_other("/settings/sign-ins")


def _in_short(sign_ins: tuple[OwnSignIn, ...]) -> str:
    """How many devices of which kind, for example "2 phones and 1 computer"."""
    devices = [sign_in.device for sign_in in sign_ins]
    phones, tablets, computers = (sum(device in kind for device in devices) for kind in (PHONES, TABLETS, COMPUTERS))
    others = len(devices) - phones - tablets - computers
    counted = [
        (phones, ngettext("%(num)s phone", "%(num)s phones", phones)),
        (tablets, ngettext("%(num)s tablet", "%(num)s tablets", tablets)),
        (computers, ngettext("%(num)s computer", "%(num)s computers", computers)),
        (others, ngettext("%(num)s other device", "%(num)s other devices", others)),
    ]
    return format_list([words for count, words in counted if count], locale=get_locale())
