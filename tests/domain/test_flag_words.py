"""Every event and every outcome has words."""

import pytest

from client_app.domain.flag_life import EventKind, Outcome
from client_app.domain.flag_words import OUTCOMES, meanwhile, what_happened


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_a_sentence(kind: EventKind) -> None:
    said = what_happened(kind, "Carla Reyes").english()
    assert said.endswith(".")
    assert "%(" not in said


@pytest.mark.parametrize(
    ("kind", "who", "said"),
    [
        (EventKind.CLAIMED, "Carla Reyes", "Carla Reyes claimed it."),
        (EventKind.RAISED_AGAIN, None, "The same reason came up again."),
    ],
)
def test_an_event_names_the_person_where_there_is_one(kind: EventKind, who: str | None, said: str) -> None:
    assert what_happened(kind, who).english() == said


def test_a_stale_form_is_told_what_happened() -> None:
    said = meanwhile(EventKind.NOTED, "Carla Reyes").english()
    assert said == (
        "Since you opened this page: Carla Reyes added a note. Nothing was saved yet. Please look again, then save."
    )


def test_every_outcome_is_offered() -> None:
    assert set(OUTCOMES) == set(Outcome)
