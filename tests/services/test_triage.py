"""The triage list: who is on it, in which order, and the version that tells a poll whether it changed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from client_app.domain.flag_life import State
from client_app.domain.flags import Severity
from client_app.domain.local_days import local_day
from client_app.domain.refusals import NotFound
from client_app.services.flags import claim_flags, note_on_flag, resolve_flag
from client_app.services.triage import triage, triage_version
from tests.cast import Cast
from tests.factories import make_flag, make_history
from tests.support.applications import Statements
from tests.support.flags import TALKED, add_participant, away, claimed, seen, unassign

Count = Callable[[], AbstractContextManager[Statements]]


def test_one_row_for_each_person_with_all_reasons_and_the_highest_severity(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id, "mood_low", Severity.NEXT_CONTACT, now - timedelta(days=2))
    make_flag(cast.ana.id, "call_me", Severity.SAME_DAY, now)
    make_flag(cast.ana.id, "any_use", Severity.NEXT_CONTACT, now, state=State.RESOLVED)
    [row] = triage(cast.counselor.viewer, now).rows
    assert (row.name, row.reach.phone, row.severity) == ("Ana", "+15555550100", Severity.SAME_DAY)
    assert [reason.severity for reason in row.flags] == [Severity.SAME_DAY, Severity.NEXT_CONTACT]
    assert row.flags[0].reason.english() == "Craving is 9 of 10."
    assert (row.since, row.due_at) == (now - timedelta(days=2), now + timedelta(hours=8))
    assert (row.holders, row.is_mine, row.undoable) == ((), False, None)
    assert row.first_open == row.flags[0]


def test_most_urgent_first_then_the_earliest_promise_then_the_longest_wait(cast: Cast, now: datetime) -> None:
    order = ["urgent", "promised sooner", "promised later", "same day, no promise", "waits longer", "waits"]
    people = {name: add_participant(cast, name.title().replace(",", "")) for name in reversed(order)}
    hour = timedelta(hours=1)
    make_flag(people["waits"], severity=Severity.NEXT_CONTACT, raised_at=now - hour)
    make_flag(people["waits longer"], severity=Severity.NEXT_CONTACT, raised_at=now - 2 * hour)
    make_flag(people["same day, no promise"], due_at=None, raised_at=now - 3 * hour)
    make_flag(people["promised later"], due_at=now + 2 * hour)
    make_flag(people["promised sooner"], due_at=now + hour)
    make_flag(people["urgent"], "not_safe_now", Severity.URGENT, due_at=now + 3 * hour)
    rows = triage(cast.counselor.viewer, now).rows
    assert [row.participant_id for row in rows] == [people[name] for name in order]


def test_a_row_says_who_has_it_and_what_can_still_be_undone(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    [mine] = triage(cast.counselor.viewer, now).rows
    assert (mine.holders, mine.is_mine, mine.first_open) == (("Carla Reyes",), True, None)
    assert mine.undoable
    assert mine.undoable.id == craving
    [later] = triage(cast.counselor.viewer, now + timedelta(minutes=11)).rows
    assert later.undoable is None
    away(cast, now)
    [covered] = triage(cast.cover.viewer, now).rows
    assert (covered.holders, covered.is_mine, covered.undoable) == (("Carla Reyes",), False, None)


def test_a_promise_that_has_passed_is_said(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id, due_at=now)
    assert not triage(cast.counselor.viewer, now).rows[0].flags[0].is_late
    assert triage(cast.counselor.viewer, now + timedelta(seconds=1)).rows[0].flags[0].is_late


def test_the_picture_is_the_persons_own_fourteen_days(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id)
    make_history(cast.ana.id, now, [9, *range(1, 8), None, *range(4, 10)])  # fifteen days: the oldest is out
    [row] = triage(cast.counselor.viewer, now).rows
    assert [point.value for point in row.picture.days] == [*range(1, 8), None, *range(4, 10)]
    assert row.picture.days[-1].day == local_day(now, ZoneInfo(cast.counselor.viewer.zone))


@pytest.mark.parametrize("who", ["cover", "other_counselor", "strange_counselor", "family_member", "luis"])
def test_nobody_else_sees_ana(cast: Cast, now: datetime, who: str) -> None:
    make_flag(cast.ana.id)
    assert triage(cast.everyone[who].viewer, now).rows == ()


def test_a_director_sees_the_list_only_where_nobody_else_is_left(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id)
    with pytest.raises(NotFound):
        triage(cast.director.viewer, now)
    with pytest.raises(NotFound):
        triage_version(cast.director.viewer, now)
    unassign(cast)
    found = triage(cast.director.viewer, now)
    assert ([row.name for row in found.rows], found.is_unassigned) == (["Ana"], True)
    assert found.version == triage_version(cast.director.viewer, now)


def test_the_version_moves_with_every_event_and_only_then(cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    versions = [triage_version(viewer, now)]
    craving = make_flag(cast.ana.id, due_at=now + timedelta(hours=1)).id
    versions.append(triage(viewer, now).version)
    assert versions[-1] == triage_version(viewer, now) == triage_version(viewer, now + timedelta(minutes=1))
    claim_flags(viewer, seen(craving), now)
    versions.append(triage_version(viewer, now))
    note_on_flag(viewer, seen(craving), "", now, is_contact=True)
    versions.append(triage_version(viewer, now))
    versions.append(triage_version(viewer, now + timedelta(hours=2)))  # the promise has passed
    versions.append(triage_version(viewer, now + timedelta(days=1)))  # the picture begins a day later
    assert len(set(versions)) == len(versions)
    resolve_flag(viewer, seen(craving), TALKED, now)
    assert triage_version(viewer, now) == versions[0]


def test_somebody_elses_flags_do_not_move_the_version(cast: Cast, now: datetime) -> None:
    before = triage_version(cast.counselor.viewer, now)
    make_flag(cast.luis.id)
    assert triage_version(cast.counselor.viewer, now) == before


def test_the_number_of_statements_does_not_grow_with_the_rows(
    cast: Cast, now: datetime, count_statements: Count
) -> None:
    counts = []
    for people in (1, 24):
        for number in range(people):
            make_flag(add_participant(cast, f"Person {people} {number}"))
        with count_statements() as statements:
            found = triage(cast.counselor.viewer, now)
        counts.append((len(found.rows), len(statements)))
    assert counts == [(1, 3), (25, 3)]
    with count_statements() as statements:
        triage_version(cast.counselor.viewer, now)
    assert len(statements) == 1


def test_the_reads_use_the_index_of_flags_that_want_somebody(
    cast: Cast, now: datetime, count_statements: Count
) -> None:
    with count_statements() as statements:
        triage_version(cast.counselor.viewer, now)
    assert "state != 'resolved'" in " ".join(statements)


def test_an_unfinished_flag_is_told_apart_by_its_state(cast: Cast, now: datetime) -> None:
    first = claimed(cast, now)
    second = make_flag(cast.ana.id, "call_me").id
    [row] = triage(cast.counselor.viewer, now).rows
    assert {reason.id: reason.is_open for reason in row.flags} == {first: False, second: True}
    assert row.first_open
    assert row.first_open.id == second
