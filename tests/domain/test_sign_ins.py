"""How long a sign-in lives, and which addresses it may lead to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_app.domain.roles import Role
from client_app.domain.sign_ins import LONGEST_NEXT, TimeLeft, ends_at, is_alive, safe_next, time_left
from tests.support.disguises import DISGUISES

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
STAFF = [Role.COUNSELOR, Role.DIRECTOR]
AT_HOME = [Role.PARTICIPANT, Role.FAMILY_MEMBER]


@pytest.mark.parametrize(
    ("roles", "started", "last_seen", "ended", "expected"),
    [
        # before now, in seconds
        (STAFF, 3600, 15 * 60 - 1, None, True),
        (STAFF, 3600, 15 * 60, None, False),
        (AT_HOME, 3600, 30 * 60 - 1, None, True),
        (AT_HOME, 3600, 30 * 60, None, False),
        ([*STAFF, *AT_HOME], 12 * 3600 - 1, 1, None, True),
        ([*STAFF, *AT_HOME], 12 * 3600, 1, None, False),
        ([*STAFF, *AT_HOME], 60, 0, 0, False),  # signed out
        ([*STAFF, *AT_HOME], 0, 0, None, True),
    ],
)
def test_a_sign_in_ends_idle_old_or_by_hand(
    roles: list[Role], started: int, last_seen: int, ended: int | None, *, expected: bool
) -> None:
    ended_at = None if ended is None else NOW - timedelta(seconds=ended)
    for role in roles:
        started_at, last_seen_at = NOW - timedelta(seconds=started), NOW - timedelta(seconds=last_seen)
        assert is_alive(started_at, last_seen_at, ended_at, role, NOW) is expected


@pytest.mark.parametrize(
    ("role", "started", "last_seen", "seconds", "can_stay"),
    [
        # before now, in seconds
        (Role.COUNSELOR, 0, 0, 15 * 60, True),
        (Role.COUNSELOR, 3600, 13 * 60, 2 * 60, True),
        (Role.PARTICIPANT, 3600, 13 * 60, 17 * 60, True),
        (Role.PARTICIPANT, 12 * 3600 - 121, 0, 121, True),  # a tap now would move the end
        (Role.PARTICIPANT, 12 * 3600 - 120, 60, 120, False),
        (Role.DIRECTOR, 12 * 3600 - 1, 0, 1, False),
        (Role.DIRECTOR, 12 * 3600, 0, 0, False),
        (Role.DIRECTOR, 13 * 3600, 0, 0, False),
    ],
)
def test_what_is_left_of_a_sign_in(role: Role, started: int, last_seen: int, seconds: int, *, can_stay: bool) -> None:
    started_at, last_seen_at = NOW - timedelta(seconds=started), NOW - timedelta(seconds=last_seen)
    assert time_left(started_at, last_seen_at, role, NOW) == TimeLeft(seconds, can_stay)
    assert (ends_at(started_at, last_seen_at, role) > NOW) is is_alive(started_at, last_seen_at, None, role, NOW)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/today",
        "/check-in?day=yesterday",
        "/check-in?kind=update&language=es",
        "/participants/12",
        "/triage/flags/3",
        "/family/Zm9vYmFy_-1~/sessions",
        "/tools/",
        "/?language=en",
        "/sign-out-of-reach",
        "/.well-known",
        "/...",
        "/" + "a" * (LONGEST_NEXT - 1),
    ],
)
def test_a_path_of_our_own_is_kept_as_it_is(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize("raw", DISGUISES, ids=repr)
def test_whatever_is_not_plainly_ours_is_refused(raw: str | None) -> None:
    assert safe_next(raw) is None


@given(st.text(alphabet="/\\.%:@?#&;= \t\nabc2fF5c-", max_size=30))
def test_what_is_kept_starts_with_one_slash_and_hides_nothing(raw: str) -> None:
    kept = safe_next("/" + raw)
    if kept is not None:
        assert kept == "/" + raw
        assert not any(trick in kept for trick in ("//", "\\", "%", ":", "@", "#", ";", " ", "\t", "\n", "/../", "/./"))
