"""Crisis lines as they stand: a version per confirmation or change, one read for everybody, help that never fails."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.crisis_lines import CrisisLine, Review, next_review
from client_app.domain.definitions import Text
from client_app.domain.refusals import Conflict, Invalid, NotFound, Refused
from client_app.extensions import db
from client_app.gateways import content
from client_app.models import CrisisLineVersion
from client_app.services import crisis_lines as lines
from client_app.services.crisis_lines import Checked
from tests.cast import Cast
from tests.support.applications import Statements, build
from tests.support.posts import Line, at_once, audit_lines, fresh, refusal_of

TODAY = date(2026, 11, 23)
REVIEW = next_review(TODAY)
FIRST = Checked(0, REVIEW)


def line(code: str) -> CrisisLine:
    """A line as everybody sees it."""
    fresh()
    return next(one for one in lines.crisis_lines() if one.code == code)


def own_line() -> CrisisLine:
    """A line of the clinic's own, not stored yet."""
    return replace(line("samhsa"), code="", name=Text("Warm line", "Línea amiga"), tel="555-0130", tty=None)


@pytest.mark.usefixtures("context")
def test_without_a_word_of_a_director_the_shipped_lines_stand() -> None:
    assert lines.crisis_lines() == content.crisis_lines()
    kept = lines.kept_lines(TODAY)
    assert [(one.number, one.checked_by, one.is_own) for one in kept] == [(0, None, False)] * 3


def test_a_confirmation_is_a_version_with_author_and_days(cast: Cast, now: datetime) -> None:
    lines.confirm_line(cast.director.viewer, "samhsa", FIRST, now)
    kept = lines.kept_line("samhsa", TODAY)
    assert (kept.number, kept.checked_by, kept.is_own) == (1, cast.director.name, False)
    assert (kept.line.checked_on, kept.line.review_on) == (TODAY, date(2027, 5, 23))
    shipped = next(one for one in content.crisis_lines() if one.code == "samhsa")
    assert replace(kept.line, checked_on=shipped.checked_on, review_on=shipped.review_on) == shipped
    row = db.session.scalars(select(CrisisLineVersion)).one()
    assert audit_lines() == [
        Line("crisis_line.confirmed", f"crisis_line_versions:{row.id}", cast.director.id, None, {"code": "samhsa"})
    ]


def test_a_corrected_number_stands_for_the_whole_clinic(cast: Cast, now: datetime) -> None:
    changed = replace(line("samhsa"), tel="1-800-555-0199", chat="https://example.org")
    lines.change_line(cast.director.viewer, changed, FIRST, now)
    assert (line("samhsa").tel, line("samhsa").chat) == ("1-800-555-0199", "https://example.org")
    lines.change_line(cast.director.viewer, replace(changed, tel="1-800-555-0188"), Checked(1, REVIEW), now)
    assert line("samhsa").tel == "1-800-555-0188"
    assert [entry.action for entry in audit_lines()] == ["crisis_line.changed"] * 2
    assert [one.code for one in lines.crisis_lines()] == ["988", "911", "samhsa"]


def test_a_line_of_the_clinics_own_is_added_hidden_and_shown(cast: Cast, now: datetime) -> None:
    director = cast.director.viewer
    assert lines.add_line(director, own_line(), REVIEW, now) == "own-1"
    assert lines.add_line(director, replace(own_line(), is_hidden=True), REVIEW, now) == "own-2"
    assert [one.code for one in lines.crisis_lines()] == ["988", "911", "samhsa", "own-1", "own-2"]
    lines.hide_line(director, "own-1", 1, now, hidden=True)
    assert "own-1" not in [one.code for one in lines.crisis_lines()]
    assert lines.kept_line("own-1", TODAY).line.is_hidden
    later = now + timedelta(days=3)
    lines.confirm_line(director, "own-1", Checked(2, REVIEW), later)
    assert lines.kept_line("own-1", TODAY).line.is_hidden, "checking a hidden line does not show it"
    lines.hide_line(director, "own-1", 3, later, hidden=False)
    assert line("own-1").checked_on == TODAY + timedelta(days=3)
    actions = [entry.action.removeprefix("crisis_line.") for entry in audit_lines()]
    assert actions == ["added", "added", "hidden", "confirmed", "shown"]


@pytest.mark.parametrize("code", ["988", "911"])
def test_988_and_911_are_corrected_but_never_hidden(cast: Cast, now: datetime, code: str) -> None:
    lines.change_line(cast.director.viewer, replace(line(code), is_hidden=True), FIRST, now)
    assert not line(code).is_hidden
    with pytest.raises(Refused, match="always shown"):
        lines.hide_line(cast.director.viewer, code, 1, now, hidden=True)
    assert code in [one.code for one in lines.crisis_lines()]


def test_what_cannot_be_shown_is_not_kept(cast: Cast, now: datetime) -> None:
    director, wrong = cast.director.viewer, replace(line("988"), about=Text("Press 3.", "Marca 3."))
    for refused in (
        lambda: lines.change_line(director, wrong, FIRST, now),
        lambda: lines.add_line(director, replace(own_line(), tel=""), REVIEW, now),
        lambda: lines.add_line(director, own_line(), TODAY, now),
        lambda: lines.confirm_line(director, "988", Checked(0, TODAY), now),
        lambda: lines.change_line(director, line("988"), Checked(0, date(2028, 1, 1)), now),
    ):
        with pytest.raises(Invalid):
            refused()
    assert audit_lines() == []


@pytest.mark.parametrize("code", ["", "112", "own-1", "988\0"])
def test_a_line_that_is_not_there_is_not_found(cast: Cast, now: datetime, code: str) -> None:
    with pytest.raises(NotFound):
        lines.confirm_line(cast.director.viewer, code, FIRST, now)
    with pytest.raises(NotFound):
        lines.change_line(cast.director.viewer, replace(line("988"), code=code), FIRST, now)
    with pytest.raises(NotFound):
        lines.hide_line(cast.director.viewer, code, 0, now, hidden=True)


@pytest.mark.parametrize("part", ["counselor", "ana", "family_member"])
def test_only_directors_keep_the_lines(cast: Cast, now: datetime, part: str) -> None:
    viewer = cast.everyone[part].viewer
    for act in (
        lambda: lines.confirm_line(viewer, "988", FIRST, now),
        lambda: lines.change_line(viewer, line("988"), FIRST, now),
        lambda: lines.add_line(viewer, own_line(), REVIEW, now),
        lambda: lines.hide_line(viewer, "samhsa", 0, now, hidden=True),
    ):
        with pytest.raises(NotFound):
            act()
    assert audit_lines() == []


def test_an_old_form_overwrites_nothing(cast: Cast, now: datetime) -> None:
    lines.confirm_line(cast.director.viewer, "samhsa", FIRST, now)
    changed = replace(line("samhsa"), tel="555-0100")
    for old in (
        lambda: lines.confirm_line(cast.director.viewer, "samhsa", FIRST, now),
        lambda: lines.change_line(cast.director.viewer, changed, FIRST, now),
        lambda: lines.hide_line(cast.director.viewer, "samhsa", 0, now, hidden=True),
    ):
        assert refusal_of(old).startswith("Somebody saved this line since")
    assert len(audit_lines()) == 1


def test_of_two_directors_at_once_one_is_first(app: Flask, cast: Cast, now: datetime) -> None:
    numbers = ("555-0101", "555-0102", "555-0103")
    changed = [replace(line("samhsa"), tel=number) for number in numbers]
    found = at_once(app, *(lambda one=one: lines.change_line(cast.director.viewer, one, FIRST, now) for one in changed))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Conflict", "NoneType"]
    added = at_once(app, *[lambda: lines.add_line(cast.director.viewer, own_line(), REVIEW, now)] * 3)
    assert {one for one in added if not isinstance(one, Conflict)} <= {"own-1", "own-2", "own-3"}
    fresh()
    assert len(lines.kept_lines(TODAY)) == 3 + sum(isinstance(one, str) for one in added)


def test_reviews_are_spoken_of_when_they_are_due(cast: Cast, now: datetime) -> None:
    assert lines.reviews_due(TODAY) == []
    due = lines.reviews_due(date(2027, 4, 20))
    assert [(one.line.code, one.review) for one in due] == [(code, Review.DUE) for code in ("988", "911", "samhsa")]
    lines.confirm_line(cast.director.viewer, "911", FIRST, now)
    lines.hide_line(cast.director.viewer, "samhsa", 0, now, hidden=True)
    assert [(one.line.code, one.review) for one in lines.reviews_due(date(2027, 5, 2))] == [("988", Review.OVERDUE)]


def test_the_lines_are_one_statement_however_many_versions_there_are(
    cast: Cast, now: datetime, count_statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    for number in range(5):
        lines.confirm_line(cast.director.viewer, "988", Checked(number, REVIEW), now)
    with count_statements() as statements:
        assert len(lines.crisis_lines()) == 3
    assert len(statements) == 1


def test_while_the_database_is_silent_the_shipped_lines_stand() -> None:
    with build("postgresql+psycopg://companion:hush@/companion?host=/nowhere").app_context():
        assert lines.crisis_lines() == content.crisis_lines()
