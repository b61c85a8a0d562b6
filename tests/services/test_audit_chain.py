"""Proving the audit record: whatever somebody does to a sealed entry behind the program's back is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from client_app.domain.seals import Head
from client_app.extensions import db
from client_app.models import AuditEntry, AuditSeal
from client_app.services import audit_chain
from client_app.services.audit_chain import prove
from client_app.services.audit_heads import newest_seal
from client_app.services.sealing import seal_entries
from tests.cast import Cast
from tests.support.audit import behind, make_entries, make_sealed, tamper
from tests.support.databases import Database

pytestmark = pytest.mark.usefixtures("context")

CHANGED = "Entry {} at seal {} is not what was sealed: it, or what came before it, was changed."
REMOVED = "Entry {} was removed: seal {} stands for it."
MISSING = "Seal {} is missing: seal {} follows seal {}."
ENDED = "but seal 6 was there on 2026-11-23 at 15:00 UTC: its end was cut off, or an older database was restored."

TAMPERED = {
    "another action": (2, CHANGED.format(3, 3), "UPDATE audit_entries SET action = 'person.seen' WHERE id = 3"),
    "the last entry": (5, CHANGED.format(6, 6), "UPDATE audit_entries SET actor_id = 7 WHERE id = 6"),
    "another hash": (2, CHANGED.format(3, 3), "UPDATE audit_seals SET hash = 'x' WHERE position = 3"),
    "another entry": (2, REMOVED.format(9, 3), "UPDATE audit_seals SET entry_id = 9 WHERE position = 3"),
    "no entry": (2, REMOVED.format(3, 3), "DELETE FROM audit_entries WHERE id = 3"),
    "no seal": (2, MISSING.format(3, 4, 2), "DELETE FROM audit_seals WHERE position = 3"),
    "no first seal": (0, MISSING.format(1, 2, 0), "DELETE FROM audit_seals WHERE position = 1"),
    "a gap that was closed": (
        2,
        CHANGED.format(4, 3),
        "DELETE FROM audit_seals WHERE position = 3",
        "UPDATE audit_seals SET position = position - 1 WHERE position = 4",
    ),
    "two in the other order": (
        2,
        "Entry 4 at seal 3 changed places with the one that follows.",
        "UPDATE audit_seals SET position = 99 WHERE position = 3",
        "UPDATE audit_seals SET position = 3 WHERE position = 4",
        "UPDATE audit_seals SET position = 4 WHERE position = 99",
    ),
    "one slipped in": (
        2,
        "Entry 9 at seal 3 was slipped in: the next one was sealed without it.",
        "UPDATE audit_seals SET position = -(position + 1) WHERE position > 2",
        "UPDATE audit_seals SET position = -position WHERE position < 0",
        "INSERT INTO audit_entries SELECT 9, at, NULL, action, subject, NULL, details FROM audit_entries WHERE id = 1",
        "INSERT INTO audit_seals SELECT 3, 9, 'invented', sealed_at FROM audit_seals WHERE position = 1",
    ),
    "a tail cut off": (
        4,
        f"The record ends at seal 4, {ENDED}",
        "DELETE FROM audit_seals WHERE position > 4",
        "DELETE FROM audit_entries WHERE id > 4",
    ),
    "everything": (0, f"The record holds no seal, {ENDED}", "DELETE FROM audit_seals", "DELETE FROM audit_entries"),
}


def head() -> Head:
    """The newest seal."""
    found = newest_seal()
    assert found is not None
    return found


def test_a_whole_record_is_proved(cast: Cast, now: datetime) -> None:
    make_sealed(range(1, 4), now, actor_id=cast.ana.id)
    make_sealed([4], now + timedelta(microseconds=7), participant_id=cast.ana.id, details={})
    make_sealed([5], now, details={"z": [1, {"é": "\u2028\x7f\n"}], "a": 1.5, "b": None}, subject='a "quoted" ñ')
    make_entries([6, 7], now)
    assert prove(head()) == audit_chain.Proof(sealed=5, unsealed=2, fault=None)


def test_an_empty_record_is_whole() -> None:
    assert prove(None) == audit_chain.Proof(0, 0, None)


@pytest.mark.parametrize("way", TAMPERED)
def test_each_way_of_tampering_is_named(now: datetime, way: str) -> None:
    sealed, sentence, *statements = TAMPERED[way]
    make_sealed(range(1, 7), now)
    kept = head()
    tamper(*map(str, statements))
    assert (prove(kept).sealed, prove(kept).fault) == (sealed, sentence)


def test_an_entry_removed_right_after_a_changed_one_does_not_help(now: datetime) -> None:
    make_sealed(range(1, 4), now)
    tamper("UPDATE audit_entries SET subject = 'x' WHERE id = 2", "DELETE FROM audit_entries WHERE id = 3")
    assert (prove(None).fault or "").startswith("Entry 2 at seal 2 is not what was sealed")


def test_a_chain_that_was_made_anew_is_told_by_the_head_outside(now: datetime) -> None:
    make_sealed(range(1, 4), now)
    kept = head()
    tamper("UPDATE audit_entries SET subject = 'people:9' WHERE id = 2", "DELETE FROM audit_seals")
    seal_entries(now)
    make_sealed([4], now)
    assert prove(head()).fault is None  # whoever owns the database can do this
    fault = prove(kept).fault
    assert fault == "Seal 3 is not the one that was kept outside the database: the chain was made anew."


def test_without_a_head_outside_nobody_can_tell_the_end(now: datetime) -> None:
    make_sealed([1], now)
    assert prove(None).fault == audit_chain.NO_HEAD


def test_the_chain_may_have_gone_on_since_the_head_was_kept(now: datetime) -> None:
    make_sealed(range(1, 4), now)
    kept = head()
    make_sealed([4, 5], now)
    assert prove(kept) == audit_chain.Proof(5, 0, None)
    assert prove(replace(kept, hash="0" * 64)).fault is not None


def test_bytes_that_are_no_text_are_told_and_not_fatal(now: datetime, database: Database) -> None:
    if database.kind == "postgresql":
        pytest.skip("PostgreSQL stores no such bytes")
    make_sealed(range(1, 4), now)
    tamper("UPDATE audit_entries SET subject = CAST(x'ff' AS TEXT) WHERE id = 2")
    assert prove(None).fault == "The entry at seal 2 was changed: the database cannot read it any more."


@pytest.mark.parametrize(
    "change",
    ["actor_id = 'null'", "details = '{'", "details = 'NaN'", "at = 5", "subject = x'70'", "details = x'7b7d'"],
)
def test_a_value_of_another_kind_is_told(now: datetime, database: Database, change: str) -> None:
    if database.kind == "postgresql":
        pytest.skip("PostgreSQL keeps to the kinds of its columns")
    make_sealed([1], now, details={})
    tamper(f"UPDATE audit_entries SET {change} WHERE id = 1")  # noqa: S608 - a test's own words
    assert (prove(None).fault or "").startswith("Entry 1 at seal 1 is not what was sealed")


def test_rows_come_a_stretch_at_a_time(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_chain, "AT_ONCE", 3)
    make_sealed(range(1, 11), now)
    assert prove(head()).sealed == 10


@pytest.mark.parametrize("way", TAMPERED)
def test_each_way_of_tampering_is_named_wherever_a_stretch_begins(
    now: datetime, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    sealed, sentence, *statements = TAMPERED[way]
    make_sealed(range(1, 7), now)
    kept = head()
    tamper(*map(str, statements))
    for size in (1, 2, 3):
        monkeypatch.setattr(audit_chain, "AT_ONCE", size)
        assert (prove(kept).sealed, prove(kept).fault) == (sealed, sentence), size


def test_a_long_record_is_shared_among_processes(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_chain, "AT_ONCE", 2)
    monkeypatch.setattr(audit_chain, "SHARED_FROM", 6)
    make_sealed(range(1, 41), now)
    assert prove(head()) == audit_chain.Proof(40, 0, None)
    tamper(
        "UPDATE audit_entries SET subject = 'x' WHERE id = 31", "UPDATE audit_entries SET subject = 'x' WHERE id = 8"
    )
    assert prove(head()).fault == CHANGED.format(8, 8)


def test_what_another_process_does_is_the_same(now: datetime) -> None:
    make_sealed(range(1, 7), now)
    tamper("UPDATE audit_entries SET subject = 'x' WHERE id = 5")
    url = db.engine.url.render_as_string(hide_password=False)
    assert audit_chain.proved_elsewhere(url, 2, 3) == 3
    assert audit_chain.proved_elsewhere(url, 4, 6) == 4


def test_a_seal_of_an_entry_far_away_is_told_at_once(now: datetime, database: Database) -> None:
    if database.kind == "postgresql":
        pytest.skip("PostgreSQL's numbers end sooner")
    make_sealed(range(1, 4), now)
    tamper(f"UPDATE audit_seals SET entry_id = {2**60} WHERE position = 2")  # noqa: S608 - a figure
    assert prove(None).fault == REMOVED.format(2**60, 2)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
plain = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(-9, 9).map(lambda it: round(it, 3)) | words
documents = st.dictionaries(words, plain | st.lists(plain, max_size=3), max_size=3)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - its bounds
numbers = st.none() | st.integers(1, 2**31 - 1)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "at": instants,
    "actor_id": numbers,
    "action": words,
    "subject": words,
    "participant_id": numbers,
    "details": documents,
}
entries = st.fixed_dictionaries(COLUMNS)
changes = st.sampled_from(sorted(COLUMNS)).flatmap(lambda name: st.tuples(st.just(name), COLUMNS[name]))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(kept=st.lists(entries, min_size=3, max_size=3), place=st.integers(0, 2), change=changes)
def test_any_single_change_to_any_sealed_entry_is_found(
    database: Database, now: datetime, kept: list[dict[str, Any]], place: int, change: tuple[str, Any]
) -> None:
    db.session.remove()
    database.wipe()
    with behind() as connection:
        connection.execute(insert(AuditEntry), [{"id": number, **entry} for number, entry in enumerate(kept, start=1)])
    seal_entries(now)
    sealed_head = head()
    assert prove(sealed_head).fault is None
    name, value = change
    if _is_same(kept[place][name], value):
        return
    with behind() as connection:
        connection.execute(update(AuditEntry).where(AuditEntry.id == place + 1).values({name: value}))
    assert prove(sealed_head).sealed == place


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same in JSON, which tells true from 1 and 1.0 from 1."""
    return repr(one) == repr(other) or (
        isinstance(one, dict) and sorted(map(repr, one.items())) == sorted(map(repr, other.items()))
    )


def test_seals_of_before_stay_as_they_are(now: datetime) -> None:
    """The content of an entry is written in one way for good: this hash was made by the first version."""
    make_sealed([1], now)
    assert db.session.scalars(select(AuditSeal.hash)).one() == (
        "6b326ab64b006077258c59b41b20ecee3b29be551f9900103573bad01aef08ce"
    )
