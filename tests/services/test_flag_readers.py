"""Who may open an urgent flag, step by step of its ladder: being paged opens it, and the end of the page closes it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from client_app.domain.flags import Severity
from client_app.domain.refusals import NotFound
from client_app.extensions import db
from client_app.models import Flag, Person
from client_app.services.drafts import save_draft
from client_app.services.escalations import page_again
from client_app.services.flag_pages import flag_page
from client_app.services.flag_readers import is_flag_read_by, is_open_flag_read_by
from client_app.services.flags import Resolution, claim_flags, note_on_flag, reopen, resolve_flag, undo
from client_app.services.participants import record_of
from client_app.services.program_page import program_of
from client_app.services.releases import release_flags
from client_app.services.triage import triage
from tests.cast import Cast
from tests.factories import make_flag
from tests.support.escalations import HOUR, MINUTE, on_call, set_up
from tests.support.flags import seen
from tests.support.posts import a_post, fresh

ALWAYS = {"counselor"}
WIDER = {"counselor", "cover", "other_counselor", "director"}
RESOLVED = Resolution("talked")


@pytest.fixture
def urgent(cast: Cast, now: datetime) -> int:
    """Ana's urgent flag, raised while the other counselor is on call."""
    on_call(cast, cast.other_counselor.id, now)
    save_draft(cast.ana.viewer, a_post(safety="active"), frozenset({"safety"}), now)
    return db.session.scalars(select(Flag.id)).one()


def readers(cast: Cast, flag_id: int, at: datetime) -> set[str]:
    """Who of the whole cast may open it."""
    fresh()
    return {
        name
        for name, member in cast.everyone.items()
        if db.session.scalar(select(Flag.id).where(Flag.id == flag_id, is_flag_read_by(member.viewer, at)))
    }


def page(cast: Cast, at: datetime) -> None:
    """The worker takes what is due."""
    page_again(cast.ana.id, at)


def test_before_anything_is_paged_only_the_reader_opens_it(cast: Cast, now: datetime) -> None:
    number = make_flag(cast.ana.id, "safety_active", Severity.URGENT, now).id
    assert readers(cast, number, now) == ALWAYS


def test_each_step_opens_it_to_whom_it_pages(cast: Cast, now: datetime, urgent: int) -> None:
    assert readers(cast, urgent, now) == {"counselor", "other_counselor"}
    page(cast, now + 14 * MINUTE)
    assert readers(cast, urgent, now + 14 * MINUTE) == {"counselor", "other_counselor"}
    page(cast, now + 15 * MINUTE)
    assert readers(cast, urgent, now + 15 * MINUTE) == WIDER
    assert readers(cast, urgent, now + timedelta(days=40)) == WIDER, "it never closes by itself"


After = Callable[[Cast, int, datetime], None]


def claim(by: str) -> After:
    """Somebody claims it."""
    return lambda cast, number, at: claim_flags(cast.everyone[by].viewer, seen(number), at)


def then(*acts: After) -> After:
    """One act a minute after the other."""

    def all_of_them(cast: Cast, number: int, at: datetime) -> None:
        for step, one in enumerate(acts):
            one(cast, number, at + step * MINUTE)

    return all_of_them


def contact(by: str) -> After:
    """They tried to reach Ana."""
    return lambda cast, number, at: note_on_flag(cast.everyone[by].viewer, seen(number), "", at, is_contact=True)


def resolve(by: str) -> After:
    """They close it."""
    return lambda cast, number, at: resolve_flag(cast.everyone[by].viewer, seen(number), RESOLVED, at)


def open_again(by: str) -> After:
    """They reopen it."""
    return lambda cast, number, at: reopen(cast.everyone[by].viewer, seen(number), "", at)


def take_back(by: str) -> After:
    """They undo their last step."""
    return lambda cast, number, at: undo(cast.everyone[by].viewer, seen(number), at)


def work(cast: Cast, number: int, at: datetime) -> None:
    """The worker takes what is due, and gives back what nobody reads."""
    del number
    page(cast, at)
    release_flags(cast.program_id, at)


def an_hour_later(cast: Cast, number: int, at: datetime) -> None:
    """Nobody was reached within the hour, and the ladder goes on from whoever has it."""
    del number
    page(cast, at + HOUR)
    page(cast, at + HOUR + 15 * MINUTE)


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (claim("counselor"), ALWAYS),
        (claim("other_counselor"), {"counselor", "other_counselor"}),
        (claim("director"), {"counselor", "director"}),
        (then(claim("counselor"), work), ALWAYS),
        (then(claim("director"), work), {"counselor", "director"}),
        (then(claim("director"), contact("director"), work), {"counselor", "director"}),
        (then(claim("counselor"), take_back("counselor")), ALWAYS),  # they are paged again first
        (then(claim("counselor"), take_back("counselor"), work), {"counselor", "other_counselor"}),
        (then(claim("counselor"), an_hour_later), WIDER),
        (then(claim("counselor"), an_hour_later, contact("counselor")), ALWAYS),
        (then(claim("cover"), resolve("cover")), {"counselor", "cover"}),
        (then(claim("counselor"), resolve("counselor")), ALWAYS),
        (then(claim("director"), resolve("counselor")), ALWAYS),
        (then(claim("director"), resolve("director"), take_back("director"), work), {"counselor", "director"}),
        (then(claim("cover"), resolve("cover"), open_again("counselor")), ALWAYS),
        (then(claim("cover"), resolve("cover"), open_again("counselor"), work), {"counselor", "other_counselor"}),
    ],
)
def test_what_is_done_with_it_closes_it_to_all_but_those_who_read_or_have_it(
    cast: Cast, now: datetime, urgent: int, acts: After, expected: set[str]
) -> None:
    page(cast, now + 15 * MINUTE)
    acts(cast, urgent, now + 16 * MINUTE)
    assert readers(cast, urgent, now + 20 * MINUTE) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(10, {"counselor", "director"}), (11, ALWAYS)])
def test_whoever_was_paged_and_closed_it_can_look_while_they_can_take_it_back(
    cast: Cast, now: datetime, urgent: int, minutes: int, expected: set[str]
) -> None:
    page(cast, now + 15 * MINUTE)
    claim_flags(cast.director.viewer, seen(urgent), now + 16 * MINUTE)
    resolve_flag(cast.director.viewer, seen(urgent), RESOLVED, now + 16 * MINUTE)
    assert readers(cast, urgent, now + (16 + minutes) * MINUTE) == expected


def test_the_persons_other_open_flags_are_open_as_well_and_what_is_closed_is_not(
    cast: Cast, now: datetime, urgent: int
) -> None:
    same_day = make_flag(cast.ana.id, "craving", raised_at=now).id
    closed = make_flag(cast.ana.id, "mood", raised_at=now, state="resolved").id
    other = make_flag(cast.luis.id, "safety_active", Severity.URGENT, now).id
    page(cast, now + 15 * MINUTE)
    at = now + 20 * MINUTE
    assert readers(cast, same_day, at) == WIDER
    for name, member in cast.everyone.items():
        is_listed = set(db.session.scalars(select(Flag.id).where(is_open_flag_read_by(member.viewer, at))))
        assert ({urgent, same_day} <= is_listed) is (name in WIDER)
        assert closed not in is_listed
    assert readers(cast, closed, at) == ALWAYS
    assert readers(cast, other, at) == {"other_counselor"}
    claim_flags(cast.director.viewer, seen(urgent), at)
    resolve_flag(cast.director.viewer, seen(urgent), RESOLVED, at)
    release_flags(cast.program_id, at)
    assert readers(cast, same_day, at) == ALWAYS
    assert db.session.get_one(Flag, same_day).state == "open", "it came back to the team with the end of the page"


def test_a_page_opens_the_flag_and_its_place_on_the_list_and_not_the_record(
    cast: Cast, now: datetime, urgent: int
) -> None:
    for who in ("other_counselor", "director"):
        viewer = cast.everyone[who].viewer
        page(cast, now + 15 * MINUTE)
        found = triage(viewer, now + 15 * MINUTE)
        assert [(row.participant_id, row.is_record_open) for row in found.rows] == [(cast.ana.id, False)]
        assert not found.is_unassigned
        assert not flag_page(viewer, urgent, now).is_record_open
        with pytest.raises(NotFound):
            record_of(viewer, cast.ana.id, now)
    assert program_of(cast.director.viewer, now + 15 * MINUTE).waiting == 1
    assert flag_page(cast.counselor.viewer, urgent, now).is_record_open


def test_a_director_who_is_not_paged_has_no_list(cast: Cast, now: datetime, urgent: int) -> None:
    with pytest.raises(NotFound):
        triage(cast.director.viewer, now)
    page(cast, now + 15 * MINUTE)
    claim_flags(cast.counselor.viewer, seen(urgent), now + 16 * MINUTE)
    with pytest.raises(NotFound):
        triage(cast.director.viewer, now + 17 * MINUTE)


def test_whose_account_is_closed_has_nothing_any_more(cast: Cast, now: datetime, urgent: int) -> None:
    claim_flags(cast.other_counselor.viewer, seen(urgent), now)
    set_up(Person, cast.other_counselor.id, disabled_at=now)
    release_flags(cast.program_id, now + MINUTE)
    assert readers(cast, urgent, now + MINUTE) == ALWAYS
