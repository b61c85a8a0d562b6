"""Reminders in a real browser: chosen, put off in two taps, tried; and kind words that reach their reader."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from client_app.domain.pushes import MessageState, PushKind
from client_app.extensions import db
from client_app.models import DeliveryAttempt, OutboxMessage
from client_app.services.reminder_choices import choices_of
from tests.cast import Cast
from tests.factories import PASSWORD, stored
from tests.support.accessibility import axe
from tests.support.browser import OpenPage, sign_in
from tests.support.reminders import messages


def test_a_test_tells_by_itself_what_became_of_it(cast: Cast, now: datetime, open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/settings/reminders")
    page.get_by_role("button", name="Test my reminder now").click()
    expect(page.locator("#test-state")).to_contain_text("Your test is on its way.")
    test = messages(OutboxMessage.kind == PushKind.TEST)[0]
    stored(DeliveryAttempt(message_id=test.id, at=now, status=201, answer="accepted"))
    db.session.execute(update(OutboxMessage).values(state=MessageState.SENT, done_at=now))
    db.session.commit()
    expect(page.locator("#test-state")).to_contain_text("Your phone's push service took it today")
    expect(page.locator("#test-state[data-ask]")).to_have_count(0)
    axe(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_rest_is_two_taps_from_the_first_page(cast: Cast, open_page: OpenPage, javascript: bool) -> None:
    page = open_page(javascript=javascript, width=320)
    sign_in(page, cast.ana.email, PASSWORD)
    page.goto("/today")
    page.get_by_text("Remind me later").click()
    page.get_by_role("button", name="Not before Monday").click()
    expect(page).to_have_url(re.compile(r"/today#later$"))
    expect(page.locator("#later")).to_contain_text("No reminder comes before Monday")
    assert choices_of(cast.ana.viewer).choices.away_until is not None


def test_kind_words_reach_their_reader_and_the_counselor_sees_it(cast: Cast, open_page: OpenPage) -> None:
    counselor, ana = open_page(width=1280), open_page(language="es")
    sign_in(counselor, cast.counselor.email, PASSWORD)
    counselor.goto(f"/participants/{cast.ana.id}")
    counselor.select_option("#nudge-words", "here")
    counselor.get_by_role("button", name="Send it").click()
    expect(counselor.locator("#nudge")).to_contain_text("Not seen yet.")
    axe(counselor)
    sign_in(ana, cast.ana.email, PASSWORD)
    ana.goto("/today?language=es")
    expect(ana.locator("#nudge")).to_contain_text("Aquí estoy si quieres hablar.")
    axe(ana)
    ana.get_by_role("button", name="Gracias, ya lo vi").click()
    expect(ana.locator("#nudge")).to_have_count(0)
    counselor.reload()
    expect(counselor.locator("#nudge")).to_contain_text("Seen today")
