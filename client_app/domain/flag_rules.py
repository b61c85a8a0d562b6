"""The flag rules (default rules of the program's clinical figures), in the order in which clinicians sign them.

The page "Why was this flagged?" and the director's page of rules are drawn from ``RULES``. The urgent ones read the
answers as given, whatever question they belong to, and no threshold can switch them off.
"""

from collections.abc import Mapping

from client_app.domain.answers import Answer
from client_app.domain.definitions import SKIP
from client_app.domain.flags import Case, Finding, Grounds, Rule, Severity
from client_app.domain.missed_appointments import MISSED_APPOINTMENT
from client_app.domain.sentences import N_, Sentence

RULES_VERSION = "2"
"""Grows whenever a rule's meaning or wording changes; each flag keeps the one that raised it."""


def _safety_active(case: Case) -> Grounds | None:
    if case.answers.get("safety") != "active":
        return None
    return Grounds(Sentence(N_("Has active thoughts of suicide or self-harm.")), case.given("safety"))


def _not_safe_now(case: Case) -> Grounds | None:
    safe_now, safety = case.answers.get("safe_now"), case.answers.get("safety")
    if safe_now == "no":
        return Grounds(Sentence(N_("Says they cannot stay safe right now.")), case.given("safe_now"))
    if safe_now == SKIP and safety == "passive":
        return Grounds(
            Sentence(N_("Has thoughts of not wanting to live, and skipped whether they can stay safe right now.")),
            case.given("safety", "safe_now"),
        )
    return None


_OPIOID_REASONS: Mapping[Answer | None, str] = {
    "active": N_("Used an opioid and has active thoughts of suicide or self-harm."),
    "passive": N_("Used an opioid and has thoughts of not wanting to live."),
    SKIP: N_("Used an opioid and skipped the question about safety."),
    None: N_("Used an opioid and did not answer the question about safety."),
}


def _opioid_and_safety(case: Case) -> Grounds | None:
    safety = case.answers.get("safety")
    is_yet_to_come = safety is None and case.is_draft
    if not case.has_used("opioid") or is_yet_to_come or safety not in _OPIOID_REASONS:
        return None
    return Grounds(Sentence(_OPIOID_REASONS[safety]), case.given("used_what", "safety"))


def _safety_passive(case: Case) -> Grounds | None:
    if case.answers.get("safety") != "passive":
        return None
    return Grounds(Sentence(N_("Has thoughts of not wanting to live.")), case.given("safety"))


def _any_use(case: Case) -> Grounds | None:
    used = case.answers.get("used")
    if used == "yes":
        return Grounds(Sentence(N_("Used since the last check-in.")), case.given("used", "used_what"))
    if used != "no" and isinstance(case.answers.get("used_what"), tuple):
        return Grounds(Sentence(N_("Named what they used since the last check-in.")), case.given("used", "used_what"))
    return None


_HIGH_CRAVING = {
    "craving_now": N_("Craving %(value)s of 10 now; the line is %(line)s."),
    "craving_worst": N_("Strongest craving %(value)s of 10 in the last 24 hours; the line is %(line)s."),
}
_RISEN_CRAVING = {
    "craving_now": N_("Craving %(value)s of 10 now; usual is %(usual)s over the last %(days)s days."),
    "craving_worst": N_(
        "Strongest craving %(value)s of 10 in the last 24 hours; usual is %(usual)s over the last %(days)s days."
    ),
}


def _craving(case: Case) -> Grounds | None:
    lines = case.thresholds
    high: dict[str, Sentence] = {}
    risen: dict[str, Sentence] = {}
    for item in ("craving_now", "craving_worst"):
        value, usual = case.number(item), case.usual(item)
        if value is None:
            continue
        if value >= lines.craving_high:
            high[item] = Sentence(_HIGH_CRAVING[item], {"value": value, "line": lines.craving_high})
        elif usual is not None and value >= lines.craving_floor and value >= usual + lines.craving_rise:
            risen[item] = Sentence(
                _RISEN_CRAVING[item], {"value": value, "usual": f"{usual:g}", "days": lines.baseline_days}
            )
    said = high | risen  # a high figure speaks before a risen one, and now before the last 24 hours
    if not said:
        return None
    item, reason = next(iter(said.items()))
    return Grounds(reason, case.given(*said), case.usual(item))


def _call_me(case: Case) -> Grounds | None:
    if case.answers.get("call_me") != "yes":
        return None
    return Grounds(Sentence(N_("Asks for a call.")), case.given("call_me"))


def _home_unsafe(case: Case) -> Grounds | None:
    if case.answers.get("home_safe") != "no":
        return None
    return Grounds(Sentence(N_("Home does not feel safe and steady today.")), case.given("home_safe"))


def _side_effects(case: Case) -> Grounds | None:
    if case.answers.get("medication") != "side_effects":
        return None
    return Grounds(Sentence(N_("Reports side effects of the medication.")), case.given("medication"))


def _confidence_low(case: Case) -> Grounds | None:
    value, line = case.number("confidence"), case.thresholds.confidence_low
    if value is None or value > line:
        return None
    return Grounds(
        Sentence(
            N_("Confidence %(value)s of 10 to stay on plan today; the line is %(line)s."),
            {"value": value, "line": line},
        ),
        case.given("confidence"),
        case.usual("confidence"),
    )


def _medication_missed(case: Case) -> Grounds | None:
    days = case.times_running("medication", "missed")
    if len(days) < case.thresholds.medication_missed_times:
        return None
    return Grounds(
        Sentence(N_("Missed the medication %(count)s times running."), {"count": len(days)}),
        case.given("medication") | {"days": tuple(day.isoformat() for day in days)},
    )


def _safety_skipped(case: Case) -> Grounds | None:
    days = case.times_running("safety", SKIP)
    if len(days) < case.thresholds.safety_skipped_times:
        return None
    return Grounds(
        Sentence(N_("Skipped the question about safety %(count)s times running."), {"count": len(days)}),
        case.given("safety") | {"days": tuple(day.isoformat() for day in days)},
    )


def _quiet_days(case: Case) -> Grounds | None:
    if not case.quiet:
        return None
    return Grounds(
        Sentence(N_("No check-in and no update for %(count)s days running."), {"count": len(case.quiet)}),
        {"days": tuple(day.isoformat() for day in case.quiet)},
    )


def _mood_low(case: Case) -> Grounds | None:
    line = case.thresholds.mood_low
    days = case.days_running("mood", line)
    if len(days) < case.thresholds.mood_days:
        return None
    return Grounds(
        Sentence(N_("Mood at %(line)s of 5 or lower for %(count)s days running."), {"line": line, "count": len(days)}),
        case.given("mood") | {"days": tuple(day.isoformat() for day in days)},
        case.usual("mood"),
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "safety_active",
        Severity.URGENT,
        N_("The person has active thoughts of suicide or self-harm."),
        _safety_active,
        ("safety",),
    ),
    Rule(
        "not_safe_now",
        Severity.URGENT,
        N_("The person cannot stay safe right now, or skips that question after thoughts of not wanting to live."),
        _not_safe_now,
        ("safety", "safe_now"),
    ),
    Rule(
        "opioid_and_safety",
        Severity.URGENT,
        N_("The person used an opioid and has thoughts of not wanting to live, or leaves that question open."),
        _opioid_and_safety,
        ("used_what", "safety"),
    ),
    Rule(
        "safety_passive",
        Severity.SAME_DAY,
        N_("The person has thoughts of not wanting to live."),
        _safety_passive,
        ("safety",),
    ),
    Rule(
        "any_use",
        Severity.SAME_DAY,
        N_("The person used since the last check-in, whatever it was."),
        _any_use,
        ("used", "used_what"),
    ),
    Rule(
        "craving",
        Severity.SAME_DAY,
        N_(
            "Craving, now or at its strongest in the last 24 hours, is %(craving_high)s of 10 or more; or it is"
            " %(craving_floor)s or more and at least %(craving_rise)s above the person's own usual, the middle of"
            " at least %(baseline_answers)s answers in the last %(baseline_days)s days."
        ),
        _craving,
        ("craving_now", "craving_worst"),
    ),
    Rule("call_me", Severity.SAME_DAY, N_("The person asks for a call."), _call_me, ("call_me",)),
    Rule(
        "home_unsafe",
        Severity.SAME_DAY,
        N_("Home does not feel safe and steady to the person."),
        _home_unsafe,
        ("home_safe",),
    ),
    Rule(
        "side_effects",
        Severity.SAME_DAY,
        N_("The person reports side effects of the medication."),
        _side_effects,
        ("medication",),
    ),
    Rule(
        "confidence_low",
        Severity.NEXT_CONTACT,
        N_("Confidence to stay on plan is %(confidence_low)s of 10 or lower."),
        _confidence_low,
        ("confidence",),
    ),
    Rule(
        "medication_missed",
        Severity.NEXT_CONTACT,
        N_("The medication was missed %(medication_missed_times)s times running."),
        _medication_missed,
        ("medication",),
    ),
    Rule(
        "safety_skipped",
        Severity.NEXT_CONTACT,
        N_("The question about safety was skipped %(safety_skipped_times)s times running."),
        _safety_skipped,
        ("safety",),
    ),
    Rule(
        "quiet_days",
        Severity.NEXT_CONTACT,
        N_("The last %(quiet_days)s ended days have no check-in and no update."),
        _quiet_days,
    ),
    MISSED_APPOINTMENT,
    Rule(
        "mood_low",
        Severity.NEXT_CONTACT,
        N_("Mood is %(mood_low)s of 5 or lower for %(mood_days)s days running."),
        _mood_low,
        ("mood",),
    ),
)


def findings(case: Case) -> tuple[Finding, ...]:
    """Judge a case by every rule: a sent check-in or update, quiet days, or a missed appointment."""
    return _found(case, RULES)


def urgent_findings(case: Case) -> tuple[Finding, ...]:
    """Judge a case by the rules that act the moment an answer is given, even if it is never sent."""
    return _found(case, tuple(rule for rule in RULES if rule.severity is Severity.URGENT))


def untouched_draft_findings(case: Case) -> tuple[Finding, ...]:
    """Judge a draft that was left untouched for 30 minutes: a call that was asked for, and any use."""
    return _found(case, tuple(rule for rule in RULES if rule.code in {"any_use", "call_me"}))


def _found(case: Case, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    return tuple(finding for rule in rules if (finding := rule.applies(case)) is not None)
