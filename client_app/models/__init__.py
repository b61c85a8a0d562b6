"""The tables, one module per noun."""

from client_app.models.audit import AuditEntry, AuditSeal
from client_app.models.check_ins import CheckIn, CheckInDraft, CheckInVersion
from client_app.models.enrollments import Caseload, Enrollment
from client_app.models.flags import Flag, FlagEvent
from client_app.models.heartbeats import Heartbeat
from client_app.models.people import Person
from client_app.models.plans import CopingStrategy, RecoveryReason, SafetyPlanVersion
from client_app.models.programs import Program, StaffedInterval, ThresholdVersion
from client_app.models.sign_ins import SignIn

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "Caseload",
    "CheckIn",
    "CheckInDraft",
    "CheckInVersion",
    "CopingStrategy",
    "Enrollment",
    "Flag",
    "FlagEvent",
    "Heartbeat",
    "Person",
    "Program",
    "RecoveryReason",
    "SafetyPlanVersion",
    "SignIn",
    "StaffedInterval",
    "ThresholdVersion",
]
