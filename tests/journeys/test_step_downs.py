"""A counselor looks at the weeks, agrees on something, is offered the talk, and moves the participant down."""

import re
from datetime import datetime, time

import pytest
from playwright.sync_api import expect

from client_app.domain.local_days import ONE_DAY
from client_app.domain.phases import week_of
from client_app.extensions import db
from client_app.models import Enrollment
from tests.cast import Cast
from tests.journeys.steps import enter
from tests.support.accessibility import axe
from tests.support.browser import OpenPage
from tests.support.calendars import ONE_WEEK, a_session, attend, make_phase, make_series

AGREED = "Two quiet weekends"


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_weeks_to_the_next_step(cast: Cast, now: datetime, open_page: OpenPage, *, javascript: bool) -> None:
    _four_weeks(cast, now)
    carla = enter(open_page, cast.counselor, javascript=javascript)
    carla.goto(f"/participants/{cast.ana.id}")
    carla.get_by_role("link", name="Hours and what was agreed").tap()
    opener = carla.locator("#opener")
    expect(opener).to_contain_text("Nothing is agreed yet on which a next step would rest.")
    expect(carla.locator("#weeks")).to_contain_text("Asked: 9 to 19 h · 5 of 5 days")
    carla.get_by_label("What you agreed").fill(AGREED)
    carla.get_by_role("button", name="Add").tap()
    expect(opener).to_contain_text("Agreed and not met yet: 1 of 1.")
    carla.get_by_role("button", name=f"Mark as met: {AGREED}").tap()
    expect(opener).to_contain_text("Ready to talk about stepping down?")
    if javascript:  # axe is a script itself
        axe(carla)
    carla.get_by_role("link", name="Step down or up").tap()
    carla.locator("label:has(input[name='phase'])").filter(has_text="Three days").tap()
    carla.get_by_label("Reason").fill("We talked it over: mornings are for the new job.")
    carla.get_by_role("button", name="Move").tap()
    expect(carla).to_have_url(re.compile(rf"/participants/{cast.ana.id}#phase$"))

    ana = enter(open_page, cast.ana, javascript=javascript)
    ana.goto("/schedule")
    expect(ana.locator("#phase")).to_contain_text("you come less often, because you have grown stronger")
    expect(ana.locator("#agreed")).to_contain_text(f"{AGREED} Done")
    expect(ana.locator("main")).not_to_contain_text("asked")
    if javascript:
        axe(ana)


def _four_weeks(cast: Cast, now: datetime) -> None:
    """Ana was there on each weekday of the last four weeks, for two hours and a half."""
    make_phase(cast.program_id, now, "Five days", 5)
    make_phase(cast.program_id, now, "Three days", 3)
    monday, _ = week_of(now.date())
    first, last = monday - 4 * ONE_WEEK, monday - ONE_DAY
    db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).one().started_on = first
    db.session.commit()
    make_series(
        cast.counselor.viewer,
        now - 5 * ONE_WEEK,
        weekdays=(0, 1, 2, 3, 4),
        first_on=first,
        last_on=last,
        session=a_session(time(9), 150),
    )
    attend(cast.counselor.viewer, cast.ana.id, first, last)
