"""Each pause of a participant is a row of its own, with its reason: a second one must not take back the first.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No page ever wrote the old columns, so nothing is carried over."""
    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_pauses_changed_by_id")),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollments.id"], name=op.f("fk_pauses_enrollment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pauses_enrollment_id"), ["enrollment_id"], unique=False)
    # Plain, not in a batch: SQLite would copy the table, and every other one points to it.
    op.drop_column("enrollments", "paused_until")
    op.drop_column("enrollments", "paused_from")


def downgrade() -> None:
    op.add_column("enrollments", sa.Column("paused_from", sa.Date(), nullable=True))
    op.add_column("enrollments", sa.Column("paused_until", sa.Date(), nullable=True))
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pauses_enrollment_id"))
    op.drop_table("pauses")
