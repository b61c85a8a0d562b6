"""Quiet plans: written by participants or whoever reads for them, version by version, and first on their flags."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from client_app.domain.contact_cards import ContactCard, TypedCard
from client_app.domain.local_days import ONE_DAY, local_day
from client_app.domain.quiet_plans import (
    CHANGED_MEANWHILE,
    NO_NAME,
    NamedPerson,
    Occasion,
    QuietPlan,
    Step,
    TypedQuietPlan,
    Wish,
)
from client_app.domain.refusals import Conflict, Invalid, NotFound
from client_app.domain.thresholds import Thresholds
from client_app.extensions import db
from client_app.models import Enrollment, Person, Program, QuietPlanVersion
from client_app.services.contact_cards import NEW, keep_card
from client_app.services.flag_pages import flag_page
from client_app.services.quiet_days import RULE, raise_quiet_flag
from client_app.services.quiet_plans import NONE_YET, first_thing, keep_quiet_plan, quiet_plan_of, told_after
from tests.cast import Cast
from tests.factories import make_check_in, make_flag, make_pause, make_thresholds
from tests.support.flags import away, unassign
from tests.support.posts import at_once, audit_lines, fresh, refusal_of

PLAN = QuietPlan(
    steps={
        Occasion.TWO_DAYS: Step(Wish.CALL_ME, "Mornings only."),
        Occasion.THREE_DAYS: Step(Wish.CALL_SOMEBODY),
        Occasion.MISSED: Step(Wish.TEXT_ME),
    },
    never="my work",
    named=NamedPerson("Rosa", "312-555-0163", "my sister"),
)
TYPED = TypedQuietPlan.of(PLAN)
OTHER = TypedQuietPlan.of(replace(PLAN, never=""))
LATER = timedelta(minutes=5)
EVERYBODY_ELSE = ["luis", "cover", "other_counselor", "family_member", "director", "stranger", "strange_counselor"]


def kept(cast: Cast, now: datetime) -> None:
    """Ana keeps her plan."""
    keep_quiet_plan(cast.ana.viewer, cast.ana.id, TYPED, NONE_YET, now)


def versions() -> int:
    """How many versions there are."""
    fresh()
    return db.session.scalars(select(func.count()).select_from(QuietPlanVersion)).one()


def test_before_anything_is_written(cast: Cast, now: datetime) -> None:
    found = quiet_plan_of(cast.ana.viewer, cast.ana.id, now)
    assert (found.plan, found.number, found.written_at, found.author) == (QuietPlan(), NONE_YET, None, None)
    assert (found.name, told_after(cast.ana.id), found.cautions) == ("Ana", 2, {})


def test_the_participant_writes_it(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    found = quiet_plan_of(cast.ana.viewer, cast.ana.id, now)
    assert (found.plan, found.number, found.written_at, found.author) == (PLAN, 1, now, "Ana")
    [line] = audit_lines()
    assert (line.action, line.actor_id, line.participant_id) == ("quiet_plan.written", cast.ana.id, cast.ana.id)
    assert line.details == {"number": 1}  # none of the words


def test_so_does_whoever_reads_for_them_and_the_old_version_stays(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    keep_quiet_plan(cast.counselor.viewer, cast.ana.id, OTHER, 1, now + LATER)
    found = quiet_plan_of(cast.counselor.viewer, cast.ana.id, now)
    assert (found.plan.never, found.number, found.author) == ("", 2, "Carla Reyes")
    fresh()
    rows = db.session.scalars(select(QuietPlanVersion).order_by(QuietPlanVersion.number)).all()
    assert [QuietPlan.from_json(row.plan) for row in rows] == [PLAN, OTHER.plan()]


def test_everything_can_be_taken_back(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    keep_quiet_plan(cast.ana.viewer, cast.ana.id, TypedQuietPlan.of(QuietPlan()), 1, now)
    found = quiet_plan_of(cast.ana.viewer, cast.ana.id, now)
    assert (found.plan.is_empty, found.number) == (True, 2)


@pytest.mark.parametrize("seen", [NONE_YET, 1, 7])
def test_the_same_plan_again_is_no_new_version(cast: Cast, now: datetime, seen: int) -> None:
    kept(cast, now)
    keep_quiet_plan(cast.counselor.viewer, cast.ana.id, TYPED, seen, now + LATER)
    assert (versions(), len(audit_lines())) == (1, 1)


def test_nothing_at_all_is_no_version(cast: Cast, now: datetime) -> None:
    keep_quiet_plan(cast.ana.viewer, cast.ana.id, TypedQuietPlan.of(QuietPlan()), NONE_YET, now)
    assert (versions(), audit_lines()) == (0, [])


@pytest.mark.parametrize("seen", [NONE_YET, 2, -1, 2**31])
def test_a_stale_form_overwrites_nothing(cast: Cast, now: datetime, seen: int) -> None:
    kept(cast, now)
    with pytest.raises(Conflict) as refused:
        keep_quiet_plan(cast.counselor.viewer, cast.ana.id, OTHER, seen, now)
    assert refused.value.reason == CHANGED_MEANWHILE
    assert versions() == 1


@pytest.mark.parametrize("seen", [NONE_YET, 1])
def test_of_several_at_once_one_is_kept(app: Flask, cast: Cast, now: datetime, seen: int) -> None:
    if seen:
        kept(cast, now)
    plans = [TypedQuietPlan.of(replace(PLAN, never=f"at {hour}")) for hour in range(5)]
    results = at_once(
        app, *(lambda plan=plan: keep_quiet_plan(cast.ana.viewer, cast.ana.id, plan, seen, now) for plan in plans)
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict"] * 4 + ["NoneType"]
    assert versions() == seen + 1


def test_what_cannot_be_kept_is_not(cast: Cast, now: datetime) -> None:
    typed = TypedQuietPlan.read({"one_day": ["call_somebody"]})
    assert refusal_of(lambda: keep_quiet_plan(cast.ana.viewer, cast.ana.id, typed, 0, now)) == NO_NAME.english()
    with pytest.raises(Invalid):
        keep_quiet_plan(cast.ana.viewer, cast.ana.id, typed, NONE_YET, now)
    assert versions() == 0


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_for_everybody_else_there_is_none(cast: Cast, now: datetime, who: str) -> None:
    viewer = cast.everyone[who].viewer
    for read in (
        lambda: quiet_plan_of(viewer, cast.ana.id, now),
        lambda: keep_quiet_plan(viewer, cast.ana.id, TYPED, NONE_YET, now),
        lambda: first_thing(viewer, RULE, cast.ana.id, now),
    ):
        with pytest.raises(NotFound):
            read()
    assert versions() == 0


def test_staff_have_no_plan_of_their_own(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotFound):
        quiet_plan_of(cast.counselor.viewer, cast.counselor.id, now)


def test_the_cover_and_a_director_read_it_when_it_falls_to_them(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    away(cast, now)
    assert quiet_plan_of(cast.cover.viewer, cast.ana.id, now).plan == PLAN
    unassign(cast)
    assert quiet_plan_of(cast.director.viewer, cast.ana.id, now).plan == PLAN


def test_it_says_when_the_team_is_told(cast: Cast, now: datetime) -> None:
    make_thresholds(db.session.get_one(Program, cast.program_id), Thresholds(quiet_days=4), 2)
    assert told_after(cast.ana.id) == 4
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    enrollment.ended_on = now.date()
    db.session.commit()
    assert told_after(cast.ana.id) is None


def test_a_text_is_cautioned_until_the_card_allows_it(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    assert list(quiet_plan_of(cast.ana.viewer, cast.ana.id, now).cautions) == [Occasion.MISSED]
    wanted = first_thing(cast.counselor.viewer, "missed_appointment", cast.ana.id, now)
    assert wanted is not None
    assert wanted.caution is not None
    card = TypedCard.of(ContactCard(name="Ana", may_text=True), is_kept=True)
    keep_card(cast.ana.viewer, cast.ana.id, card, NEW, now)
    assert quiet_plan_of(cast.ana.viewer, cast.ana.id, now).cautions == {}


@pytest.mark.parametrize(
    ("heard_days_ago", "occasion", "says"),
    [
        (0, None, None),
        (1, None, None),
        (2, Occasion.ONE_DAY, None),
        (3, Occasion.TWO_DAYS, "Call me"),
        (4, Occasion.THREE_DAYS, "Call Rosa (my sister)"),
        (9, Occasion.THREE_DAYS, "Call Rosa (my sister)"),
        (None, Occasion.THREE_DAYS, "Call Rosa (my sister)"),
    ],
)
def test_which_step_applies_on_a_flag_for_silence(
    cast: Cast, now: datetime, heard_days_ago: int | None, occasion: Occasion | None, says: str | None
) -> None:
    kept(cast, now)
    if heard_days_ago is not None:
        make_check_in(cast.ana.id, now - heard_days_ago * ONE_DAY)
    wanted = flag_page(cast.counselor.viewer, make_flag(cast.ana.id, RULE).id, now).wanted
    assert wanted is not None
    assert wanted.occasion is occasion
    step = wanted.step
    assert (step.wish.english() if step and step.wish else None) == says
    assert wanted.caution is None


def test_the_flag_that_the_worker_raises_has_it_first(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    make_check_in(cast.ana.id, now - 3 * ONE_DAY)
    raise_quiet_flag(cast.ana.id, now)
    wanted = first_thing(cast.counselor.viewer, RULE, cast.ana.id, now)
    assert wanted is not None
    assert wanted.title.english() == "What Ana wants us to do after 2 silent days"


def test_no_silence_counts_while_somebody_is_away_or_not_there_yet(cast: Cast, now: datetime) -> None:
    counselor, today = cast.counselor.viewer, local_day(now, ZoneInfo(cast.ana.viewer.zone))
    enrollment = db.session.scalars(select(Enrollment).where(Enrollment.participant_id == cast.ana.id)).one()
    pause = make_pause(cast.ana.id, today, today)
    wanted = first_thing(counselor, RULE, cast.ana.id, now)
    assert wanted is not None
    assert wanted.occasion is None
    assert wanted.title.english() == "What Ana wants us to do on silent days"
    db.session.delete(pause)
    db.session.get_one(Person, cast.ana.id).joined_at = None
    db.session.commit()
    wanted = first_thing(counselor, RULE, cast.ana.id, now)
    assert wanted is not None
    assert wanted.occasion is None
    enrollment.ended_on = today
    db.session.commit()
    wanted = first_thing(counselor, RULE, cast.ana.id, now)
    assert wanted is not None
    assert wanted.occasion is None


def test_other_flags_have_nothing_of_it(cast: Cast, now: datetime) -> None:
    kept(cast, now)
    assert flag_page(cast.counselor.viewer, make_flag(cast.ana.id).id, now).wanted is None
