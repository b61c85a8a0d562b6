"""How people come in, stay signed in and are reached, and what a director decides: the clinic sets itself up.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_key", sa.String(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("browser_key", sa.String(), nullable=True),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_ins")),
    )
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.create_index("ix_failed_sign_ins_account_key_at", ["account_key", "at"], unique=False)
        batch_op.create_index("ix_failed_sign_ins_address_key_at", ["address_key", "at"], unique=False)

    op.create_table(
        "check_in_option_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("options", JSON_DOCUMENT, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_check_in_option_versions_author_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_check_in_option_versions_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_option_versions")),
        sa.UniqueConstraint("program_id", "number", name=op.f("uq_check_in_option_versions_program_id_number")),
    )
    op.create_table(
        "contact_cards",
        sa.Column("participant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("safe_times", sa.String(), nullable=False),
        sa.Column("may_leave_voicemail", sa.Boolean(), nullable=False),
        sa.Column("may_text", sa.Boolean(), nullable=False),
        sa.Column("emergency_address", sa.String(), nullable=False),
        sa.Column("emergency_name", sa.String(), nullable=False),
        sa.Column("emergency_phone", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_contact_cards_changed_by_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["people.id"], name=op.f("fk_contact_cards_participant_id")),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_contact_cards")),
    )
    op.create_table(
        "crisis_line_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("line", JSON_DOCUMENT, nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_crisis_line_versions_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crisis_line_versions")),
        sa.UniqueConstraint("code", "number", name=op.f("uq_crisis_line_versions_code_number")),
    )
    op.create_table(
        "join_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("invitation", "reset", name="linkkind", native_enum=False, length=20), nullable=False
        ),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_join_links_made_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_join_links_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_join_links_token_hash")),
    )
    with op.batch_alter_table("join_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_join_links_person_id"), ["person_id"], unique=False)

    op.create_table(
        "trusted_phones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("trusted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_trusted_phones_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_phones")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_trusted_phones_token_hash")),
    )
    with op.batch_alter_table("trusted_phones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trusted_phones_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_action_at", ["action", "at"], unique=False)

    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned_end_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "comes_from",
                sa.Enum("residential", "detox", "home", name="comesfrom", native_enum=False, length=20),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("agreement", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ended_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("aftercare_note", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_enrollments_ended_by_id"), "people", ["ended_by_id"], ["id"])

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("password_hash", existing_type=sa.VARCHAR(), nullable=True)

    op.execute("UPDATE people SET joined_at = created_at")
    with op.batch_alter_table("programs", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "track",
                sa.Enum("day", "evening", "weekend", name="track", native_enum=False, length=10),
                server_default="day",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("address_key", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_column("address_key")
        batch_op.drop_column("device")

    with op.batch_alter_table("programs", schema=None) as batch_op:
        batch_op.drop_column("revision")
        batch_op.drop_column("track")

    op.execute("UPDATE people SET password_hash = '!' WHERE password_hash IS NULL")  # no password belongs to it
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.VARCHAR(), nullable=False)
        batch_op.drop_column("joined_at")

    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_enrollments_ended_by_id"), type_="foreignkey")
        batch_op.drop_column("revision")
        batch_op.drop_column("aftercare_note")
        batch_op.drop_column("ended_by_id")
        batch_op.drop_column("agreement")
        batch_op.drop_column("comes_from")
        batch_op.drop_column("planned_end_on")

    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_action_at")

    with op.batch_alter_table("trusted_phones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trusted_phones_person_id"))

    op.drop_table("trusted_phones")
    with op.batch_alter_table("join_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_join_links_person_id"))

    op.drop_table("join_links")
    op.drop_table("crisis_line_versions")
    op.drop_table("contact_cards")
    op.drop_table("check_in_option_versions")
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_sign_ins_address_key_at")
        batch_op.drop_index("ix_failed_sign_ins_account_key_at")

    op.drop_table("failed_sign_ins")
