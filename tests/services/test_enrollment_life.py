"""A time in the program: corrected, ended by a person with a note, begun again, and somebody reads all along."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.enrollments import (
    CHANGED_MEANWHILE,
    EMPTY_NOTE,
    ENDED_ALREADY,
    STARTED_ALREADY,
    Beginning,
    ComesFrom,
)
from client_app.domain.local_days import ONE_DAY
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.extensions import db
from client_app.models import Enrollment, TrustedPhone
from client_app.services.check_ins import send_check_in
from client_app.services.enrollment_life import (
    Aftercare,
    Ended,
    aftercare_of,
    correct_beginning,
    end_enrollment,
    ended_participants_of,
    start_again,
    stay_of,
)
from client_app.services.enrollments import CLOSED
from client_app.services.participants import participants_of
from client_app.services.quiet_days import ProgramDay, quiet_participants, raise_quiet_flag
from client_app.services.triage import triage
from tests.cast import Cast
from tests.factories import make_flag, stored
from tests.support.posts import a_post, at_once, audit_lines, refusal_of, rules_of

TODAY = date(2026, 11, 23)
NOTE = "Group on Thursdays at six."
FROM_HOME = Beginning(ComesFrom.HOME, "Two groups a week.", TODAY)
STRANGERS = ["cover", "other_counselor", "strange_counselor", "director", "ana", "family_member"]


def end(cast: Cast, now: datetime) -> None:
    """Ana's counselor ends her time."""
    end_enrollment(cast.counselor.viewer, cast.ana.id, NOTE, now)


def test_the_beginning_is_written_down_again(cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    before = stay_of(viewer, cast.ana.id, now)
    assert (before.beginning, before.revision, before.has_joined, before.ended_on) == (Beginning(), 1, True, None)
    correct_beginning(viewer, cast.ana.id, 1, FROM_HOME, now)
    after = stay_of(viewer, cast.ana.id, now)
    assert (after.beginning, after.revision) == (FROM_HOME, 2)
    [line] = audit_lines()
    assert (line.action, line.participant_id, line.details) == ("enrollment.beginning_corrected", cast.ana.id, {})


def test_a_stale_form_changes_nothing(cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    correct_beginning(viewer, cast.ana.id, 1, FROM_HOME, now)
    for stale in (0, 1, 3):
        with pytest.raises(Conflict) as refused:
            correct_beginning(viewer, cast.ana.id, stale, Beginning(ComesFrom.DETOX), now)
        assert refused.value.reason == CHANGED_MEANWHILE
    assert stay_of(viewer, cast.ana.id, now).beginning == FROM_HOME


def test_it_ends_by_a_person_with_a_note(cast: Cast, now: datetime) -> None:
    stored(TrustedPhone(person_id=cast.ana.id, token_hash="p", trusted_at=now, expires_at=now + 30 * ONE_DAY))
    assert aftercare_of(cast.ana.id) is None
    end(cast, now)
    stay = stay_of(cast.counselor.viewer, cast.ana.id, now)
    assert (stay.ended_on, stay.ended_by, stay.aftercare_note) == (TODAY, "Carla Reyes", NOTE)
    assert aftercare_of(cast.ana.id) == Aftercare(TODAY, NOTE)
    assert db.session.scalars(select(TrustedPhone.ended_at)).all() == [now]
    [line] = audit_lines()
    assert (line.action, line.participant_id, line.details) == ("enrollment.ended", cast.ana.id, {"phones": 1})
    assert refusal_of(lambda: send_check_in(cast.ana.viewer, a_post(mood=3), now)) == CLOSED.english()


def test_the_day_it_ends_is_the_programs_own(cast: Cast, now: datetime) -> None:
    evening = now + timedelta(hours=14, minutes=30)  # 23:30 in Chicago, the next day in UTC
    end(cast, evening)
    assert stay_of(cast.counselor.viewer, cast.ana.id, evening).ended_on == TODAY


def test_a_planned_end_ends_nothing(cast: Cast, now: datetime) -> None:
    correct_beginning(cast.counselor.viewer, cast.ana.id, 1, Beginning(ComesFrom.HOME, "", TODAY), now)
    later = now + 40 * ONE_DAY
    assert stay_of(cast.counselor.viewer, cast.ana.id, later).ended_on is None
    send_check_in(cast.ana.viewer, a_post(mood=3, day=TODAY + 40 * ONE_DAY), later)


@pytest.mark.parametrize("note", ["", "x" * 2001, "a\0b"])
def test_without_a_note_that_can_be_kept_it_goes_on(cast: Cast, now: datetime, note: str) -> None:
    with pytest.raises(Invalid) as refused:
        end_enrollment(cast.counselor.viewer, cast.ana.id, note, now)
    assert (refused.value.reason == EMPTY_NOTE) is (note == "")
    assert stay_of(cast.counselor.viewer, cast.ana.id, now).ended_on is None


def test_it_ends_once(cast: Cast, context: Flask, now: datetime) -> None:
    results = at_once(context, *[lambda: end(cast, now)] * 4)
    assert results.count(None) == 1
    assert sum(isinstance(result, Conflict) and result.reason == ENDED_ALREADY for result in results) == 3
    viewer = cast.counselor.viewer
    ended = refusal_of(lambda: correct_beginning(viewer, cast.ana.id, 1, FROM_HOME, now))
    assert ended == ENDED_ALREADY.english()


def test_afterwards_no_silence_is_flagged_and_what_is_open_keeps_its_reader(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id)
    end(cast, now)
    later = now + 3 * ONE_DAY
    assert quiet_participants(ProgramDay(cast.program_id, TODAY + 3 * ONE_DAY)) == [cast.luis.id]
    raise_quiet_flag(cast.ana.id, later)
    assert rules_of(cast.ana.id) == ["craving"]
    assert [row.participant_id for row in triage(cast.counselor.viewer, later).rows] == [cast.ana.id]


def test_somebody_who_left_is_found_apart(cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    assert ended_participants_of(viewer, now) == ()
    end(cast, now)
    assert ended_participants_of(viewer, now) == (Ended(cast.ana.id, "Ana", TODAY),)
    assert participants_of(viewer, now) == ()
    assert ended_participants_of(cast.other_counselor.viewer, now) == ()


def test_coming_back_is_a_new_time_in_the_same_caseload(cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    assert refusal_of(lambda: start_again(viewer, cast.ana.id, FROM_HOME, now)) == STARTED_ALREADY.english()
    end(cast, now)
    start_again(viewer, cast.ana.id, Beginning(ComesFrom.RESIDENTIAL), now + ONE_DAY)
    stay = stay_of(viewer, cast.ana.id, now)
    assert (stay.started_on, stay.ended_on, stay.beginning) == (
        TODAY + ONE_DAY,
        None,
        Beginning(ComesFrom.RESIDENTIAL),
    )
    rows = db.session.query(Enrollment).filter_by(participant_id=cast.ana.id).order_by(Enrollment.id).all()
    assert [row.caseload_id for row in rows] == [cast.caseload_id] * 2
    assert [row.aftercare_note for row in rows] == [NOTE, None]
    assert (ended_participants_of(viewer, now), aftercare_of(cast.ana.id)) == ((), None)
    send_check_in(cast.ana.viewer, a_post(mood=3, day=TODAY + ONE_DAY), now + ONE_DAY)


def test_coming_back_twice_at_once_is_coming_back_once(cast: Cast, context: Flask, now: datetime) -> None:
    end(cast, now)
    results = at_once(context, *[lambda: start_again(cast.counselor.viewer, cast.ana.id, FROM_HOME, now)] * 4)
    assert results.count(None) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 3


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_nothing(cast: Cast, now: datetime, who: str) -> None:
    viewer = cast.everyone[who].viewer
    for ask in (
        lambda: stay_of(viewer, cast.ana.id, now),
        lambda: correct_beginning(viewer, cast.ana.id, 1, FROM_HOME, now),
        lambda: end_enrollment(viewer, cast.ana.id, NOTE, now),
        lambda: start_again(viewer, cast.ana.id, FROM_HOME, now),
    ):
        with pytest.raises(NotFound):
            ask()
    assert audit_lines() == []
