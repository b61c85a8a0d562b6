"""Posts that arrive at the same moment, on either database: stored once, and the other one told so."""

from datetime import datetime

from flask import Flask

from client_app.domain.check_ins import Kind
from client_app.domain.refusals import Conflict
from client_app.services.check_ins import ALREADY_SENT, DAY_TAKEN, send_check_in
from tests.cast import Cast
from tests.support.posts import TODAY, a_post, at_once, check_in, check_ins_of, rules_of, versions


def test_the_same_post_twice_at_once_is_stored_once(cast: Cast, context: Flask, now: datetime) -> None:
    post = a_post(craving_now=9)
    numbers = at_once(context, *[lambda: send_check_in(cast.ana.viewer, post, now)] * 4)
    assert numbers == [check_in(1).id] * 4
    assert (len(versions(1)), rules_of(cast.ana.id)) == (1, ["craving"])


def test_two_posts_for_one_day_at_once_store_one(cast: Cast, context: Flask, now: datetime) -> None:
    posts = [a_post(craving_now=9, call_me="yes"), a_post(craving_now=8, call_me="yes")]
    results = at_once(context, *[lambda post=post: send_check_in(cast.ana.viewer, post, now) for post in posts])
    [conflict] = [result for result in results if not isinstance(result, int)]
    assert isinstance(conflict, Conflict)
    assert conflict.reason == DAY_TAKEN
    assert check_ins_of(cast.ana.id) == [(Kind.DAILY, TODAY)]
    assert sorted(rules_of(cast.ana.id)) == ["call_me", "craving"]


def test_updates_at_once_raise_one_flag_per_rule(cast: Cast, context: Flask, now: datetime) -> None:
    sends = [lambda: send_check_in(cast.ana.viewer, a_post(Kind.UPDATE, safety="active"), now)] * 4
    assert sorted(map(str, at_once(context, *sends))) == ["1", "2", "3", "4"]
    assert rules_of(cast.ana.id) == ["safety_active"]


def test_two_people_with_one_id_at_once_are_one_check_in_and_one_refusal(
    cast: Cast, context: Flask, now: datetime
) -> None:
    post = a_post()
    people = [cast.ana.viewer, cast.luis.viewer]
    results = at_once(context, *[lambda viewer=viewer: send_check_in(viewer, post, now) for viewer in people])
    [refused] = [result for result in results if not isinstance(result, int)]
    assert isinstance(refused, Conflict)
    assert refused.reason == ALREADY_SENT
    assert len(check_ins_of(cast.ana.id)) + len(check_ins_of(cast.luis.id)) == 1
