"""An invented clinic of any size, written in bulk: caseloads of 40, everybody signed in, a past like anybody's."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine, insert

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import EventKind, State
from client_app.domain.flags import Severity
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.roles import Role
from client_app.domain.sentences import Sentence
from client_app.domain.thresholds import Thresholds
from client_app.extensions import Base
from client_app.gateways.clock import utc_now
from client_app.gateways.content import current_definition
from client_app.gateways.passwords import hash_password
from client_app.models import (
    Caseload,
    CheckIn,
    CheckInVersion,
    Enrollment,
    Flag,
    FlagEvent,
    Person,
    Program,
    SignIn,
    StaffedInterval,
    ThresholdVersion,
)

ZONE = "America/Chicago"
PASSWORD = "a password for benchmarks only"  # noqa: S105 - of invented people
CASELOAD = 40
OPEN_FLAGS = 25
"""In the first caseload, two each for some of its participants."""
AT_ONCE = 10_000
"""Rows in one statement."""
SEEN_AHEAD = timedelta(minutes=30)
"""Everybody counts as seen until then: their last look is not moved again while it is measured."""

Rows = Iterable[dict[str, Any]]


@dataclass(frozen=True)
class Scene:
    """A clinic; people are numbered from 1, counselors first, as their rows are."""

    participants: int
    days: int
    """Daily check-ins of each participant, up to yesterday."""
    has_flags: bool = False

    @property
    def counselors(self) -> int:
        """One for each caseload."""
        return -(-self.participants // CASELOAD)

    @property
    def participant_ids(self) -> range:
        """The numbers of all participants."""
        return range(self.counselors + 1, self.counselors + self.participants + 1)

    def fill(self, url: str) -> None:
        """Write the clinic into an empty migrated database."""
        engine = create_engine(url)
        with engine.begin() as connection:
            _Writer(self, connection, utc_now()).write()
        engine.dispose()


def today() -> date:
    """The present local day of the clinic."""
    return local_day(utc_now(), ZoneInfo(ZONE))


def token_of(person_id: int) -> str:
    """The token of the browser in which a person is signed in."""
    return f"browser-{person_id}"


def email_of(person_id: int) -> str:
    """What a person signs in as, with ``PASSWORD``."""
    return f"person-{person_id}@bench.example"


@dataclass(frozen=True)
class _Writer:
    scene: Scene
    connection: Connection
    now: datetime

    def write(self) -> None:
        """Write table after table, each in the order of its numbers."""
        self._insert(Program, [{"name": "Bench", "time_zone": ZONE, "created_at": self.now}])
        self._insert(StaffedInterval, [_interval(weekday) for weekday in range(7)])
        version = {"program_id": 1, "number": 1, "thresholds": Thresholds().to_json(), "created_at": self.now}
        self._insert(ThresholdVersion, [version])
        self._insert(Person, self._people())
        self._insert(SignIn, self._sign_ins())
        counselors = range(1, self.scene.counselors + 1)
        self._insert(Caseload, ({"program_id": 1, "counselor_id": counselor} for counselor in counselors))
        self._insert(Enrollment, self._enrollments())
        self._insert(CheckIn, self._check_ins())
        self._insert(CheckInVersion, self._versions())
        if self.scene.has_flags:
            flags = list(self._flags())
            self._insert(Flag, flags)
            self._insert(FlagEvent, (_event(number, flag) for number, flag in enumerate(flags, start=1)))

    def _insert(self, table: type[Base], rows: Rows) -> None:
        remaining = iter(rows)
        while some := list(islice(remaining, AT_ONCE)):
            self.connection.execute(insert(table), some)

    def _people(self) -> Iterator[dict[str, Any]]:
        common = {"program_id": 1, "password_hash": hash_password(PASSWORD), "created_at": self.now}
        for number in range(1, self.scene.counselors + 1):
            yield {**common, "role": Role.COUNSELOR, "email": email_of(number), "name": f"Counselor {number}"}
        for number in self.scene.participant_ids:
            person = {"role": Role.PARTICIPANT, "email": email_of(number), "name": f"Participant {number}"}
            yield {**common, **person, "phone": "+15555550100"}

    def _sign_ins(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.scene.participant_ids.stop):
            digest = hashlib.sha256(token_of(number).encode()).hexdigest()
            seen_at = self.now + SEEN_AHEAD
            yield {"person_id": number, "token_hash": digest, "started_at": self.now, "last_seen_at": seen_at}

    def _enrollments(self) -> Iterator[dict[str, Any]]:
        started_on = today() - ONE_DAY * self.scene.days
        for place, number in enumerate(self.scene.participant_ids):
            caseload_id = 1 + place // CASELOAD
            yield {"program_id": 1, "participant_id": number, "caseload_id": caseload_id, "started_on": started_on}

    def _check_ins(self) -> Iterator[dict[str, Any]]:
        common = {"kind": Kind.DAILY, "definition_version": current_definition().version}
        for back in range(self.scene.days, 0, -1):
            instant, day = self.now - ONE_DAY * back, today() - ONE_DAY * back
            for number in self.scene.participant_ids:
                answers = past_answers(number + back)
                own = {"participant_id": number, "answers": answers, "craving_now": answers["craving_now"]}
                yield {**common, **own, "day": day, "answered_at": instant, "arrived_at": instant, "read_at": instant}

    def _versions(self) -> Iterator[dict[str, Any]]:
        for number, check_in in enumerate(self._check_ins(), start=1):
            same = {"answers": check_in["answers"], "stored_at": check_in["arrived_at"]}
            yield {"check_in_id": number, "number": 1, "client_id": f"{number:032x}", **same}

    def _flags(self) -> Iterator[dict[str, Any]]:
        """The first caseload's open flags, one for every eighth participant elsewhere, and resolved ones everywhere."""
        mine, others = self.scene.participant_ids[:CASELOAD], self.scene.participant_ids[CASELOAD:]
        twice = OPEN_FLAGS - OPEN_FLAGS * 2 // 3
        for number in mine[: OPEN_FLAGS - twice]:
            yield {**_flag(number, "craving", self.now), "state": State.OPEN}
        for number in mine[:twice]:
            yield {**_flag(number, "call_me", self.now), "state": State.OPEN}
        for number in others[::8]:
            yield {**_flag(number, "craving", self.now), "state": State.OPEN}
        for back in range(10, self.scene.days, 10):
            for number in self.scene.participant_ids:
                flag = _flag(number, "mood_low", self.now - ONE_DAY * back)
                yield {**flag, "state": State.RESOLVED, "resolved_by_id": 1, "resolved_at": flag["raised_at"]}


def _interval(weekday: int) -> dict[str, Any]:
    return {"program_id": 1, "weekday": weekday, "opens": time(9), "closes": time(17)}


def _flag(participant_id: int, rule: str, raised_at: datetime) -> dict[str, Any]:
    reason = Sentence("Craving is %(craving)s of 10, at or above %(line)s.", {"craving": 9, "line": 8})
    return {
        "participant_id": participant_id,
        "rule": rule,
        "threshold_version_id": 1,
        "rule_version": "1",
        "severity": Severity.SAME_DAY,
        "reason": reason.to_json(),
        "inputs": {"craving_now": 9},
        "answered_at": raised_at,
        "raised_at": raised_at,
        "due_at": raised_at + timedelta(hours=8),
        "resolved_by_id": None,
        "resolved_at": None,
    }


def _event(number: int, flag: dict[str, Any]) -> dict[str, Any]:
    return {"flag_id": number, "kind": EventKind.RAISED, "at": flag["raised_at"], "inputs": flag["inputs"]}


def past_answers(turn: int) -> dict[str, Any]:
    """A day's complete answers without anything to flag, different from turn to turn."""
    return {
        "craving_now": 2 + turn % 4,
        "craving_worst": 3 + turn % 4,
        "triggers": ["boredom", "stress"],
        "confidence": 6 + turn % 4,
        "mood": 3 + turn % 3,
        "sleep": 2 + turn % 4,
        "used": "no",
        "home_safe": "yes",
        "coping": ["breathing"],
        "safety": "no",
        "call_me": "no",
        "note": "Walked to the park with my sister before the group.",
    }
