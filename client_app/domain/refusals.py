"""Why something is not done: it is not there, or there is a reason that can be said."""

from client_app.domain.sentences import N_, Sentence

LOOK_AGAIN = Sentence(N_("Some of this cannot be saved yet. Please look at the marked fields."))
"""What is said of a whole form whose fields say the rest."""


class NotFound(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """It does not exist, or not for this person, which is the same to them."""


class Refused(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """The person may see it, but it is not done; ``reason`` says why in one sentence."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason.english())
        self.reason = reason


class Conflict(Refused):
    """Somebody, or an earlier post, was there first."""


class Invalid(Refused):
    """What was typed cannot be stored as it is."""


class Postponed(Refused):
    """Not now: it may be tried again in so many ``seconds``."""

    def __init__(self, reason: Sentence, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


class TooManyTries(Postponed):
    """It went wrong too often."""


class Busy(Postponed):
    """Others are being served."""
