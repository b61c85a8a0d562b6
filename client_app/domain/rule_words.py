"""What rules and thresholds are called where a director reads and decides about them."""

from collections.abc import Mapping
from dataclasses import dataclass

from client_app.domain.sentences import N_, Sentence
from client_app.domain.thresholds import RANGES, Thresholds

RULE_NAMES: Mapping[str, str] = {
    "safety_active": N_("Active thoughts of suicide or self-harm"),
    "not_safe_now": N_("Cannot stay safe right now"),
    "opioid_and_safety": N_("Opioid use with thoughts of not wanting to live"),
    "safety_passive": N_("Thoughts of not wanting to live"),
    "any_use": N_("Any use"),
    "craving": N_("Strong craving"),
    "call_me": N_("Asks for a call"),
    "home_unsafe": N_("Home does not feel safe"),
    "side_effects": N_("Side effects"),
    "confidence_low": N_("Low confidence"),
    "medication_missed": N_("Missed medication"),
    "safety_skipped": N_("Skips the question about safety"),
    "quiet_days": N_("Quiet days"),
    "missed_appointment": N_("Missed appointment"),
    "mood_low": N_("Low mood"),
}
"""Each rule in a few words."""


@dataclass(frozen=True)
class FigureWords:
    """How a threshold is called, and what it does; both are marked for translation."""

    label: str
    hint: str = ""


FIGURE_WORDS: Mapping[str, FigureWords] = {
    "craving_high": FigureWords(N_("Flag craving from"), N_("For everybody, of 10.")),
    "craving_floor": FigureWords(N_("Never flag craving below"), N_("Whatever is usual for the person, of 10.")),
    "craving_rise": FigureWords(N_("Flag craving above the person's usual by"), N_("Once it has reached the floor.")),
    "baseline_days": FigureWords(N_("Take the usual from the last days"), N_("Days before the check-in.")),
    "baseline_answers": FigureWords(N_("Answers that make a usual"), N_("With fewer there is none.")),
    "confidence_low": FigureWords(N_("Flag confidence down from"), N_("Of 10.")),
    "medication_missed_times": FigureWords(N_("Flag missed medication from"), N_("Times running.")),
    "safety_skipped_times": FigureWords(N_("Flag skipping from"), N_("Times running.")),
    "quiet_days": FigureWords(N_("Flag silence from"), N_("Ended days running.")),
    "quiet_hour": FigureWords(N_("Look for quiet days from the hour"), N_("Of the program's day, 0 to 23.")),
    "mood_low": FigureWords(N_("Mood counts as low down from"), N_("Of 5.")),
    "mood_days": FigureWords(N_("Flag low mood from"), N_("Days running.")),
}

FIGURES_OF: Mapping[str, tuple[str, ...]] = {
    "craving": ("craving_high", "craving_floor", "craving_rise", "baseline_days", "baseline_answers"),
    "confidence_low": ("confidence_low",),
    "medication_missed": ("medication_missed_times",),
    "safety_skipped": ("safety_skipped_times",),
    "quiet_days": ("quiet_days", "quiet_hour"),
    "mood_low": ("mood_low", "mood_days"),
}
"""The thresholds by which each rule judges that has any. None of them is urgent."""


@dataclass(frozen=True)
class FigureChange:
    """A threshold that one version set differently from another."""

    name: str
    before: int
    after: int

    @property
    def label(self) -> str:
        """What it is called; English, marked for translation."""
        return FIGURE_WORDS[self.name].label


def figure_changes(before: Thresholds, after: Thresholds) -> tuple[FigureChange, ...]:
    """Say which figures one version set differently from another, in the order of the rules."""
    old, new = before.to_json(), after.to_json()
    names = (name for names in FIGURES_OF.values() for name in names)
    return tuple(FigureChange(name, old[name], new[name]) for name in names if old[name] != new[name])


def rules_changed(before: Thresholds, after: Thresholds) -> frozenset[str]:
    """Give the codes of the rules that judge otherwise by one version than by another."""
    changed = {change.name for change in figure_changes(before, after)}
    return frozenset(code for code, names in FIGURES_OF.items() if changed.intersection(names))


def why_not_figure(name: str, typed: str) -> Sentence | None:
    """Say why what was typed for a threshold cannot be one, or nothing when it can: plain digits within its range."""
    lowest, highest = RANGES[name]
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 3
    if is_number and lowest <= int(typed) <= highest:
        return None
    return Sentence(
        N_("Please type a whole number from %(lowest)s to %(highest)s."), {"lowest": lowest, "highest": highest}
    )
