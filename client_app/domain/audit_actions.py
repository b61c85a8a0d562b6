"""What the audit record calls the things that people do, and in which words participants read who looked.

The names are stored and sealed: a name that was once written is never renamed or taken away.
"""

from collections.abc import Mapping
from enum import StrEnum

from client_app.domain.sentences import N_


class Action(StrEnum):
    """Everything that the record may hold. A test holds that nothing else is written."""

    CHECK_INS_OPENED = "participant.check_ins_opened"
    GOOD_DAYS_OPENED = "participant.good_days_opened"
    CONTACT_CARD_OPENED = "contact_card.opened"
    PHASE_OPENED = "enrollment.phase_opened"
    STEP_DOWN_OPENED = "enrollment.step_down_opened"
    ENROLLMENT_OPENED = "enrollment.opened"
    FLAG_OPENED = "flag.opened"
    TRIAGE_OPENED = "triage.opened"
    LIST_OPENED = "participants.opened"
    ROLL_OPENED = "program.participants_opened"
    WEEK_OPENED = "appointment.week_opened"
    APPOINTMENT_OPENED = "appointment.opened"
    ATTENDANCE_OPENED = "attendance.opened"
    BRIEF_OPENED = "appointment.brief_opened"
    CHECK_IN_READ = "check_in.read"
    OPENED_BY_DIRECTOR = "participant.opened_by_director"
    """Only in old records, as the next one: today every opening is kept, whoever opens."""
    TRIAGE_OPENED_BY_DIRECTOR = "triage.opened_by_director"
    REPORTED = "audit.reported"

    SIGNED_IN = "person.signed_in"
    SIGNED_OUT = "person.signed_out"
    SIGN_IN_FAILED = "person.sign_in_failed"
    SIGN_IN_REPLAYED = "person.sign_in_replayed"
    """A browser came with a sign-in that had been ended."""
    REFUSED = "access.refused"
    SIGNED_OUT_ELSEWHERE = "person.signed_out_elsewhere"
    PASSWORD_CHANGED = "person.password_changed"  # noqa: S105 - the name of an act
    LANGUAGE_CHOSEN = "person.language_chosen"
    ROLE_CHANGED = "person.role_changed"

    DRAFT_BEGUN = "check_in.draft_begun"
    DRAFT_KEPT = "check_in.draft_kept"
    DRAFT_JUDGED = "check_in.draft_judged"
    DAILY_SENT = "check_in.daily_sent"
    UPDATE_SENT = "check_in.update_sent"
    CHECK_IN_CHANGED = "check_in.changed"

    FLAG_RAISED = "flag.raised"
    FLAG_RAISED_AGAIN = "flag.raised_again"
    ANSWER_WITHDRAWN = "flag.answer_withdrawn"
    MARK_CORRECTED = "flag.mark_corrected"
    FLAG_CLAIMED = "flag.claimed"
    FLAG_NOTED = "flag.noted"
    CONTACT_ATTEMPTED = "flag.contact_attempted"
    FLAG_RESOLVED = "flag.resolved"
    FLAG_UNDONE = "flag.undone"
    FLAG_RELEASED = "flag.released"
    FLAG_REOPENED = "flag.reopened"

    STRATEGY_ADDED = "plan.strategy_added"
    STRATEGY_MOVED = "plan.strategy_moved"
    STRATEGY_REMOVED = "plan.strategy_removed"
    REASON_ADDED = "plan.reason_added"
    REASON_REMOVED = "plan.reason_removed"
    SAFETY_PLAN_WRITTEN = "plan.safety_plan_written"

    PHONE_TRUSTED = "phone.trusted"
    TRUST_ENDED = "phone.trust_ended"
    ALL_TRUST_ENDED = "phone.all_trust_ended"
    CONTACT_CARD_KEPT = "contact_card.kept"
    FEED_MADE = "calendar_feed.made"
    FEED_SHOWN = "calendar_feed.shown"
    """Another choice of what it tells."""
    FEED_ENDED = "calendar_feed.ended"

    REMINDERS_CHOSEN = "reminder.chosen"
    REMINDERS_RESTED = "reminder.rested"
    REMINDER_SNOOZED = "reminder.snoozed"
    REMINDER_TESTED = "reminder.tested"
    NUDGED = "nudge.sent"
    NUDGE_SEEN = "nudge.seen"

    INVITED = "person.invited"
    PARTICIPANTS_IMPORTED = "program.participants_imported"
    PARTICIPANTS_EXPORTED = "program.participants_exported"
    LINK_MADE = "join_link.made"
    LINK_USED = "join_link.used"
    LINK_REFUSED = "join_link.refused"
    BEGINNING_CORRECTED = "enrollment.beginning_corrected"
    ENROLLMENT_ENDED = "enrollment.ended"
    PAUSED = "enrollment.paused"
    PAUSE_CHANGED = "enrollment.pause_changed"
    PAUSE_ENDED = "enrollment.pause_ended"

    ABSENCE_SEEN = "absence.seen"
    ABSENCE_TAKEN_BACK = "absence.taken_back"
    ABSENCE_TOLD = "absence.told"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    APPOINTMENT_CHANGED = "appointment.changed"
    APPOINTMENT_RESTORED = "appointment.restored"
    SERIES_ADDED = "appointment.series_added"
    SERIES_CHANGED = "appointment.series_changed"
    SERIES_ENDED = "appointment.series_ended"
    ATTENDANCE_MARKED = "attendance.marked"
    ATTENDANCE_NOTED = "attendance.noted"
    ATTENDANCE_UNDONE = "attendance.undone"
    PHASE_MOVED = "enrollment.phase_moved"
    CRITERION_AGREED = "step_criterion.agreed"
    CRITERION_MET = "step_criterion.met"
    CRITERION_OPENED_AGAIN = "step_criterion.opened_again"
    CRITERION_REMOVED = "step_criterion.removed"
    SCHEDULE_IMPORTED = "program.schedule_imported"
    SCHEDULE_EXPORTED = "program.schedule_exported"
    HOLIDAY_ADDED = "holiday.added"
    HOLIDAY_REMOVED = "holiday.removed"
    PHASE_ADDED = "phase.added"
    PHASE_CHANGED = "phase.changed"
    PHASES_ORDERED = "phase.reordered"
    PHASE_REMOVED = "phase.removed"

    ASSIGNED = "enrollment.assigned"
    HANDED_OVER = "caseload.handed_over"
    DISABLED = "person.disabled"
    ENABLED = "person.enabled"

    PROGRAM_ADDED = "program.added"
    PROGRAM_CHANGED = "program.changed"
    SET_UP_LOOKED_AT = "program.set_up_looked_at"
    """A director found a line of the set-up fine as it is; which one is in the details."""
    LINE_CONFIRMED = "crisis_line.confirmed"
    LINE_CHANGED = "crisis_line.changed"
    LINE_ADDED = "crisis_line.added"
    LINE_HIDDEN = "crisis_line.hidden"
    LINE_SHOWN = "crisis_line.shown"
    OPTIONS_CHANGED = "program.check_in_options_changed"
    THRESHOLDS_CHANGED = "program.thresholds_changed"
    PERSON_ADDED = "person.added"
    CASELOAD_SET = "caseload.set"
    ENROLLMENT_STARTED = "enrollment.started"
    MEDICATION_RECORDED = "enrollment.medication_recorded"


LISTS = frozenset(
    {
        Action.TRIAGE_OPENED,
        Action.LIST_OPENED,
        Action.ROLL_OPENED,
        Action.PARTICIPANTS_EXPORTED,
        Action.WEEK_OPENED,
        Action.APPOINTMENT_OPENED,
        Action.ATTENDANCE_OPENED,
        Action.BRIEF_OPENED,
        Action.TRIAGE_OPENED_BY_DIRECTOR,
    }
)
"""Looks at several people at once: one entry, with their numbers in its details under ``participants``."""

LOOKED: Mapping[Action, str] = {
    Action.CHECK_INS_OPENED: N_("%(who)s opened your check-ins."),
    Action.GOOD_DAYS_OPENED: N_("%(who)s looked at your good days."),
    Action.CONTACT_CARD_OPENED: N_("%(who)s looked up how to reach you."),
    Action.PHASE_OPENED: N_("%(who)s looked at your phase of the program."),
    Action.STEP_DOWN_OPENED: N_("%(who)s looked at your hours and at what you agreed for the next step."),
    Action.ENROLLMENT_OPENED: N_("%(who)s looked at your time in the program."),
    Action.FLAG_OPENED: N_("%(who)s looked into your answers."),
    Action.CHECK_IN_READ: N_("%(who)s marked your check-in as read."),
    Action.TRIAGE_OPENED: N_("%(who)s saw your name on the list of people who need a person."),
    Action.LIST_OPENED: N_("%(who)s saw your name on the list of people to look after."),
    Action.ROLL_OPENED: N_("%(who)s saw your name on the list of everybody in the program."),
    Action.PARTICIPANTS_EXPORTED: N_("%(who)s saved a list of everybody in the program, with your name and email."),
    Action.WEEK_OPENED: N_("%(who)s saw your name on the calendar of a week."),
    Action.APPOINTMENT_OPENED: N_("%(who)s saw your name on the list of an appointment."),
    Action.ATTENDANCE_OPENED: N_("%(who)s saw your name where attendance is marked."),
    Action.BRIEF_OPENED: N_("%(who)s saw your name while getting ready for a group."),
    Action.OPENED_BY_DIRECTOR: N_("%(who)s opened your check-ins."),
    Action.TRIAGE_OPENED_BY_DIRECTOR: N_("%(who)s saw your name on the list of people who need a person."),
    Action.REPORTED: N_("%(who)s made a list of who looked at your record."),
}
"""How each look is told to the participant."""

OWN: Mapping[Action, str] = {
    Action.SIGNED_IN: N_("You signed in."),
    Action.SIGN_IN_FAILED: N_("A wrong password was typed for your account."),
    Action.LINK_MADE: N_("%(who)s made a link for you to choose a password."),
    Action.LINK_USED: N_("A password was chosen with a link."),
}
"""What else of their own account the participant is told: above all who could have signed in as them."""

LOOKS = frozenset(LOOKED)

_ON_CALENDARS = frozenset({"appointment", "enrollment", "holiday", "phase", "program"})
CHANGE_CALENDARS = frozenset(
    action for action in Action if action.partition(".")[0] in _ON_CALENDARS and action not in LOOKS
)
"""What may show on a participant's private calendar."""

DOORS = frozenset({Action.SIGNED_IN, Action.SIGNED_OUT, Action.SIGN_IN_FAILED, Action.SIGN_IN_REPLAYED, Action.REFUSED})
"""Who came in, and who was turned away."""
