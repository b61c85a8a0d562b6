"""The first tables: people, programs, check-ins, flags and the audit record.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

APPEND_ONLY = ("audit_entries", "audit_seals", "flag_events", "check_in_versions")
"""Tables whose rows the database itself refuses to change or remove."""


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "programs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("on_call_name", sa.String(), nullable=True),
        sa.Column("on_call_phone", sa.String(), nullable=True),
        sa.Column("quiet_checked_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programs")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("participant", "counselor", "family_member", "director", name="role", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_is_lower")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_people_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_program_id"), ["program_id"], unique=False)

    op.create_table(
        "staffed_intervals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_staffed_intervals_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffed_intervals")),
    )
    with op.batch_alter_table("staffed_intervals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staffed_intervals_program_id"), ["program_id"], unique=False)

    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("details", JSON_DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_entries_actor_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_audit_entries_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_participant_id_at", ["participant_id", "at"], unique=False)

    op.create_table(
        "caseloads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("counselor_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("away_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["counselor_id"], ["people.id"], name=op.f("fk_caseloads_counselor_id")),
        sa.ForeignKeyConstraint(["cover_id"], ["people.id"], name=op.f("fk_caseloads_cover_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_caseloads_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caseloads")),
    )
    with op.batch_alter_table("caseloads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_caseloads_counselor_id"), ["counselor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_caseloads_cover_id"), ["cover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_caseloads_program_id"), ["program_id"], unique=False)

    op.create_table(
        "check_in_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("daily", "update", name="kind", native_enum=False, length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("definition_version", sa.String(), nullable=False),
        sa.Column("answers", JSON_DOCUMENT, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_check_in_drafts_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_drafts")),
        sa.UniqueConstraint("client_id", name=op.f("uq_check_in_drafts_client_id")),
    )
    with op.batch_alter_table("check_in_drafts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_check_in_drafts_open",
            ["participant_id", "day"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_check_in_drafts_untouched",
            ["touched_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("daily", "update", name="kind", native_enum=False, length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("definition_version", sa.String(), nullable=False),
        sa.Column("answers", JSON_DOCUMENT, nullable=False),
        sa.Column("craving_now", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_late", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_check_ins_participant_id")),
        sa.ForeignKeyConstraint(["read_by_id"], ["people.id"], name=op.f("fk_check_ins_read_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index("ix_check_ins_participant_id_day", ["participant_id", "day"], unique=False)
        batch_op.create_index(
            "ix_check_ins_unread",
            ["participant_id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )
        batch_op.create_index(
            "uq_check_ins_daily",
            ["participant_id", "day"],
            unique=True,
            sqlite_where=sa.text("kind = 'daily'"),
            postgresql_where=sa.text("kind = 'daily'"),
        )

    op.create_table(
        "coping_strategies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_coping_strategies_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coping_strategies")),
    )
    with op.batch_alter_table("coping_strategies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coping_strategies_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "recovery_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_recovery_reasons_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_reasons")),
    )
    with op.batch_alter_table("recovery_reasons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_reasons_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "safety_plan_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("warning_signs", sa.String(), nullable=False),
        sa.Column("own_steps", sa.String(), nullable=False),
        sa.Column("people_and_places", sa.String(), nullable=False),
        sa.Column("people_to_ask", sa.String(), nullable=False),
        sa.Column("professionals", sa.String(), nullable=False),
        sa.Column("safe_surroundings", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_safety_plan_versions_author_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_safety_plan_versions_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_plan_versions")),
        sa.UniqueConstraint("participant_id", "number", name=op.f("uq_safety_plan_versions_participant_id_number")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_person_id"), ["person_id"], unique=False)

    op.create_table(
        "threshold_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("thresholds", JSON_DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_threshold_versions_author_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_threshold_versions_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threshold_versions")),
        sa.UniqueConstraint("program_id", "number", name=op.f("uq_threshold_versions_program_id_number")),
    )
    op.create_table(
        "audit_seals",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_seals_entry_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seals_entry_id")),
    )
    op.create_table(
        "check_in_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("answers", JSON_DOCUMENT, nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_check_in_versions_check_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_versions")),
        sa.UniqueConstraint("check_in_id", "number", name=op.f("uq_check_in_versions_check_in_id_number")),
        sa.UniqueConstraint("client_id", name=op.f("uq_check_in_versions_client_id")),
    )
    op.create_table(
        "enrollments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("caseload_id", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("takes_medication", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["caseload_id"], ["caseloads.id"], name=op.f("fk_enrollments_caseload_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_enrollments_participant_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_enrollments_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollments")),
    )
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrollments_caseload_id"), ["caseload_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrollments_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrollments_program_id"), ["program_id"], unique=False)
        batch_op.create_index(
            "uq_enrollments_current_participant",
            ["participant_id"],
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )

    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("threshold_version_id", sa.Integer(), nullable=False),
        sa.Column("rule_version", sa.String(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("reason", JSON_DOCUMENT, nullable=False),
        sa.Column("inputs", JSON_DOCUMENT, nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "acknowledged", "resolved", name="state", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "talked",
                "left_message",
                "appointment_moved",
                "safety_plan_reviewed",
                "emergency_help",
                "no_action_needed",
                "other",
                name="outcome",
                native_enum=False,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_flags_check_in_id")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["people.id"], name=op.f("fk_flags_claimed_by_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["check_in_drafts.id"], name=op.f("fk_flags_draft_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_flags_participant_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["people.id"], name=op.f("fk_flags_resolved_by_id")),
        sa.ForeignKeyConstraint(
            ["threshold_version_id"], ["threshold_versions.id"], name=op.f("fk_flags_threshold_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
    )
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.create_index("ix_flags_participant_id_raised_at", ["participant_id", "raised_at"], unique=False)
        batch_op.create_index(
            "uq_flags_unresolved",
            ["participant_id", "rule"],
            unique=True,
            sqlite_where=sa.text("state <> 'resolved'"),
            postgresql_where=sa.text("state <> 'resolved'"),
        )

    op.create_table(
        "flag_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("inputs", JSON_DOCUMENT, nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_flag_events_by_id")),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_flag_events_check_in_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["check_in_drafts.id"], name=op.f("fk_flag_events_draft_id")),
        sa.ForeignKeyConstraint(["flag_id"], ["flags.id"], name=op.f("fk_flag_events_flag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_events")),
    )
    with op.batch_alter_table("flag_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_events_flag_id"), ["flag_id"], unique=False)

    _refuse_changes()


def downgrade() -> None:
    _allow_changes()
    with op.batch_alter_table("flag_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flag_events_flag_id"))

    op.drop_table("flag_events")
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_flags_unresolved",
            sqlite_where=sa.text("state <> 'resolved'"),
            postgresql_where=sa.text("state <> 'resolved'"),
        )
        batch_op.drop_index("ix_flags_participant_id_raised_at")

    op.drop_table("flags")
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_enrollments_current_participant",
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_enrollments_program_id"))
        batch_op.drop_index(batch_op.f("ix_enrollments_participant_id"))
        batch_op.drop_index(batch_op.f("ix_enrollments_caseload_id"))

    op.drop_table("enrollments")
    op.drop_table("check_in_versions")
    op.drop_table("audit_seals")
    op.drop_table("threshold_versions")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_person_id"))

    op.drop_table("sign_ins")
    op.drop_table("safety_plan_versions")
    with op.batch_alter_table("recovery_reasons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_reasons_participant_id"))

    op.drop_table("recovery_reasons")
    with op.batch_alter_table("coping_strategies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coping_strategies_participant_id"))

    op.drop_table("coping_strategies")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_check_ins_daily", sqlite_where=sa.text("kind = 'daily'"), postgresql_where=sa.text("kind = 'daily'")
        )
        batch_op.drop_index(
            "ix_check_ins_unread", sqlite_where=sa.text("read_at IS NULL"), postgresql_where=sa.text("read_at IS NULL")
        )
        batch_op.drop_index("ix_check_ins_participant_id_day")

    op.drop_table("check_ins")
    with op.batch_alter_table("check_in_drafts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_check_in_drafts_untouched",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_check_in_drafts_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("check_in_drafts")
    with op.batch_alter_table("caseloads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_caseloads_program_id"))
        batch_op.drop_index(batch_op.f("ix_caseloads_cover_id"))
        batch_op.drop_index(batch_op.f("ix_caseloads_counselor_id"))

    op.drop_table("caseloads")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_participant_id_at")

    op.drop_table("audit_entries")
    with op.batch_alter_table("staffed_intervals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staffed_intervals_program_id"))

    op.drop_table("staffed_intervals")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_program_id"))

    op.drop_table("people")
    op.drop_table("programs")
    op.drop_table("heartbeats")


def _refuse_changes() -> None:
    """A record that can be edited proves nothing."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME; END $$"
        )
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END"
            )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute("DROP FUNCTION refuse_change()")
        return
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER {table}_no_{act.lower()}")
