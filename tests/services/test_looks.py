"""Who looked at one's own record: day by day, in the program's zone, and nothing about anybody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest

from client_app.domain.audit_actions import Action
from client_app.domain.refusals import NotFound
from client_app.extensions import db
from client_app.models import Caseload, Person
from client_app.services import sign_ins
from client_app.services.audit_reports import report_on
from client_app.services.join_links import join, link_for_account, link_for_participant
from client_app.services.looks import LooksPage, looks_at
from client_app.services.openings import keep_flag, keep_list, keep_record
from client_app.services.participants import read_check_ins
from client_app.services.people import account_of
from tests.cast import Cast
from tests.factories import PASSWORD, make_check_in, make_flag
from tests.support.applications import Statements
from tests.support.links import NEW_PASSWORD

Count = Callable[[], AbstractContextManager[Statements]]
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def told(page: LooksPage) -> list[list[str]]:
    """What the page tells of each of its days."""
    return [[look.words.english() for look in day.looks] for day in page.days]


def test_each_look_is_told_with_who_and_what(cast: Cast, now: datetime) -> None:
    flag, check_in = make_flag(cast.ana.id).id, make_check_in(cast.ana.id, now, craving_now=4).id
    keep_list(cast.counselor.viewer, Action.TRIAGE_OPENED, [cast.ana.id, cast.luis.id], now - 5 * MINUTE)
    keep_list(cast.cover.viewer, Action.LIST_OPENED, [cast.ana.id], now - 4 * MINUTE)
    keep_flag(cast.counselor.viewer, flag, cast.ana.id, [check_in], now - 3 * MINUTE)
    keep_record(cast.director.viewer, cast.ana.id, [], now - 2 * MINUTE)
    keep_record(cast.director.viewer, cast.ana.id, [], now - MINUTE, Action.GOOD_DAYS_OPENED)
    assert told(looks_at(cast.ana.viewer, now)) == [
        [
            "Dora Kent (the program's director) looked at your good days.",
            "Dora Kent (the program's director) opened your check-ins.",
            "Carla Reyes (your counselor) looked into your answers.",
            "Cory Bell (a counselor) saw your name on the list of people to look after.",
            "Carla Reyes (your counselor) saw your name on the list of people who need a person.",
        ]
    ]


def test_looks_of_one_kind_are_told_once_a_day_with_the_last(cast: Cast, now: datetime) -> None:
    for back in (DAY, 2 * MINUTE, MINUTE, timedelta()):
        keep_record(cast.counselor.viewer, cast.ana.id, [], now - back)
    today, yesterday = looks_at(cast.ana.viewer, now).days
    assert [(look.times, look.last_at) for look in today.looks] == [(3, now)]
    assert [(look.times, look.last_at) for look in yesterday.looks] == [(1, now - DAY)]
    assert (today.day, yesterday.day) == (date(2026, 11, 23), date(2026, 11, 22))


def test_nothing_about_anybody_else(cast: Cast, now: datetime) -> None:
    keep_record(cast.other_counselor.viewer, cast.luis.id, [], now)
    keep_list(cast.other_counselor.viewer, Action.LIST_OPENED, [cast.luis.id], now)
    keep_list(cast.other_counselor.viewer, Action.LIST_OPENED, [cast.ana.id * 10, cast.ana.id + 100], now)
    sign_ins.sign_in(cast.luis.email, PASSWORD, now, demo=False)
    assert looks_at(cast.ana.viewer, now).days == ()


def test_reading_that_came_with_opening_is_told_by_the_opening(cast: Cast, now: datetime) -> None:
    keep_record(cast.counselor.viewer, cast.ana.id, [make_check_in(cast.ana.id, now, craving_now=4).id], now)
    assert told(looks_at(cast.ana.viewer, now)) == [["Carla Reyes (your counselor) opened your check-ins."]]


def test_reading_alone_is_told(cast: Cast, now: datetime) -> None:
    read_check_ins(cast.counselor.viewer, cast.ana.id, make_check_in(cast.ana.id, now, craving_now=4).id, now)
    assert told(looks_at(cast.ana.viewer, now)) == [["Carla Reyes (your counselor) marked your check-in as read."]]


def test_who_made_a_way_in_for_the_participant_is_told(cast: Cast, now: datetime) -> None:
    account = account_of(cast.ana.email)
    assert account is not None
    link_for_account(account, now - 2 * MINUTE)
    link = link_for_participant(cast.counselor.viewer, cast.ana.id, now - MINUTE)
    join(None, link.token, NEW_PASSWORD, now, demo=False)
    assert told(looks_at(cast.ana.viewer, now)) == [
        [
            "A password was chosen with a link.",
            "Carla Reyes (your counselor) made a link for you to choose a password.",
            "Somebody who runs this service made a link for you to choose a password.",
        ]
    ]


def test_own_sign_ins_and_wrong_passwords_are_told_and_reports_too(cast: Cast, now: datetime) -> None:
    sign_ins.sign_in(cast.ana.email, PASSWORD, now - 2 * MINUTE, demo=False)
    sign_ins.sign_in(cast.ana.email, "no", now - MINUTE, demo=False)
    ana = account_of(cast.ana.email)
    assert ana is not None
    report_on(ana, now - DAY, now)
    [day] = looks_at(cast.ana.viewer, now).days
    assert [(look.words.english(), look.is_own) for look in day.looks] == [
        ("Somebody who runs this service made a list of who looked at your record.", False),
        ("A wrong password was typed for your account.", True),
        ("You signed in.", True),
    ]


def test_who_somebody_is_to_the_participant_is_told_as_it_is_now(cast: Cast, now: datetime) -> None:
    keep_record(cast.counselor.viewer, cast.ana.id, [], now)
    db.session.get_one(Caseload, cast.caseload_id).counselor_id = cast.cover.id
    db.session.get_one(Person, cast.counselor.id).name = "Carla R."
    db.session.commit()
    assert told(looks_at(cast.ana.viewer, now)) == [["Carla R. (a counselor) opened your check-ins."]]


def test_a_look_of_somebody_of_another_role_has_the_bare_name(cast: Cast, now: datetime) -> None:
    keep_record(cast.family_member.viewer, cast.ana.id, [], now)
    assert told(looks_at(cast.ana.viewer, now)) == [["Fay opened your check-ins."]]


def test_days_are_those_of_the_programs_zone(cast: Cast) -> None:
    late = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)  # 23:30 in Chicago
    keep_record(cast.counselor.viewer, cast.ana.id, [], late)
    keep_record(cast.counselor.viewer, cast.ana.id, [], late + timedelta(hours=1))
    days = looks_at(cast.ana.viewer, late + timedelta(hours=2)).days
    assert [looked.day for looked in days] == [date(2026, 11, 24), date(2026, 11, 23)]


def test_pages_of_two_weeks_go_back_to_the_beginning(cast: Cast, now: datetime) -> None:
    for back in (0, 13, 14, 27, 100):
        keep_record(cast.counselor.viewer, cast.ana.id, [], now - DAY * back)
    seen, page = [], looks_at(cast.ana.viewer, now)
    assert (page.first, page.last) == (date(2026, 11, 10), date(2026, 11, 23))
    while True:
        seen += [day.day for day in page.days]
        if page.earlier is None:
            break
        page = looks_at(cast.ana.viewer, now, page.earlier)
    assert seen == [now.date() - DAY * back for back in (0, 13, 14, 27, 100)]
    assert page.first == now.date() - 100 * DAY


@pytest.mark.parametrize("before", [date(1, 1, 1), date(2026, 8, 15)])
def test_before_the_account_there_is_no_page(cast: Cast, now: datetime, before: date) -> None:
    with pytest.raises(NotFound):
        looks_at(cast.ana.viewer, now, before)


def test_a_day_to_come_leads_to_the_latest(cast: Cast, now: datetime) -> None:
    assert looks_at(cast.ana.viewer, now, date.max).last == now.date()


def test_the_number_of_statements_does_not_grow(cast: Cast, now: datetime, count_statements: Count) -> None:
    counts = []
    for looks in (1, 30):
        for number in range(looks):
            keep_record(cast.counselor.viewer, cast.ana.id, [], now - MINUTE * number)
            keep_list(cast.counselor.viewer, Action.LIST_OPENED, [cast.ana.id], now - MINUTE * number)
        with count_statements() as statements:
            looks_at(cast.ana.viewer, now)
        counts.append(len(statements))
    assert counts == [3, 3]
