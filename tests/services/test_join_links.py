"""Single-use links: who may make them, and that each lets its person in once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from client_app.domain.join_links import NO_GOOD, LinkKind
from client_app.domain.refusals import Busy, Invalid, NotFound
from client_app.extensions import db
from client_app.models import JoinLink, Person, SignIn, TrustedPhone
from client_app.services.join_links import (
    CLOSED_ACCOUNT,
    OWN_ACCOUNT,
    Awaited,
    Handover,
    NoGoodLinkError,
    check_link,
    join,
    link_for_account,
    link_for_participant,
    link_for_staff,
    participant_to_link,
    staff_to_link,
)
from client_app.services.people import account_of
from client_app.services.sign_ins import sign_in
from tests.cast import Cast
from tests.factories import PASSWORD, stored
from tests.support.links import A_WHILE, NEW_PASSWORD, disable, only_link, person_of
from tests.support.posts import at_once, audit_lines, refusal_of


@pytest.fixture
def link(cast: Cast, now: datetime) -> Handover:
    """A way back in for Ana, made by her counselor."""
    return link_for_participant(cast.counselor.viewer, cast.ana.id, now)


def use(link: Handover, now: datetime, password: str = NEW_PASSWORD) -> None:
    """Set a password by the link."""
    join(None, link.token, password, now, demo=False)


def test_a_link_is_handed_out_once_and_stored_as_a_hash(cast: Cast, link: Handover, now: datetime) -> None:
    row = only_link()
    assert (row.person_id, row.kind, row.made_by_id) == (cast.ana.id, LinkKind.RESET, cast.counselor.id)
    assert (row.made_at, row.expires_at) == (now, now + timedelta(minutes=30))
    assert (link.name, link.email, link.path) == ("Ana", cast.ana.email, f"/join/{link.token}")
    assert len(link.token.replace("-", "")) == 52  # 256 bits, five in each letter
    assert link.token not in row.token_hash
    assert link.token not in repr(link)


def test_every_token_is_another_one(cast: Cast, now: datetime) -> None:
    assert len({link_for_participant(cast.counselor.viewer, cast.ana.id, now).token for _ in range(5)}) == 5


def test_a_password_is_set_and_everything_from_before_ends(cast: Cast, link: Handover, now: datetime) -> None:
    assert sign_in(cast.ana.email, PASSWORD, now, demo=False)
    stored(TrustedPhone(person_id=cast.ana.id, token_hash="p", trusted_at=now, expires_at=now + timedelta(days=30)))
    use(link, now + A_WHILE)
    assert db.session.scalars(select(SignIn.ended_at)).all() == [now + A_WHILE]
    assert db.session.scalars(select(TrustedPhone.ended_at)).all() == [now + A_WHILE]
    assert only_link().used_at == now + A_WHILE
    assert sign_in(cast.ana.email, PASSWORD, now, demo=False) is None
    assert sign_in(cast.ana.email, NEW_PASSWORD, now, demo=False)


def test_making_a_link_ends_nothing(cast: Cast, now: datetime) -> None:
    assert sign_in(cast.ana.email, PASSWORD, now, demo=False)
    link_for_participant(cast.counselor.viewer, cast.ana.id, now)
    assert db.session.scalars(select(SignIn.ended_at)).all() == [None]
    assert sign_in(cast.ana.email, PASSWORD, now, demo=False)


def test_the_record_tells_of_making_using_and_refusing_without_the_token(
    cast: Cast, link: Handover, now: datetime
) -> None:
    use(link, now)
    for token in (link.token, "nobody-knows-this"):
        with pytest.raises(NoGoodLinkError):
            check_link(cast.luis.viewer, token, now, demo=False)
    lines = [(line.action, line.subject, line.actor_id, line.participant_id) for line in audit_lines()]
    assert lines == [
        ("join_link.made", "join_links:1", cast.counselor.id, cast.ana.id),
        ("join_link.used", "join_links:1", None, cast.ana.id),
        ("join_link.refused", "join_links:1", cast.luis.id, None),
        ("join_link.refused", "join_links:unknown", cast.luis.id, None),
    ]
    assert link.token not in str(audit_lines())


def test_looking_consumes_nothing(link: Handover, now: datetime) -> None:
    for _ in range(3):
        check_link(None, link.token, now, demo=False)
    use(link, now)


def test_capitals_and_dashes_do_not_matter(link: Handover, now: datetime) -> None:
    join(None, link.token.upper().replace("-", ""), NEW_PASSWORD, now, demo=False)


def used(link: Handover, _cast: Cast, now: datetime) -> None:
    use(link, now)


def withdrawn(_link: Handover, cast: Cast, now: datetime) -> None:
    link_for_participant(cast.counselor.viewer, cast.ana.id, now)


def disabled(_link: Handover, cast: Cast, now: datetime) -> None:
    disable(cast.ana.id, now)


def of_the_demo(_link: Handover, cast: Cast, now: datetime) -> None:  # noqa: ARG001 - one of several
    db.session.get_one(Person, cast.ana.id).is_demo = True
    db.session.commit()


def expired(_link: Handover, cast: Cast, now: datetime) -> None:  # noqa: ARG001 - one of several
    db.session.query(JoinLink).update({"expires_at": now})
    db.session.commit()


@pytest.mark.parametrize("spoil", [used, withdrawn, disabled, of_the_demo, expired])
def test_a_link_that_opens_nothing_changes_nothing(
    cast: Cast, link: Handover, now: datetime, spoil: Callable[[Handover, Cast, datetime], None]
) -> None:
    spoil(link, cast, now)
    before = person_of(link).password_hash
    assert refusal_of(lambda: check_link(None, link.token, now, demo=False)) == NO_GOOD.english()
    assert refusal_of(lambda: use(link, now, "another calm river morning")) == NO_GOOD.english()
    assert person_of(link).password_hash == before


@pytest.mark.parametrize("token", ["", "x", "\ud800", "é" * 90, "a\0b", "../../etc", "x" * 100_000])
@pytest.mark.usefixtures("link")
def test_no_token_at_all_is_refused_in_the_same_words(now: datetime, token: str) -> None:
    assert refusal_of(lambda: check_link(None, token, now, demo=False)) == NO_GOOD.english()


def test_a_short_password_leaves_the_link_good(link: Handover, now: datetime) -> None:
    with pytest.raises(Invalid):
        use(link, now, "short")
    assert only_link().used_at is None
    use(link, now)


def test_twenty_at_once_give_one_success(link: Handover, context: Flask, now: datetime) -> None:
    results = at_once(context, *[lambda: use(link, now)] * 20)
    assert sum(result is None for result in results) == 1
    refused = [result for result in results if result is not None]
    assert all(isinstance(result, NoGoodLinkError | Busy) for result in refused)  # who is told to wait comes too late
    assert [line.action for line in audit_lines()].count("join_link.used") == 1


def test_two_new_links_at_once_leave_one_good(cast: Cast, context: Flask, now: datetime) -> None:
    at_once(context, *[lambda: link_for_participant(cast.counselor.viewer, cast.ana.id, now)] * 4)
    waiting = select(JoinLink.id).where(JoinLink.withdrawn_at.is_(None), JoinLink.person_id == cast.ana.id)
    assert len(db.session.scalars(waiting).all()) == 1


@pytest.mark.parametrize("who", ["cover", "other_counselor", "strange_counselor", "director", "ana", "family_member"])
def test_only_who_reads_a_participant_makes_their_link(cast: Cast, now: datetime, who: str) -> None:
    for ask in (participant_to_link, link_for_participant):
        with pytest.raises(NotFound):
            ask(cast.everyone[who].viewer, cast.ana.id, now)
    assert db.session.query(JoinLink).count() == 0


def test_a_director_makes_links_for_the_own_staff(cast: Cast, now: datetime) -> None:
    director = cast.director.viewer
    assert staff_to_link(director, cast.counselor.id) == Awaited("Carla Reyes", has_joined=True)
    link = link_for_staff(director, cast.counselor.id, now)
    assert (link.person_id, link.kind) == (cast.counselor.id, LinkKind.RESET)
    assert audit_lines()[0].participant_id is None
    use(link, now)
    for stranger in (cast.ana, cast.family_member, cast.strange_counselor, cast.stranger):
        with pytest.raises(NotFound):
            link_for_staff(director, stranger.id, now)
    assert refusal_of(lambda: link_for_staff(director, cast.director.id, now)) == OWN_ACCOUNT.english()


def test_no_link_leads_into_a_closed_account(cast: Cast, now: datetime) -> None:
    disable(cast.ana.id, now)
    account = account_of(cast.ana.email)
    assert account is not None
    closed = CLOSED_ACCOUNT.english()
    assert refusal_of(lambda: link_for_participant(cast.counselor.viewer, cast.ana.id, now)) == closed
    assert refusal_of(lambda: link_for_account(account, now)) == closed


def test_a_command_makes_a_link_for_anybody(cast: Cast, now: datetime) -> None:
    account = account_of(cast.family_member.email)
    assert account is not None
    use(link_for_account(account, now), now)
    assert sign_in(cast.family_member.email, NEW_PASSWORD, now, demo=False)
