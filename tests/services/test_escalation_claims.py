"""What staff do with an urgent flag pauses its ladder, ends it, or lets it begin again."""

from datetime import datetime

import pytest

from client_app.domain.check_ins import Kind
from client_app.domain.flags import Severity
from client_app.domain.pushes import MessageState
from client_app.jobs.escalations import page_about_urgent_flags
from client_app.models import (
    Person,
)
from client_app.services.check_ins import send_check_in
from client_app.services.flags import (
    Resolution,
    claim_flags,
    note_on_flag,
    reopen,
    resolve_flag,
    undo,
)
from client_app.services.releases import release_flags
from tests.cast import Cast
from tests.factories import make_flag
from tests.support.escalations import HOUR, MINUTE, let_pass, paged, pages, seen, set_up, the_flag
from tests.support.posts import a_post


@pytest.mark.usefixtures("asked_for_help")
def test_claiming_pauses_it_and_an_hour_without_a_try_begins_it_again_at_the_claimer(cast: Cast, now: datetime) -> None:
    page_about_urgent_flags(now + 15 * MINUTE)
    claimed_at = now + 20 * MINUTE
    claim_flags(cast.cover.viewer, seen(), claimed_at)
    assert {state for _, _, state in pages()} == {MessageState.WITHDRAWN}
    let_pass(claimed_at, range(60))
    assert len(pages()) == 4
    again = claimed_at + HOUR
    let_pass(again, range(31))
    assert [(name, at) for name, at, _ in pages(again)] == [
        (cast.cover.name, again),
        *[
            (who.name, again + minutes * MINUTE)
            for minutes in (15, 30)
            for who in (cast.counselor, cast.cover, cast.director)
        ],
    ]


@pytest.mark.usefixtures("asked_for_help")
def test_a_try_to_reach_the_person_ends_it_once_it_is_claimed(cast: Cast, now: datetime) -> None:
    note_on_flag(cast.counselor.viewer, seen(), "", now, is_contact=True)
    assert the_flag().page_at == now + 15 * MINUTE, "nobody has claimed it"
    claim_flags(cast.counselor.viewer, seen(), now)
    note_on_flag(cast.counselor.viewer, seen(), "Thinking.", now)
    assert the_flag().page_at == now + HOUR, "a note is no try"
    note_on_flag(cast.counselor.viewer, seen(), "", now + 59 * MINUTE, is_contact=True)
    assert (the_flag().page_at, the_flag().page_since) == (None, None)
    let_pass(now, range(50, 200, 10))
    assert len(pages()) == 1


@pytest.mark.usefixtures("asked_for_help")
def test_closing_ends_it_and_undoing_or_reopening_begins_it_again(cast: Cast, now: datetime) -> None:
    viewer = cast.counselor.viewer
    claim_flags(viewer, seen(), now)
    resolve_flag(viewer, seen(), Resolution("talked"), now + MINUTE)
    assert the_flag().page_at is None
    undo(viewer, seen(), now + 2 * MINUTE)
    assert the_flag().page_at == now + 62 * MINUTE, "it is claimed"
    undo_claim_at = now + 3 * MINUTE
    undo(viewer, seen(), undo_claim_at)
    assert the_flag().page_at == undo_claim_at
    page_about_urgent_flags(undo_claim_at)
    assert paged(undo_claim_at) == [cast.counselor.name]
    claim_flags(viewer, seen(), now + 4 * MINUTE)
    resolve_flag(viewer, seen(), Resolution("talked"), now + 5 * MINUTE)
    reopen(viewer, seen(), "", now + 6 * MINUTE)
    page_about_urgent_flags(now + 6 * MINUTE)
    assert paged(now + 6 * MINUTE) == [cast.counselor.name]


@pytest.mark.usefixtures("asked_for_help")
def test_what_comes_back_to_the_team_is_paged_again(cast: Cast, now: datetime) -> None:
    claim_flags(cast.counselor.viewer, seen(), now)
    set_up(Person, cast.counselor.id, disabled_at=now)
    release_flags(cast.program_id, now + MINUTE)
    page_about_urgent_flags(now + MINUTE)
    assert paged(now + MINUTE) == [cast.cover.name]


@pytest.mark.usefixtures("asked_for_help")
def test_an_urgent_answer_on_a_claimed_flag_pages_whoever_has_it(cast: Cast, now: datetime) -> None:
    claim_flags(cast.counselor.viewer, seen(), now)
    note_on_flag(cast.counselor.viewer, seen(), "", now, is_contact=True)
    send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, safety="active"), now + MINUTE)
    assert paged(now + MINUTE) == [cast.counselor.name]
    assert the_flag().page_at == now + 16 * MINUTE


@pytest.mark.usefixtures("asked_for_help")
def test_an_urgent_answer_on_an_open_flag_does_not_begin_it_anew(cast: Cast, now: datetime) -> None:
    send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, safety="active"), now + 14 * MINUTE)
    assert the_flag().page_at == now + 15 * MINUTE


def test_a_flag_that_becomes_urgent_is_paged(cast: Cast, now: datetime) -> None:
    make_flag(cast.ana.id, "safety_active", Severity.SAME_DAY, now - HOUR)
    send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, safety="active"), now)
    assert paged() == [cast.counselor.name]
