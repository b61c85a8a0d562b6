"""The thresholds of a program, version by version."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.refusals import Conflict
from client_app.domain.thresholds import Thresholds
from client_app.domain.versions import SHOWN
from client_app.extensions import db
from client_app.models import AuditEntry
from client_app.services.enrollments import standing_of
from client_app.services.rules import change_thresholds, rule_versions
from tests.cast import Cast

SOON = timedelta(minutes=1)


def test_a_program_starts_with_the_defaults(cast: Cast) -> None:
    [first] = rule_versions(cast.director.viewer)
    assert (first.number, first.thresholds, first.author, first.changes) == (1, Thresholds(), None, ())


def test_each_change_is_a_version_with_its_author_and_one_line_in_the_record(cast: Cast, now: datetime) -> None:
    change_thresholds(cast.director.viewer, Thresholds(craving_high=9, mood_days=4), 1, now)
    change_thresholds(cast.director.viewer, Thresholds(craving_high=7, mood_days=4), 2, now + SOON)
    found = rule_versions(cast.director.viewer)
    assert [(one.number, one.author) for one in found] == [(3, cast.director.name), (2, cast.director.name), (1, None)]
    assert [(change.name, change.before, change.after) for change in found[0].changes] == [("craving_high", 9, 7)]
    assert [(change.name, change.before, change.after) for change in found[1].changes] == [
        ("craving_high", 8, 9),
        ("mood_days", 3, 4),
    ]
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "program.thresholds_changed").order_by(AuditEntry.id)
    ).all()
    assert [entry.details for entry in entries] == [
        {"version": 2, "figures": {"craving_high": [8, 9], "mood_days": [3, 4]}},
        {"version": 3, "figures": {"craving_high": [9, 7]}},
    ]


def test_the_rules_judge_by_the_newest_version_of_their_own_program(cast: Cast, now: datetime) -> None:
    change_thresholds(cast.director.viewer, Thresholds(craving_high=9), 1, now)
    own, strangers = standing_of(cast.ana.id), standing_of(cast.stranger.id)
    assert own is not None
    assert strangers is not None
    assert (own.thresholds.craving_high, strangers.thresholds.craving_high) == (9, 8)


def test_the_same_once_more_changes_nothing(cast: Cast, now: datetime) -> None:
    change_thresholds(cast.director.viewer, Thresholds(), 1, now)
    assert len(rule_versions(cast.director.viewer)) == 1


@pytest.mark.parametrize("seen", [-1, 0, 1, 3])
def test_a_form_of_another_version_is_refused(cast: Cast, now: datetime, seen: int) -> None:
    change_thresholds(cast.director.viewer, Thresholds(craving_high=9), 1, now)
    with pytest.raises(Conflict, match="Somebody saved another version"):
        change_thresholds(cast.director.viewer, Thresholds(craving_high=7), seen, now)
    assert rule_versions(cast.director.viewer)[0].thresholds.craving_high == 9


def test_of_directors_who_save_at_once_one_succeeds(cast: Cast, now: datetime, app: Flask) -> None:
    director = cast.director.viewer
    db.session.rollback()

    def save(figure: int) -> bool:
        with app.app_context():
            try:
                change_thresholds(director, Thresholds(craving_high=figure), 1, now)
            except Conflict:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(4) as threads:
        saved = list(threads.map(save, (6, 7, 9, 10)))
    assert saved.count(True) == 1
    assert rule_versions(director)[0].number == 2


def test_only_the_latest_versions_are_listed(cast: Cast, now: datetime) -> None:
    for number in range(1, SHOWN + 2):
        change_thresholds(cast.director.viewer, Thresholds(craving_high=8 + number % 2), number, now)
    found = rule_versions(cast.director.viewer)
    assert [one.number for one in found] == list(range(SHOWN + 2, 2, -1))
    assert all(len(one.changes) == 1 for one in found)
