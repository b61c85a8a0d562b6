"""A missed appointment: a reason to reach out at the next contact, once somebody has marked it as missed.

Nobody is missed before somebody has said so, and whoever was excused is not.
"""

from client_app.domain.flags import Case, Grounds, Rule, Severity
from client_app.domain.sentences import N_, Sentence

CODE = "missed_appointment"
APPOINTMENT = "appointment"
"""Under this name a flag, and each event on it, keeps which appointment it speaks of."""


def _missed(case: Case) -> Grounds | None:
    if case.missed is None:
        return None
    missed = case.missed
    return Grounds(
        Sentence(N_("Missed an appointment: %(kind)s, %(day)s."), {"kind": Sentence(missed.kind), "day": missed.day}),
        {APPOINTMENT: missed.key, "days": (missed.day.isoformat(),)},
    )


MISSED_APPOINTMENT = Rule(
    CODE,
    Severity.NEXT_CONTACT,
    N_("An appointment was marked as missed. One that nobody has marked does not count, nor one that was excused."),
    _missed,
)
