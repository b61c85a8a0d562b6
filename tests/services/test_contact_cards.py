"""Contact cards: kept by the participant or by whoever reads for them, one after the other, and on every flag."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from client_app.domain.contact_cards import CHANGED_MEANWHILE, CHOOSE, ContactCard, Reach, TypedCard
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.extensions import db
from client_app.models import ContactCard as CardRow
from client_app.models import Person
from client_app.services.contact_cards import NEW, card_of, keep_card
from client_app.services.flag_pages import flag_page
from client_app.services.participants import record_of
from client_app.services.triage import triage, triage_version
from tests.cast import Cast
from tests.factories import make_flag
from tests.support.flags import away, unassign
from tests.support.posts import at_once, audit_lines, fresh, refusal_of

CARD = ContactCard(
    name="Annie",
    phone="312-555-0142",
    safe_times="After 6.",
    may_text=True,
    emergency_address="12 River Road",
    emergency_name="Rosa, my sister",
    emergency_phone="312-555-0163",
)
TYPED = TypedCard.of(CARD, is_kept=True)
LATER = timedelta(minutes=5)


def kept(cast: Cast, now: datetime) -> None:
    """Ana keeps her card."""
    keep_card(cast.ana.viewer, cast.ana.id, TYPED, NEW, now)


def test_before_anybody_fills_it_in(cast: Cast, now: datetime) -> None:
    found = card_of(cast.ana.viewer, cast.ana.id, now)
    assert (found.card, found.revision, found.is_filled_in) == (
        ContactCard(name="Ana", phone="+15555550100"),
        NEW,
        False,
    )
    assert (found.changed_at, found.changed_by) == (None, None)


def test_the_participant_keeps_it(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    fresh()
    found = card_of(cast.ana.viewer, cast.ana.id, now)
    assert (found.card, found.revision, found.is_filled_in) == (CARD, 1, True)
    assert (found.changed_at, found.changed_by) == (now, "Annie")
    person = db.session.get_one(Person, cast.ana.id)
    assert (person.name, person.phone) == ("Annie", "312-555-0142")
    [line] = audit_lines()
    assert (line.action, line.subject) == ("contact_card.kept", f"contact_cards:{cast.ana.id}")
    assert (line.actor_id, line.participant_id, line.details) == (cast.ana.id, cast.ana.id, {"revision": 1})


def test_so_does_whoever_reads_for_them(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    keep_card(cast.counselor.viewer, cast.ana.id, TypedCard.of(replace(CARD, may_text=False), is_kept=True), 1, now)
    found = card_of(cast.counselor.viewer, cast.ana.id, now)
    assert (found.card.may_text, found.revision, found.changed_by) == (False, 2, "Carla Reyes")


def test_each_part_alone_is_a_change(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    changes = [
        {"name": "Ana"},
        {"phone": None},
        {"safe_times": ""},
        {"may_leave_voicemail": True},
        {"may_text": False},
        {"emergency_address": ""},
        {"emergency_name": ""},
        {"emergency_phone": None},
    ]
    card = CARD
    for revision, change in enumerate(changes, start=1):
        card = replace(card, **change)  # type: ignore[arg-type]
        keep_card(cast.ana.viewer, cast.ana.id, TypedCard.of(card, is_kept=True), revision, now)
        assert card_of(cast.ana.viewer, cast.ana.id, now).card == card
    assert len(audit_lines()) == 1 + len(changes)


def test_the_same_card_again_changes_nothing(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    keep_card(cast.counselor.viewer, cast.ana.id, TYPED, 1, now + LATER)
    found = card_of(cast.ana.viewer, cast.ana.id, now)
    assert (found.revision, found.changed_at, len(audit_lines())) == (1, now, 1)


@pytest.mark.parametrize("revision", [NEW, 2, -1, 2**31])
def test_a_stale_form_overwrites_nothing(cast: Cast, now: datetime, revision: int) -> None:
    kept(cast, now)
    with pytest.raises(Conflict) as refused:
        keep_card(cast.counselor.viewer, cast.ana.id, TypedCard.of(ContactCard(name="x"), is_kept=True), revision, now)
    assert refused.value.reason == CHANGED_MEANWHILE
    fresh()
    assert card_of(cast.ana.viewer, cast.ana.id, now).card == CARD


@pytest.mark.parametrize("revision", [NEW, 1])
def test_of_several_at_once_one_is_kept(app: Flask, cast: Cast, now: datetime, revision: int) -> None:
    if revision:
        kept(cast, now)
    cards = [TypedCard.of(replace(CARD, safe_times=f"at {hour}"), is_kept=True) for hour in range(5)]
    results = at_once(
        app, *(lambda card=card: keep_card(cast.ana.viewer, cast.ana.id, card, revision, now) for card in cards)
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict"] * 4 + ["NoneType"]
    fresh()
    assert db.session.get_one(CardRow, cast.ana.id).revision == revision + 1


def test_what_cannot_be_kept_is_not(cast: Cast, now: datetime) -> None:
    typed = TypedCard.of(CARD, is_kept=False)
    assert refusal_of(lambda: keep_card(cast.ana.viewer, cast.ana.id, typed, NEW, now)) == CHOOSE.english()
    with pytest.raises(Invalid):
        keep_card(cast.ana.viewer, cast.ana.id, typed, NEW, now)
    assert card_of(cast.ana.viewer, cast.ana.id, now).revision == NEW


@pytest.mark.parametrize(
    "who", ["luis", "cover", "other_counselor", "family_member", "director", "stranger", "strange_counselor"]
)
def test_for_everybody_else_there_is_none(cast: Cast, now: datetime, who: str) -> None:
    for act in (card_of, lambda viewer, person_id, at: keep_card(viewer, person_id, TYPED, NEW, at)):
        with pytest.raises(NotFound):
            act(cast.everyone[who].viewer, cast.ana.id, now)


def test_staff_have_no_card_of_their_own(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        card_of(cast.counselor.viewer, cast.counselor.id, now)


def test_the_cover_and_a_director_read_it_when_it_falls_to_them(cast: Cast, now: datetime) -> None:
    away(cast, now)
    assert card_of(cast.cover.viewer, cast.ana.id, now).card.name == "Ana"
    unassign(cast)
    assert card_of(cast.director.viewer, cast.ana.id, now).card.name == "Ana"


def test_it_stands_on_every_flag(cast: Cast, now: datetime) -> None:
    flag_id = make_flag(cast.ana.id).id
    counselor = cast.counselor.viewer
    assert flag_page(counselor, flag_id, now).reach == Reach("+15555550100")
    before = triage_version(counselor, now)
    kept(cast, now)
    fresh()
    reach = Reach(
        phone="312-555-0142",
        safe_times="After 6.",
        may_text=True,
        emergency_address="12 River Road",
        emergency_name="Rosa, my sister",
        emergency_phone="312-555-0163",
        is_known=True,
    )
    assert flag_page(counselor, flag_id, now).reach == reach
    assert record_of(counselor, cast.ana.id, now).reach == reach
    assert triage(counselor, now).rows[0].reach == reach
    assert triage(counselor, now).version == triage_version(counselor, now) != before  # so the list shows it by itself


def test_a_card_without_an_emergency_contact(cast: Cast, now: datetime) -> None:
    keep_card(cast.ana.viewer, cast.ana.id, TypedCard.of(ContactCard(name="Ana"), is_kept=True), NEW, now)
    reach = record_of(cast.counselor.viewer, cast.ana.id, now).reach
    assert (reach.phone, reach.emergency_phone, reach.is_known) == (None, None, True)
