"""A missed appointment fires its rule and no other; its sentence can be said later in another language."""

import json
from datetime import date

from client_app.domain.appointments import KIND_WORDS, Kind
from client_app.domain.check_ins import Kind as CheckInKind
from client_app.domain.flag_rules import findings
from client_app.domain.flags import Case, Missed, Severity
from client_app.domain.history import History
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds

MISSED = Missed("12-20261123", KIND_WORDS[Kind.GROUP], date(2026, 11, 23))


def judged(missed: Missed | None) -> Case:
    """A case without any answer."""
    return Case({}, date(2026, 11, 23), History(), Thresholds(), CheckInKind.DAILY, missed=missed)


def test_it_fires_once_somebody_has_said_so() -> None:
    [found] = findings(judged(MISSED))
    assert (found.code, found.severity) == ("missed_appointment", Severity.NEXT_CONTACT)
    assert found.reason.english() == "Missed an appointment: Group therapy, 2026-11-23."
    assert found.inputs == {"appointment": "12-20261123", "days": ("2026-11-23",)}
    assert findings(judged(None)) == ()


def test_its_day_is_kept_as_a_day() -> None:
    [found] = findings(judged(MISSED))
    kept = Sentence.from_json(json.loads(json.dumps(found.reason.to_json())))
    assert kept == found.reason
    assert kept.values["day"] == date(2026, 11, 23)
