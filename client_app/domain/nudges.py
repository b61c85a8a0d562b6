"""A counselor's own nudge: one of a few kind texts, at most one a day. Nobody writes anything else into it."""

from collections.abc import Mapping

from client_app.domain.sentences import N_, Sentence

NUDGE_WORDS: Mapping[str, str] = {
    "thinking": N_("I am thinking of you today."),
    "here": N_("I am here if you want to talk."),
    "how": N_("I would like to know how you are. A short check-in is enough."),
    "next": N_("I look forward to seeing you at the next group."),
    "small": N_("One small step is enough for today."),
    "missed": N_("We missed you. You are welcome, just as you are."),
}
"""By the code that is stored: one that was once used is never renamed or taken away."""

CHOOSE_WORDS = Sentence(N_("Please choose one of these texts."))
ONE_A_DAY = Sentence(N_("A nudge was sent today. The next one can go out tomorrow."))
NOT_IN_PROGRAM = Sentence(N_("Nudges go to people who take part now and have joined."))


def why_not_nudge(*, takes_part: bool, was_nudged_today: bool) -> Sentence | None:
    """Say why no nudge can be sent now."""
    if not takes_part:
        return NOT_IN_PROGRAM
    return ONE_A_DAY if was_nudged_today else None
