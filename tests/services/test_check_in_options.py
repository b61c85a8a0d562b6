"""What a program decides about its check-in: versions, their authors, and what participants are asked from then on."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from client_app.domain.check_in_options import CheckInOptions
from client_app.domain.definitions import Choice, Text
from client_app.domain.refusals import Conflict
from client_app.domain.versions import SHOWN
from client_app.extensions import db
from client_app.models import AuditEntry, CheckInOptionVersion
from client_app.services.check_in_options import (
    change_options,
    changes_since,
    option_versions,
    triggers_known_to,
)
from client_app.services.check_in_sheets import sheets
from client_app.services.enrollments import standing_of
from tests.cast import Cast
from tests.factories import make_check_in

SOON = timedelta(minutes=1)


def newest(cast: Cast) -> CheckInOptions:
    """The options in use."""
    return option_versions(cast.director.viewer)[0].options


def without(options: CheckInOptions, code: str) -> CheckInOptions:
    """The options with one trigger taken off the list."""
    gone = tuple(choice for choice in options.triggers if choice.value == code)
    kept = tuple(choice for choice in options.triggers if choice.value != code)
    return replace(options, triggers=kept, removed=(*options.removed, *gone))


def test_a_program_starts_with_the_check_in_as_it_comes(cast: Cast) -> None:
    [first] = option_versions(cast.director.viewer)
    assert (first.number, first.author, first.created_at, first.changes) == (0, None, None, ())
    assert [choice.value for choice in first.options.triggers][-1] == "other"
    standing = standing_of(cast.ana.id)
    assert standing is not None
    assert standing.options == CheckInOptions()
    assert triggers_known_to(cast.ana.id) == ()


def test_each_change_is_a_version_with_its_author_and_one_line_in_the_record(cast: Cast, now: datetime) -> None:
    first = newest(cast)
    second = replace(first, off=frozenset({"sleep"}))
    change_options(cast.director.viewer, second, 0, now)
    change_options(cast.director.viewer, without(second, "payday"), 1, now + SOON)
    found = option_versions(cast.director.viewer)
    assert [(one.number, one.author, one.created_at) for one in found] == [
        (2, cast.director.name, now + SOON),
        (1, cast.director.name, now),
        (0, None, None),
    ]
    assert [[change.text for change in one.changes] for one in found] == [
        ["Trigger taken off the list: %(label)s"],
        ["No longer asked: %(label)s"],
        [],
    ]
    assert changes_since(found, 1) == found[:1]
    assert changes_since(found, -1) == ()
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "program.check_in_options_changed").order_by(AuditEntry.id)
    ).all()
    assert [(entry.actor_id, entry.details) for entry in entries] == [
        (cast.director.id, {"version": 1}),
        (cast.director.id, {"version": 2}),
    ]


def test_the_participants_of_the_program_are_asked_by_it_and_no_others(cast: Cast, now: datetime) -> None:
    chosen = replace(newest(cast), off=frozenset({"note"}))
    change_options(cast.director.viewer, chosen, 0, now)
    own, strangers = standing_of(cast.ana.id), standing_of(cast.stranger.id)
    assert own is not None
    assert strangers is not None
    assert own.options == chosen
    assert strangers.options == CheckInOptions()
    assert triggers_known_to(cast.stranger.id) == ()


def test_the_same_once_more_changes_nothing(cast: Cast, now: datetime) -> None:
    change_options(cast.director.viewer, newest(cast), 0, now)
    assert db.session.scalar(select(func.count()).select_from(CheckInOptionVersion)) == 0


@pytest.mark.parametrize("seen", [-1, 0, 2])
def test_a_form_of_another_version_is_refused(cast: Cast, now: datetime, seen: int) -> None:
    first = newest(cast)
    change_options(cast.director.viewer, replace(first, off=frozenset({"sleep"})), 0, now)
    with pytest.raises(Conflict, match="Somebody saved another version"):
        change_options(cast.director.viewer, first, seen, now)
    assert len(option_versions(cast.director.viewer)) == 2


def test_of_directors_who_save_at_once_one_succeeds(cast: Cast, now: datetime, app: Flask) -> None:
    director, first = cast.director.viewer, newest(cast)
    db.session.rollback()

    def save(name: str) -> bool:
        with app.app_context():
            try:
                change_options(director, replace(first, off=frozenset({name})), 0, now)
            except Conflict:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(4) as threads:
        saved = list(threads.map(save, ("sleep", "note", "medication", "coping")))
    assert saved.count(True) == 1
    assert option_versions(director)[0].number == 1


def test_only_the_latest_versions_are_listed(cast: Cast, now: datetime) -> None:
    first = newest(cast)
    for number in range(SHOWN + 1):
        off = frozenset({"sleep"}) if number % 2 == 0 else frozenset()
        change_options(cast.director.viewer, replace(first, off=off), number, now)
    found = option_versions(cast.director.viewer)
    assert [one.number for one in found] == list(range(SHOWN + 1, 0, -1))[:SHOWN]
    assert all(len(one.changes) == 1 for one in found)


def test_an_old_check_in_still_says_a_trigger_that_is_off_the_list_or_in_other_words(cast: Cast, now: datetime) -> None:
    make_check_in(cast.ana.id, now, triggers=("payday", "stress", "night"))
    first = newest(cast)
    words = Text("Night shift", "Turno de noche")
    with_night = replace(first, triggers=(Choice("night", words), *first.triggers))
    renamed = tuple(
        replace(choice, text=Text("Too much", "Demasiado")) if choice.value == "stress" else choice
        for choice in with_night.triggers
    )
    change_options(cast.director.viewer, with_night, 0, now)
    gone = without(without(replace(with_night, triggers=renamed), "night"), "payday")
    change_options(cast.director.viewer, gone, 1, now)
    [sheet] = sheets(cast.ana.id)
    assert [text.es for text in sheet.lines[0].words] == ["Día de pago", "Demasiado", "Turno de noche"]
