"""The program on a calendar: phases, series of appointments, what is different about some, attendance, feeds.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("program_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_holidays_program_id")),
        sa.PrimaryKeyConstraint("program_id", "day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "phases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("days_a_week", sa.Integer(), nullable=False),
        sa.Column("least_hours", sa.Integer(), nullable=False),
        sa.Column("most_hours", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_phases_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phases")),
        sa.UniqueConstraint("program_id", "position", name=op.f("uq_phases_program_id_position")),
    )
    op.create_table(
        "appointment_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "individual",
                "group",
                "family",
                "education",
                "medication",
                name="appointment_kind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("weekdays", sa.String(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["continues_id"], ["appointment_series.id"], name=op.f("fk_appointment_series_continues_id")
        ),
        sa.ForeignKeyConstraint(["facilitator_id"], ["people.id"], name=op.f("fk_appointment_series_facilitator_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_appointment_series_participant_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_appointment_series_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_series")),
        sa.UniqueConstraint("uid", name=op.f("uq_appointment_series_uid")),
    )
    with op.batch_alter_table("appointment_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_series_facilitator_id"), ["facilitator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_series_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index("ix_appointment_series_program_id_last_on", ["program_id", "last_on"], unique=False)

    op.create_table(
        "calendar_feeds",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("shows_topic", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_feeds_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    op.create_table(
        "absence_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("got_in_the_way", sa.String(), nullable=False),
        sa.Column("wants_change", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_absence_notices_participant_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["people.id"], name=op.f("fk_absence_notices_seen_by_id")),
        sa.ForeignKeyConstraint(["series_id"], ["appointment_series.id"], name=op.f("fk_absence_notices_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_notices")),
        sa.UniqueConstraint(
            "series_id", "day", "participant_id", name=op.f("uq_absence_notices_series_id_day_participant_id")
        ),
    )
    with op.batch_alter_table("absence_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_notices_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "appointment_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("session", JSON_DOCUMENT, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_appointment_changes_changed_by_id")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["appointment_series.id"], name=op.f("fk_appointment_changes_series_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_changes")),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_appointment_changes_series_id_day")),
    )
    op.create_table(
        "attendance_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "present", "late", "left_early", "excused", "missed", name="attendance", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["marked_by_id"], ["people.id"], name=op.f("fk_attendance_marks_marked_by_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_attendance_marks_participant_id")),
        sa.ForeignKeyConstraint(["series_id"], ["appointment_series.id"], name=op.f("fk_attendance_marks_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_marks")),
        sa.UniqueConstraint(
            "series_id", "day", "participant_id", name=op.f("uq_attendance_marks_series_id_day_participant_id")
        ),
    )
    with op.batch_alter_table("attendance_marks", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_marks_participant_id_day", ["participant_id", "day"], unique=False)

    op.create_table(
        "series_phases",
        sa.Column("series_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("phase_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["phase_id"], ["phases.id"], name=op.f("fk_series_phases_phase_id")),
        sa.ForeignKeyConstraint(["series_id"], ["appointment_series.id"], name=op.f("fk_series_phases_series_id")),
        sa.PrimaryKeyConstraint("series_id", "phase_id", name=op.f("pk_series_phases")),
    )
    op.create_table(
        "phase_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollments.id"], name=op.f("fk_phase_moves_enrollment_id")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["people.id"], name=op.f("fk_phase_moves_moved_by_id")),
        sa.ForeignKeyConstraint(["phase_id"], ["phases.id"], name=op.f("fk_phase_moves_phase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_moves")),
    )
    with op.batch_alter_table("phase_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_moves_enrollment_id"), ["enrollment_id"], unique=False)

    op.create_table(
        "step_criteria",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["people.id"], name=op.f("fk_step_criteria_agreed_by_id")),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollments.id"], name=op.f("fk_step_criteria_enrollment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_criteria")),
    )
    with op.batch_alter_table("step_criteria", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_criteria_enrollment_id"), ["enrollment_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("step_criteria", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_criteria_enrollment_id"))

    op.drop_table("step_criteria")
    with op.batch_alter_table("phase_moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_moves_enrollment_id"))

    op.drop_table("phase_moves")
    op.drop_table("series_phases")
    with op.batch_alter_table("attendance_marks", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_marks_participant_id_day")

    op.drop_table("attendance_marks")
    op.drop_table("appointment_changes")
    with op.batch_alter_table("absence_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_notices_participant_id"))

    op.drop_table("absence_notices")
    op.drop_table("calendar_feeds")
    with op.batch_alter_table("appointment_series", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_series_program_id_last_on")
        batch_op.drop_index(batch_op.f("ix_appointment_series_participant_id"))
        batch_op.drop_index(batch_op.f("ix_appointment_series_facilitator_id"))

    op.drop_table("appointment_series")
    op.drop_table("phases")
    op.drop_table("holidays")
