"""The tables, one module per noun."""

from client_app.models.appointments import (
    AbsenceNotice,
    AppointmentChange,
    AppointmentSeries,
    AttendanceMark,
    CalendarFeed,
    Holiday,
    SeriesPhase,
)
from client_app.models.audit import AuditEntry, AuditSeal
from client_app.models.check_ins import CheckIn, CheckInDraft, CheckInVersion
from client_app.models.enrollments import Caseload, Enrollment, Pause
from client_app.models.flags import Flag, FlagEvent
from client_app.models.heartbeats import Heartbeat
from client_app.models.people import ContactCard, Person
from client_app.models.phases import Phase, PhaseMove, StepCriterion
from client_app.models.plans import CopingStrategy, RecoveryReason, SafetyPlanVersion
from client_app.models.programs import (
    CheckInOptionVersion,
    CrisisLineVersion,
    Program,
    StaffedInterval,
    ThresholdVersion,
)
from client_app.models.reminders import (
    DeliveryAttempt,
    Nudge,
    OnCallShift,
    OutboxMessage,
    PushSubscription,
    QuietPlanVersion,
    ReminderChoice,
)
from client_app.models.sign_ins import FailedSignIn, JoinLink, SignIn, TrustedPhone

__all__ = [
    "AbsenceNotice",
    "AppointmentChange",
    "AppointmentSeries",
    "AttendanceMark",
    "AuditEntry",
    "AuditSeal",
    "CalendarFeed",
    "Caseload",
    "CheckIn",
    "CheckInDraft",
    "CheckInOptionVersion",
    "CheckInVersion",
    "ContactCard",
    "CopingStrategy",
    "CrisisLineVersion",
    "DeliveryAttempt",
    "Enrollment",
    "FailedSignIn",
    "Flag",
    "FlagEvent",
    "Heartbeat",
    "Holiday",
    "JoinLink",
    "Nudge",
    "OnCallShift",
    "OutboxMessage",
    "Pause",
    "Person",
    "Phase",
    "PhaseMove",
    "Program",
    "PushSubscription",
    "QuietPlanVersion",
    "RecoveryReason",
    "ReminderChoice",
    "SafetyPlanVersion",
    "SeriesPhase",
    "SignIn",
    "StaffedInterval",
    "StepCriterion",
    "ThresholdVersion",
    "TrustedPhone",
]
