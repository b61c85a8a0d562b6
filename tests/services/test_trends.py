"""The small pictures: each person's own days, gaps stay gaps."""

from datetime import date, datetime, timedelta

from client_app.domain.check_ins import Kind
from client_app.services.trends import craving_trends
from tests.cast import Cast
from tests.factories import make_check_in, make_history

TODAY = date(2026, 11, 23)


def test_each_persons_own_fourteen_days(cast: Cast, now: datetime) -> None:
    make_history(cast.ana.id, now, [1, *[None] * 12, 2, 3])  # the 1 is fifteen days old
    make_history(cast.luis.id, now, [7])
    make_check_in(cast.ana.id, now, Kind.UPDATE, call_me="yes")
    make_check_in(cast.ana.id, now + timedelta(days=1), craving_now=9)
    pictures = craving_trends([cast.ana.id, cast.luis.id], TODAY)
    assert [point.value for point in pictures[cast.ana.id].days] == [*[None] * 12, 2, 3]
    assert pictures[cast.luis.id].days[-1].value == 7
    assert pictures[cast.luis.id].days[0].day == TODAY - timedelta(days=13)


def test_a_person_without_answers_has_an_empty_picture(cast: Cast) -> None:
    assert {point.value for point in craving_trends([cast.ana.id], TODAY)[cast.ana.id].days} == {None}
