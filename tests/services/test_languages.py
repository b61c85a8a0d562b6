"""A person chooses the language of their pages, or leaves it to the browser."""

from datetime import datetime

import pytest

from client_app.domain.refusals import Invalid
from client_app.extensions import db
from client_app.models import Person
from client_app.services.languages import choose_language
from tests.cast import Cast
from tests.support.posts import audit_lines, fresh


@pytest.mark.parametrize("language", ["es", None])
def test_the_choice_is_kept_once(cast: Cast, now: datetime, language: str | None) -> None:
    for _ in range(2):
        choose_language(cast.ana.viewer, language, now)
    fresh()
    assert db.session.get_one(Person, cast.ana.id).language == language
    [line] = audit_lines()
    assert (line.action, line.actor_id, line.details) == ("person.language_chosen", cast.ana.id, {"language": language})


@pytest.mark.parametrize("language", ["", "fr", "en, es", "EN", "\0"])
def test_there_are_two_languages(cast: Cast, now: datetime, language: str) -> None:
    with pytest.raises(Invalid, match="Please choose one of these"):
        choose_language(cast.ana.viewer, language, now)
    assert audit_lines() == []
