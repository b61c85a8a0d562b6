"""Before a group: who was missed, who cannot come, and themes that tell of nobody."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

import pytest

from client_app.domain.check_in_options import AS_SHIPPED, with_own_list
from client_app.domain.definitions import Choice, Text
from client_app.domain.local_days import ONE_DAY
from client_app.domain.refusals import NotFound, Refused
from client_app.domain.roles import Role
from client_app.domain.series_edits import Scope
from client_app.extensions import db
from client_app.gateways.content import current_definition
from client_app.models import Caseload, Program
from client_app.services.absence_notices import Told, tell_absence
from client_app.services.appointments import change_series
from client_app.services.check_in_options import change_options, option_versions
from client_app.services.group_briefs import Brief, brief_of
from tests.cast import Cast
from tests.factories import enroll, make_check_in, make_person
from tests.support.attendance import MISSED, PRESENT, mark
from tests.support.calendars import AGREED, MONDAY, ONE_WEEK, a_plan, a_session, make_phase, make_series, planned


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    """A group that met a week ago and meets this morning."""
    return make_series(
        cast.counselor.viewer, now - 2 * ONE_WEEK, first_on=MONDAY - ONE_WEEK, session=a_session(time(10))
    )


def today(cast: Cast, now: datetime) -> Brief:
    """This morning's brief."""
    [one] = planned(cast, MONDAY)
    return brief_of(cast.counselor.viewer, one.key, now)


def a_group(cast: Cast, number: int) -> list[int]:
    """Ana, Luis and others, so many in all."""
    program, caseload = db.session.get_one(Program, cast.program_id), db.session.get_one(Caseload, cast.caseload_id)
    found = [cast.ana.id, cast.luis.id]
    for name in range(number - 2):
        person = make_person(program, Role.PARTICIPANT, f"P{name}")
        enroll(person, caseload)
        found.append(person.id)
    return found


def check_ins(people: Iterable[int], at: datetime, *triggers: str) -> None:
    """Each of them names these on that day."""
    for number in people:
        make_check_in(number, at, triggers=triggers)


def themes_of(brief: Brief) -> list[str]:
    """The themes in English."""
    return [theme.en for theme in brief.themes]


def test_who_was_missed_last_time_and_who_cannot_come(cast: Cast, now: datetime, key: str) -> None:
    assert (today(cast, now).met_on, today(cast, now).marked_on) == (MONDAY - ONE_WEEK, None)
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED, cast.luis.id: PRESENT}, now - ONE_DAY)
    [one] = planned(cast, MONDAY)
    tell_absence(cast.luis.viewer, one.key, Told("ride", wants_change=False, note=""), now)
    brief = today(cast, now)
    assert brief.marked_on == MONDAY - ONE_WEEK
    assert [person.name for person in brief.missed] == ["Ana"]
    assert [person.name for person in brief.cannot_come] == ["Luis"]


def test_the_last_time_is_found_before_a_series_was_changed(cast: Cast, now: datetime, key: str) -> None:
    mark(cast.counselor.viewer, key, {cast.ana.id: MISSED}, now - ONE_DAY)
    [one] = planned(cast, MONDAY)
    later = a_plan("Music", session=a_session(time(11)))
    change_series(cast.counselor.viewer, one.key, later, Scope.LATER, AGREED, now)
    brief = today(cast, now)
    assert (brief.shown.appointment.series.topic, brief.met_on) == ("Music", MONDAY - ONE_WEEK)
    assert [person.name for person in brief.missed] == ["Ana"]


@pytest.mark.parametrize(
    ("answered", "named", "told"), [(4, 4, []), (5, 2, []), (5, 3, ["Stress"]), (6, 6, ["Stress"])]
)
def test_themes_need_five_who_answered_and_three_who_named_them(
    cast: Cast, now: datetime, key: str, answered: int, named: int, told: list[str]
) -> None:
    people = a_group(cast, answered)
    check_ins(people[:named], now - 2 * ONE_DAY, "stress")
    check_ins(people[named:], now - 2 * ONE_DAY, "boredom")
    assert key
    assert [theme for theme in themes_of(today(cast, now)) if theme == "Stress"] == told


def test_only_what_came_in_between_the_last_day_and_this_one_counts(cast: Cast, now: datetime, key: str) -> None:
    people = a_group(cast, 5)
    midnight = now.replace(hour=6, minute=0)
    check_ins(people, midnight - timedelta(minutes=15), "boredom")
    check_ins(people, midnight - ONE_WEEK - timedelta(minutes=16), "payday")
    assert key
    assert themes_of(today(cast, now)) == []
    check_ins(people, midnight - ONE_WEEK - timedelta(minutes=15) + ONE_DAY, "stress")
    assert themes_of(today(cast, now)) == ["Stress"]


def test_who_is_not_expected_does_not_count(cast: Cast, now: datetime) -> None:
    five = make_phase(cast.program_id, now, "Five days")
    three = make_phase(cast.program_id, now, "Three days")
    people = a_group(cast, 5)
    check_ins(people, now - 2 * ONE_DAY, "stress")
    make_series(cast.counselor.viewer, now, session=a_session(time(10)), phase_ids=frozenset({three}))
    assert themes_of(today(cast, now)) == []
    make_series(cast.counselor.viewer, now, "All", session=a_session(time(13)), phase_ids=frozenset({five}))
    assert themes_of(brief_of(cast.counselor.viewer, planned(cast, MONDAY)[1].key, now)) == ["Stress"]


def test_a_skipped_answer_is_none(cast: Cast, now: datetime, key: str) -> None:
    people = a_group(cast, 5)
    check_ins(people[:4], now - 2 * ONE_DAY, "stress")
    make_check_in(people[4], now - 2 * ONE_DAY, triggers="skip")
    assert (key, themes_of(today(cast, now))) == (key, [])


def test_themes_are_told_in_the_programs_own_words(cast: Cast, now: datetime, key: str) -> None:
    first = with_own_list(AS_SHIPPED, current_definition())
    fog = Choice("fog", Text("Fog and rain", "Niebla y lluvia"))
    own = type(first)(first.off, (*first.triggers[:-1], fog, first.triggers[-1]), first.removed)
    change_options(cast.director.viewer, own, option_versions(cast.director.viewer)[0].number, now)
    check_ins(a_group(cast, 5), now - 2 * ONE_DAY, "fog", "stress")
    assert (key, themes_of(today(cast, now))) == (key, ["Stress", "Fog and rain"])


def test_there_is_none_for_others_nor_for_another_day(cast: Cast, now: datetime, key: str) -> None:
    with pytest.raises(NotFound):
        brief_of(cast.strange_counselor.viewer, key, now)
    with pytest.raises(Refused, match="over"):
        brief_of(cast.counselor.viewer, key, now)
