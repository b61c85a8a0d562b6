"""A program's details: one act, refused when another director was faster, and a zone that counts at once."""

from dataclasses import replace
from datetime import datetime, time

import pytest
from flask import Flask

from client_app.domain.programs import Details, Track
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.series_edits import Scope
from client_app.domain.staffed_hours import Opening
from client_app.extensions import db
from client_app.models import Program
from client_app.services.appointments import cancel
from client_app.services.calendar_feeds import events_in, make_feed, open_feed
from client_app.services.check_ins import send_check_in
from client_app.services.program_details import Opened, change_details, details_of
from client_app.services.programs import staffed_hours
from client_app.services.sign_ins import sign_in
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.support.calendars import AGREED, make_series
from tests.support.posts import TODAY, Line, a_post, at_once, audit_lines, fresh, refusal_of
from tests.support.sign_ins import viewer_of

NEW = Details(
    "Riverside North",
    "America/Denver",
    Track.EVENING,
    (Opening(0, time(9), time(12)), Opening(0, time(18), time(0)), Opening(6, time(0), time(0))),
    "Front desk",
    "555-0100",
)
OPENED = Opened(1, "America/Denver")


def details(cast: Cast) -> Details:
    """The program as it is stored now."""
    fresh()
    return details_of(cast.director.viewer).details


def test_the_program_as_it_stands(cast: Cast) -> None:
    kept = details_of(cast.director.viewer)
    week = tuple(Opening(day, time(9), time(17)) for day in range(5))
    assert kept.details == Details("Riverside", "America/Chicago", Track.DAY, week, "", "")
    assert kept.revision == 1


def test_everything_is_saved_in_one_act(cast: Cast, now: datetime) -> None:
    change_details(cast.director.viewer, NEW, OPENED, now)
    assert details(cast) == NEW
    assert details_of(cast.director.viewer).revision == 2
    changed = ["name", "zone", "track", "openings", "on_call_name", "on_call_phone"]
    subject = f"programs:{cast.program_id}"
    assert audit_lines() == [Line("program.changed", subject, cast.director.id, None, {"changed": changed})]
    assert staffed_hours(cast.program_id, "America/Denver").openings == NEW.openings


def test_what_is_as_before_is_no_act(cast: Cast, now: datetime) -> None:
    change_details(cast.director.viewer, details(cast), Opened(1), now)
    assert audit_lines() == []
    assert details_of(cast.director.viewer).revision == 1


def test_an_on_call_line_can_be_taken_away(cast: Cast, now: datetime) -> None:
    change_details(cast.director.viewer, NEW, OPENED, now)
    change_details(cast.director.viewer, replace(NEW, on_call_name="", on_call_phone=""), Opened(2), now)
    program = db.session.get_one(Program, cast.program_id)
    assert (program.on_call_name, program.on_call_phone) == (None, None)
    assert audit_lines()[-1].details == {"changed": ["on_call_name", "on_call_phone"]}


def test_a_new_zone_is_confirmed_by_its_name(cast: Cast, now: datetime) -> None:
    for opened in (Opened(1), Opened(1, "America/Boise")):
        with pytest.raises(Invalid, match="tick the box"):
            change_details(cast.director.viewer, NEW, opened, now)
    assert details(cast).zone == "America/Chicago"


def test_what_cannot_be_kept_changes_nothing(cast: Cast, now: datetime) -> None:
    with pytest.raises(Invalid, match="marked fields"):
        change_details(cast.director.viewer, replace(NEW, name=""), OPENED, now)
    assert audit_lines() == []


@pytest.mark.parametrize("part", ["counselor", "ana", "family_member"])
def test_only_a_director_sets_a_program_up(cast: Cast, now: datetime, part: str) -> None:
    with pytest.raises(NotFound):
        change_details(cast.everyone[part].viewer, NEW, OPENED, now)
    assert audit_lines() == []


def test_two_programs_never_share_a_name(cast: Cast, now: datetime) -> None:
    with pytest.raises(Conflict, match="has this name already"):
        change_details(cast.director.viewer, replace(NEW, name="Hillside"), OPENED, now)
    assert details(cast).name == "Riverside"


def test_of_two_directors_at_once_one_is_first(app: Flask, cast: Cast, now: datetime) -> None:
    wanted = [replace(details(cast), name=name) for name in ("North", "South", "East")]
    found = at_once(app, *(lambda one=one: change_details(cast.director.viewer, one, Opened(1), now) for one in wanted))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Conflict", "NoneType"]
    assert details_of(cast.director.viewer).revision == 2
    assert len(audit_lines()) == 1


def test_an_old_form_is_told_so_even_when_nothing_differs(cast: Cast, now: datetime) -> None:
    change_details(cast.director.viewer, NEW, OPENED, now)
    assert "since you opened this page" in refusal_of(lambda: change_details(cast.director.viewer, NEW, OPENED, now))


def test_a_new_clock_is_a_change_of_each_series(cast: Cast, now: datetime) -> None:
    """A private calendar takes it for newer than what it has, and an open form is told."""
    link = make_feed(cast.ana.viewer, "", now)
    key = make_series(cast.counselor.viewer, now)
    other = make_series(cast.strange_counselor.viewer, now)
    change_details(cast.director.viewer, replace(NEW, zone="America/Chicago"), OPENED, now)
    assert {event.sequence for event in events_in(open_feed(link), now)} == {0}
    change_details(cast.director.viewer, NEW, Opened(2, NEW.zone), now)
    fresh()
    assert {event.sequence for event in events_in(open_feed(link), now)} == {2}
    carla = replace(cast.counselor.viewer, zone=NEW.zone)
    with pytest.raises(Conflict):
        cancel(carla, key, Scope.THIS, AGREED, now)
    cancel(cast.strange_counselor.viewer, other, Scope.THIS, AGREED, now)


def test_a_new_zone_counts_from_the_next_request_and_keeps_one_check_in_for_a_day(cast: Cast, now: datetime) -> None:
    token = sign_in(cast.ana.email, PASSWORD, now, demo=False)
    send_check_in(cast.ana.viewer, a_post(), now)
    change_details(cast.director.viewer, NEW, OPENED, now)
    viewer = viewer_of(token or "", now, extends=False)
    assert viewer is not None
    assert viewer.zone == "America/Denver"
    with pytest.raises(Conflict):
        send_check_in(viewer, a_post(day=TODAY), now)
