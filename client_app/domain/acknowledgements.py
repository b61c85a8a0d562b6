"""What the check-in says after an answer, before it asks the next question.

Where there is a past, it draws on the person's own: the usual value is theirs, never other people's. It thanks, it
does not judge, and it promises nothing that has not happened yet. The same answer on the same day is always
acknowledged in the same words; on other days the words vary.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from client_app.domain.answers import Answers
from client_app.domain.definitions import SKIP
from client_app.domain.sentences import N_, Sentence

USUAL_RANGE = 1
"""An answer less than this far from the usual value, in points of the scale, is about usual."""

_THANKS = (N_("Thank you."), N_("Thanks, got it."), N_("Good to know, thank you."))

_SKIPPED = (
    N_("That is fine. You can skip anything."),
    N_("No problem. On to the next one."),
    N_("That is fine. You can come back to it."),
)

_SKIPPED_FOR_SAFETY = {
    "safety": N_("That is fine. You can skip anything. Help now is there when you want it."),
    "safe_now": N_("That is fine. If you do not feel safe, please call or text one of the lines in Help now."),
}


@dataclass(frozen=True)
class _Scale:
    """What is said after a number: beside the usual value, or on its own while there is none."""

    lower: Sequence[str]
    usual: Sequence[str]
    higher: Sequence[str]
    alone: Mapping[range, str]
    """For some numbers; the others get thanks."""


_ABOUT_USUAL = (N_("That is about your usual %(usual)s."), N_("That is close to your usual %(usual)s. Thank you."))

_CRAVING = _Scale(
    lower=(N_("That is lower than your usual %(usual)s."), N_("That is lower than your usual %(usual)s. Good to see.")),
    usual=_ABOUT_USUAL,
    higher=(
        N_("That is higher than your usual %(usual)s. Thank you for being open about it."),
        N_("That is higher than your usual %(usual)s. Cravings rise, and they pass."),
    ),
    alone={
        range(1): N_("None at all. Good to know."),
        range(8, 11): N_("That is strong. Cravings rise, and they pass. You do not have to face this one alone."),
    },
)

_SCALES = {
    "craving_now": _CRAVING,
    "craving_worst": _CRAVING,
    "confidence": _Scale(
        lower=(
            N_("That is lower than your usual %(usual)s. One small step is enough for today."),
            N_("That is lower than your usual %(usual)s. Thank you for being open about it."),
        ),
        usual=_ABOUT_USUAL,
        higher=(N_("That is higher than your usual %(usual)s. Good to see."),),
        alone={range(4): N_("Thank you for being open. One small step is enough for today.")},
    ),
    "mood": _Scale(
        lower=(
            N_("That is lower than your usual %(usual)s. Thank you for telling us."),
            N_("That is lower than your usual %(usual)s. Be kind to yourself today."),
        ),
        usual=_ABOUT_USUAL,
        higher=(N_("That is better than your usual %(usual)s. Good to see."),),
        alone={range(1, 3): N_("Thank you for telling us. Hard days are part of this too.")},
    ),
    "sleep": _Scale(
        lower=(N_("That is less than your usual %(usual)s. Go easy on yourself today."),),
        usual=_ABOUT_USUAL,
        higher=(N_("That is better than your usual %(usual)s. Rest helps."),),
        alone={range(1, 3): N_("A rough night can make the day harder. Go easy on yourself.")},
    ),
}

_AFTER_CHOICE = {
    ("used", "yes"): N_(
        "Thank you for telling us. Nothing is reset. Safety first: after a break, your old amount can be too much. "
        "Stay near someone, keep naloxone close, and call for help right away if you feel very sleepy."
    ),
    ("used", "no"): N_("Thank you. Whatever you answer, we are glad you are here."),
    ("medication", "taken"): N_("Good. Thank you."),
    ("medication", "missed"): N_("Thank you for saying so. If something got in the way, your team can help."),
    ("medication", "side_effects"): N_(
        "Thank you for saying so. Please talk with your team before you change anything about it."
    ),
    ("home_safe", "yes"): N_("Good to hear."),
    ("home_safe", "unsure"): N_("Thank you for telling us. You can say more in the note at the end."),
    ("home_safe", "no"): N_("Thank you for telling us. You deserve to be safe. If you need help today, open Help now."),
    ("safety", "no"): N_("Thank you for answering."),
    ("safety", "passive"): N_("Thank you for telling us. You do not have to carry this alone."),
    ("safety", "active"): N_(
        "Thank you for telling us. Please do not stay alone with this. You can call or text for help right now."
    ),
    ("safe_now", "yes"): N_("Good to hear. If that changes, open Help now. It is on every page."),
    ("safe_now", "no"): N_("Please call or text for help right now. You do not have to do this alone."),
    ("call_me", "yes"): N_(
        "Good that you ask. Your team sees it when you send this. If it cannot wait, open Help now."
    ),
    ("call_me", "no"): N_("All right. You can ask at any time."),
}

_AFTER_SEVERAL = {
    ("triggers", "out_of_the_blue"): N_("It can come out of nowhere. It helps to know that too."),
    ("used_what", "opioid"): N_("Thank you for telling us. Please stay near someone and keep naloxone close."),
}
"""Said when this is among what was chosen."""

_AFTER_ANY = {
    "triggers": N_("Thank you. To name it is a first step."),
    "used_what": N_("Thank you for telling us. It helps your team help you."),
    "coping": N_("Good that you have something that helps."),
    "note": N_("Thank you. It goes along in your own words."),
}


def acknowledge(name: str, answers: Answers, usual: float | None, day: date) -> Sentence | None:
    """Say one or two sentences after an answer; nothing while there is no answer.

    Args:
        name: the question that was just answered.
        answers: all answers so far.
        usual: the person's own baseline of this question before that day; nothing while there is none.
        day: the local day that the check-in is about.

    """
    answer = answers.get(name)
    if answer is None:
        return None
    if answer == SKIP:
        return Sentence(_SKIPPED_FOR_SAFETY.get(name) or _vary(_SKIPPED, name, day))
    if isinstance(answer, int):
        return _after_number(name, answer, usual, day)
    if isinstance(answer, tuple):
        special = (text for (question, value), text in _AFTER_SEVERAL.items() if question == name and value in answer)
        text = next(special, None)
    else:
        text = _AFTER_CHOICE.get((name, answer))
    return Sentence(text or _AFTER_ANY.get(name) or _vary(_THANKS, name, day))


def _after_number(name: str, number: int, usual: float | None, day: date) -> Sentence:
    """Compare a number with the person's usual one, where both are known."""
    scale = _SCALES.get(name)
    if scale is None or usual is None:
        alone = scale.alone if scale else {}
        text = next((text for numbers, text in alone.items() if number in numbers), None)
        return Sentence(text or _vary(_THANKS, name, day))
    if number <= usual - USUAL_RANGE:
        texts = scale.lower
    elif number >= usual + USUAL_RANGE:
        texts = scale.higher
    else:
        texts = scale.usual
    return Sentence(_vary(texts, name, day), {"usual": f"{usual:g}"})


def _vary(texts: Sequence[str], name: str, day: date) -> str:
    """Choose one of the texts: another on other days, and neighbouring questions not all the same one."""
    return texts[(day.toordinal() + len(name)) % len(texts)]
