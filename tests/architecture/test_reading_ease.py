"""What participants, families and the public read is easy to read in both languages."""

import re
from collections import defaultdict
from functools import cache

import pytest
from babel.messages.catalog import Message

from tests.architecture.catalogues import catalogue, forms, sources, texts
from tests.readability import ENGLISH_GRADE_LIMIT, FEWEST_WORDS, SPANISH_EASE_LIMIT, english_grade, spanish_ease

FOR_STAFF = re.compile(
    r"client_app/(?:commands|gateways"
    r"|(?:templates|blueprints)/"
    r"(?:caseloads|crisis_lines|enrollments|flags|groups|invitations|participants|phases|programs|staff|step_downs)"
    r"|services/(?:appointments|crisis_lines|flags|handovers|holidays|invitations|program_details|staff|step_criteria)"
    r"|domain/(?:absences|appointment_plans|crisis_lines|enrollments|flag_\w+|good_days|invitations|pauses|people|phone_numbers"
    r"|programs|schedule_conflicts|series_edits|staff|step_downs))\b"
)
"""Where only the care team and directors are spoken to; everything else must be easy."""
WHOLE_SENTENCE = re.compile(r"[.?:…]['\"”»]?$")
"""Running text ends like a sentence; labels, buttons and headings are too short to judge."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
EVERYWHERE = "everywhere"


def places(message: Message) -> set[str]:
    """The parts of the program, by their folders, that say this to somebody who is not staff."""
    files = [file for file, _line in message.locations if not FOR_STAFF.match(file)]
    return {EVERYWHERE, *(file.rpartition("/")[0].removeprefix("client_app/") for file in files)} if files else set()


@cache
def running_text() -> dict[str, list[Message]]:
    """The running text that is not for staff, for each part of the program that has enough of it to judge."""
    said: dict[str, list[Message]] = defaultdict(list)
    for message in texts():
        if message.id and WHOLE_SENTENCE.search(sources(message)[0]):
            for place in places(message):
                said[place].append(message)
    return {place: found for place, found in sorted(said.items()) if words(found) >= FEWEST_WORDS}


def words(said: list[Message]) -> int:
    """Count the words of these messages, a plural once."""
    return sum(len(PLACEHOLDER.sub("6", sources(message)[-1]).split()) for message in said)


def in_spanish(said: list[Message]) -> list[str]:
    """The same messages as the Spanish catalogue has them."""
    kept = catalogue("es")
    return [forms(found)[-1] for message in said if (found := kept.get(message.id))]


def test_the_great_places_are_judged() -> None:
    assert {EVERYWHERE, "templates/check_ins", "templates/family", "templates/help_now", "templates/plans"} <= set(
        running_text()
    )


@pytest.mark.parametrize("place", running_text())
def test_english_is_easy(place: str) -> None:
    assert english_grade([sources(message)[-1] for message in running_text()[place]]) <= ENGLISH_GRADE_LIMIT


@pytest.mark.parametrize("place", running_text())
def test_spanish_is_easy(place: str) -> None:
    assert spanish_ease(in_spanish(running_text()[place])) >= SPANISH_EASE_LIMIT
