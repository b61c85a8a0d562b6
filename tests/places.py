"""Every page of the product with the person who looks at it, and a scene in which each page has something to show."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from client_app.domain.check_ins import Kind
from client_app.domain.flag_life import Outcome, State
from client_app.domain.flags import Severity
from client_app.models import CopingStrategy, RecoveryReason, SafetyPlanVersion
from tests.cast import Cast
from tests.factories import make_check_in, make_flag, make_history, stored

CRAVINGS = [7, 6, None, 5, 6, 4, 6, 7, None, 5, 4, 6, 5, 3]
"""Ana's last fourteen days up to yesterday; the gaps are days without a check-in."""


@dataclass(frozen=True)
class Place:
    """A page as one person sees it."""

    name: str
    """What its picture is called."""
    path: str
    who: str | None = None
    """The part of the cast that looks at it; None: nobody is signed in."""
    status: int = 200

    def in_language(self, language: str) -> str:
        """The page's address in this language."""
        return f"{self.path}{'&' if '?' in self.path else '?'}language={language}"


PLACES = (
    Place("sign-in", "/sign-in"),
    Place("signed-out", "/sign-out"),
    Place("help-now", "/help-now"),
    Place("tools", "/tools"),
    Place("not-found", "/nothing-is-here", status=404),
    Place("today", "/today", "ana"),
    Place("today-after", "/today", "luis"),
    Place("check-in", "/check-in", "ana"),
    Place("check-in-yesterday", "/check-in?day=yesterday", "luis"),
    Place("check-in-update", "/check-in?kind=update", "luis"),
    Place("check-in-change", "/check-in?kind=change", "luis"),
    Place("receipt", "/check-in/receipt", "luis"),
    Place("check-ins", "/check-ins", "ana"),
    Place("plan", "/plan", "ana"),
    Place("safety-plan", "/plan/safety-plan", "ana"),
    Place("help-now-signed-in", "/help-now", "ana"),
    Place("triage", "/triage", "counselor"),
    Place("triage-empty", "/triage", "cover"),
    Place("flag", "/triage/flags/{flag}", "counselor"),
    Place("flag-resolved", "/triage/flags/{resolved}", "counselor"),
    Place("participants", "/participants", "counselor"),
    Place("participant", "/participants/{ana}", "counselor"),
    Place("good-days", "/participants/{ana}?view=good", "counselor"),
    Place("family", "/family", "family_member"),
    Place("program", "/program", "director"),
)


def arrange(cast: Cast, now: datetime) -> tuple[Place, ...]:
    """Give Ana two weeks, Luis a check-in of today, and flags in every state; hand out the places by address."""
    ana, luis, counselor = cast.ana.id, cast.luis.id, cast.counselor.id
    make_history(ana, now - timedelta(days=1), CRAVINGS)
    make_history(luis, now - timedelta(days=2), [4, 5, 4])
    make_check_in(luis, now, craving_now=2, mood=4, note="Buena noche.")
    make_check_in(luis, now, Kind.UPDATE, call_me="no")
    for position, text in enumerate(["Walk to the river", "Call my sister", "Make tea and sit down"], start=1):
        stored(CopingStrategy(participant_id=ana, text=text, position=position))
    stored(RecoveryReason(participant_id=ana, text="My daughter", position=1))
    stored(_safety_plan(ana, counselor, now))
    flag = make_flag(ana, "safety_active", Severity.URGENT, now, inputs={"safety": "active"}, due_at=now)
    make_flag(ana, "craving", Severity.SAME_DAY, now)
    make_flag(ana, "call_me", Severity.SAME_DAY, now, inputs={"call_me": "yes"})
    resolved = make_flag(
        ana,
        "mood_low",
        Severity.NEXT_CONTACT,
        now - timedelta(days=2),
        state=State.RESOLVED,
        claimed_by_id=counselor,
        claimed_at=now - timedelta(days=1),
        resolved_by_id=counselor,
        resolved_at=now - timedelta(days=1),
        outcome=Outcome.TALKED,
        useful=True,
    )
    numbers = {"flag": flag.id, "resolved": resolved.id, "ana": ana}
    return tuple(replace(place, path=place.path.format(**numbers)) for place in PLACES)


def _safety_plan(participant_id: int, author_id: int, now: datetime) -> SafetyPlanVersion:
    return SafetyPlanVersion(
        participant_id=participant_id,
        number=1,
        author_id=author_id,
        warning_signs="I stop answering my phone.",
        own_steps="A walk, then a shower.",
        people_and_places="The library on Main Street.",
        people_to_ask="My sister, 555-0101.",
        professionals="Carla at the program.",
        safe_surroundings="My brother keeps my pills.",
        written_at=now,
    )
