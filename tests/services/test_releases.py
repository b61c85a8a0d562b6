"""A flag is never held by somebody who does not read it: whatever ends their reading opens it for the others again."""

from datetime import datetime, timedelta

from client_app.domain.flag_life import State
from client_app.domain.roles import Role
from client_app.extensions import db
from client_app.models import Caseload, Person
from client_app.services import staff
from client_app.services.flag_histories import history_of_flag
from client_app.services.flags import claim_flags
from client_app.services.join_links import join, link_for_staff
from client_app.services.people import account_of
from client_app.services.releases import programs_with_claims, release_flags
from client_app.services.roles import change_role
from client_app.services.staff_reads import staff_member
from tests.cast import Cast
from tests.factories import make_flag
from tests.support.flags import away, claimed, events, flag, seen
from tests.support.links import NEW_PASSWORD
from tests.support.posts import audit_lines

DAY = timedelta(days=1)


def taken_by_the_cover(cast: Cast, now: datetime) -> int:
    """A flag of Ana's that the cover has claimed while her counselor is away for a day."""
    away(cast, now)
    db.session.get_one(Caseload, cast.caseload_id).away_until = now + DAY
    db.session.commit()
    craving = make_flag(cast.ana.id).id
    claim_flags(cast.cover.viewer, seen(craving), now)
    return craving


def holder(flag_id: int) -> int | None:
    """Who has it."""
    return flag(flag_id).claimed_by_id


def test_when_an_absence_runs_out_what_the_cover_has_is_open_again(cast: Cast, now: datetime) -> None:
    craving = taken_by_the_cover(cast, now)
    assert programs_with_claims() == [cast.program_id]
    before = len(audit_lines())
    release_flags(cast.program_id, now + DAY - timedelta(seconds=1))
    assert (holder(craving), len(audit_lines())) == (cast.cover.id, before)
    release_flags(cast.program_id, now + DAY)
    assert (flag(craving).state, holder(craving), events(craving)[-1]) == (State.OPEN, None, "released")
    assert [line.action for line in audit_lines()[before:]] == ["flag.released"]
    assert history_of_flag(craving)[-1].what.english() == (
        "It is open again: whoever had it does not read it any longer."
    )
    assert programs_with_claims() == []


def test_when_the_counselor_is_back_already(cast: Cast, now: datetime) -> None:
    craving = taken_by_the_cover(cast, now)
    form = staff_member(cast.director.viewer, cast.counselor.id, now).seen
    staff.end_absence(cast.director.viewer, cast.counselor.id, form, now)
    assert holder(craving) is None


def test_what_the_counselor_has_stays_while_they_are_away_and_afterwards(cast: Cast, now: datetime) -> None:
    craving = claimed(cast, now)
    away(cast, now)
    release_flags(cast.program_id, now)
    assert holder(craving) == cast.counselor.id


def test_when_a_disabled_counselor_is_there_again(cast: Cast, now: datetime) -> None:
    staff.disable_member(cast.director.viewer, cast.counselor.id, now)
    craving = make_flag(cast.ana.id).id
    claim_flags(cast.cover.viewer, seen(craving), now)
    staff.enable_member(cast.director.viewer, cast.counselor.id, now)
    assert holder(craving) is None


def test_when_an_invited_counselor_joins_a_director_reads_no_longer(cast: Cast, now: datetime) -> None:
    db.session.get_one(Person, cast.counselor.id).joined_at = None
    db.session.get_one(Caseload, cast.caseload_id).cover_id = None
    db.session.commit()
    craving = make_flag(cast.ana.id).id
    claim_flags(cast.director.viewer, seen(craving), now)
    link = link_for_staff(cast.director.viewer, cast.counselor.id, now)
    join(None, link.token, NEW_PASSWORD, now, demo=False)
    assert holder(craving) is None


def test_another_role_reads_nothing_as_before(cast: Cast, now: datetime) -> None:
    craving = taken_by_the_cover(cast, now)
    account = account_of(cast.cover.email)
    assert account is not None
    change_role(account, Role.DIRECTOR, now)
    assert holder(craving) is None
