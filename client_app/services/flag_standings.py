"""Where flags stand: what the guards of a flag's life need to know, read in one statement."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, literal
from sqlalchemy.orm import aliased

from client_app.domain.flag_life import Standing, State, Step
from client_app.models import Flag, Person
from client_app.models.flags import state_type

Claimer = aliased(Person)
Resolver = aliased(Person)
Newer = aliased(Flag)


def is_unresolved(flag: Any = Flag) -> ColumnElement[bool]:
    """Whether a flag still wants somebody, written out so that both databases use the index of such flags."""
    unresolved: ColumnElement[bool] = flag.state != literal(State.RESOLVED, state_type, literal_execute=True)
    return unresolved


def with_standing(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Let a read of flags bring along who claimed and who closed each, for ``as_standing``."""
    successor = exists().where(
        Newer.participant_id == Flag.participant_id, Newer.rule == Flag.rule, Newer.id != Flag.id, is_unresolved(Newer)
    )
    return (
        query.add_columns(
            Flag.state,
            Flag.claimed_by_id,
            Flag.claimed_at,
            Claimer.name.label("claimer"),
            Flag.resolved_by_id,
            Flag.resolved_at,
            Resolver.name.label("resolver"),
            successor.correlate(Flag).label("has_successor"),
        )
        .outerjoin(Claimer, Claimer.id == Flag.claimed_by_id)
        .outerjoin(Resolver, Resolver.id == Flag.resolved_by_id)
    )


def as_standing(row: Row[*tuple[Any, ...]]) -> Standing:
    """The standing of one such row."""
    if row.state is not State.RESOLVED:
        return as_claimed(row)
    return Standing(row.state, Step(row.resolved_by_id, row.resolver, row.resolved_at), row.has_successor)


def as_claimed(row: Row[*tuple[Any, ...]]) -> Standing:
    """The standing of a row that is not closed: nobody's, or somebody's."""
    if row.state is State.OPEN:
        return Standing(State.OPEN)
    return Standing(State.ACKNOWLEDGED, Step(row.claimed_by_id, row.claimer, row.claimed_at))
