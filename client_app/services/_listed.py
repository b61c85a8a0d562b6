"""Finding people in the lists that the audit record keeps in its details."""

from sqlalchemy import ColumnElement, String, and_, exists, func, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB

from client_app.domain.audit_actions import LISTS
from client_app.extensions import db
from client_app.models import AuditEntry


def has_listed(participant_id: int) -> ColumnElement[bool]:
    """Whether an entry is a look at a list with this participant's name on it."""
    is_list = AuditEntry.action.in_(sorted(LISTS))
    if db.engine.dialect.name == "postgresql":
        return and_(is_list, type_coerce(AuditEntry.details, JSONB).contains({"participants": [participant_id]}))
    details = type_coerce(AuditEntry.details, String)
    listed = func.json_each(details, "$.participants").table_valued("value")
    return and_(
        is_list,
        func.instr(details, str(participant_id)) > 0,  # most lists are passed over without reading them as JSON
        exists(select(listed.c.value).where(listed.c.value == participant_id)),
    )
