"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "access_log",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("asked", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_access_log")),
    )
    op.create_table(
        "attempts",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("methods", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("tenant", "position", name=op.f("pk_attempts")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_attempts_in_progress",
        "attempts",
        ["tenant", "last_step"],
        unique=False,
        sqlite_where=sa.text("last_step != 0"),
        postgresql_where=sa.text("last_step != 0"),
    )
    op.create_index(
        "ix_attempts_person",
        "attempts",
        ["tenant", "person"],
        unique=False,
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.create_index(
        "uq_attempts_event",
        "attempts",
        ["tenant", "event"],
        unique=True,
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.create_index(
        "uq_attempts_said",
        "attempts",
        ["tenant", "at", "person", "role", "methods", "result", "detail", "ordinal"],
        unique=True,
        sqlite_where=sa.text("event = ''"),
        postgresql_where=sa.text("event = ''"),
    )
    op.create_table(
        "decisions",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("to", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_case", "decisions", ["tenant", "user", "cause"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscription", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("from_position", sa.BigInteger(), nullable=False),
        sa.Column("to_position", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("doubted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "subscription", "due", name=op.f("pk_deliveries")),
    )
    op.create_table(
        "delivery_cases",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscription", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("opened_position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("told_as", sa.String(length=20), nullable=False),
        sa.Column("recovered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint(
            "tenant", "subscription", "due", "user", "cause", "opened_position", name=op.f("pk_delivery_cases")
        ),
    )
    op.create_index("ix_delivery_cases_user", "delivery_cases", ["tenant", "user", "due"], unique=False)
    op.create_table(
        "delivery_parts",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscription", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("ts", sa.String(length=40), nullable=True),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "subscription", "due", "part", name=op.f("pk_delivery_parts")),
    )
    op.create_table(
        "interventions",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "position", name=op.f("pk_interventions")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_interventions_person",
        "interventions",
        ["tenant", "person"],
        unique=False,
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.create_index(
        "uq_interventions_event",
        "interventions",
        ["tenant", "event"],
        unique=True,
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.create_index(
        "uq_interventions_said",
        "interventions",
        ["tenant", "at", "person", "kind", "result", "ordinal"],
        unique=True,
        sqlite_where=sa.text("event = ''"),
        postgresql_where=sa.text("event = ''"),
    )
    op.create_table(
        "kept_answers",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asker", sa.String(length=100), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "token", name=op.f("pk_kept_answers")),
    )
    op.create_table(
        "loads",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=60), nullable=False),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("recognised", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("folded", sa.JSON(), nullable=True),
        sa.Column("first", sa.BigInteger(), nullable=True),
        sa.Column("last", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("unknown_details", sa.JSON(), nullable=False),
        sa.Column("unknown_values", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_loads")),
    )
    op.create_table(
        "people",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_people")),
        sa.UniqueConstraint("tenant", "key", name=op.f("uq_people_tenant_key")),
    )
    op.create_table(
        "pull_checkpoints",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("ours", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_pull_checkpoints")),
    )
    op.create_table(
        "pulled_spans",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report", sa.String(length=40), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("pulled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "report", "start", name=op.f("pk_pulled_spans")),
    )
    op.create_table(
        "registrations",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("datum", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "position", name=op.f("pk_registrations")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_registrations_person",
        "registrations",
        ["tenant", "person"],
        unique=False,
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.create_index(
        "uq_registrations_event",
        "registrations",
        ["tenant", "event"],
        unique=True,
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.create_index(
        "uq_registrations_said",
        "registrations",
        ["tenant", "at", "person", "role", "datum", "ordinal"],
        unique=True,
        sqlite_where=sa.text("event = ''"),
        postgresql_where=sa.text("event = ''"),
    )
    op.create_table(
        "rejected_rows",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("load", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "load", "number", name=op.f("pk_rejected_rows")),
    )
    op.create_table(
        "roster",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("capable", sa.Boolean(), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("methods", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "person", name=op.f("pk_roster")),
    )
    op.create_table(
        "roster_counts",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Integer(), nullable=False),
        sa.Column("capable", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "day", name=op.f("pk_roster_counts")),
    )
    op.create_table(
        "slots",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subscription", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_due", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("lease", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "subscription", "due", name=op.f("pk_slots")),
    )
    op.create_index("ix_slots_open", "slots", ["tenant", "state", "due"], unique=False)
    op.create_table(
        "steps",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("success", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("correlation", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "person", "at", "activity", "reason", "success", "correlation", "event", name=op.f("pk_steps")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_steps_event",
        "steps",
        ["tenant", "event"],
        unique=True,
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("posted_at", sa.BigInteger(), nullable=True),
        sa.Column("doubted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "tenants",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
        sa.UniqueConstraint("name", name=op.f("uq_tenants_name")),
    )
    op.create_table(
        "words",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_words")),
        sa.UniqueConstraint("tenant", "kind", "word", name=op.f("uq_words_tenant_kind_word")),
    )


def downgrade() -> None:
    """Drop them all."""
    op.drop_table("words")
    op.drop_table("tenants")
    op.drop_table("subscriptions")
    op.drop_index(
        "uq_steps_event",
        table_name="steps",
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.drop_table("steps")
    op.drop_index("ix_slots_open", table_name="slots")
    op.drop_table("slots")
    op.drop_table("roster_counts")
    op.drop_table("roster")
    op.drop_table("rejected_rows")
    op.drop_index(
        "uq_registrations_said",
        table_name="registrations",
        sqlite_where=sa.text("event = ''"),
        postgresql_where=sa.text("event = ''"),
    )
    op.drop_index(
        "uq_registrations_event",
        table_name="registrations",
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.drop_index(
        "ix_registrations_person",
        table_name="registrations",
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.drop_table("registrations")
    op.drop_table("pulled_spans")
    op.drop_table("pull_checkpoints")
    op.drop_table("people")
    op.drop_table("loads")
    op.drop_table("kept_answers")
    op.drop_index(
        "uq_interventions_said",
        table_name="interventions",
        sqlite_where=sa.text("event = ''"),
        postgresql_where=sa.text("event = ''"),
    )
    op.drop_index(
        "uq_interventions_event",
        table_name="interventions",
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.drop_index(
        "ix_interventions_person",
        table_name="interventions",
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.drop_table("interventions")
    op.drop_table("delivery_parts")
    op.drop_index("ix_delivery_cases_user", table_name="delivery_cases")
    op.drop_table("delivery_cases")
    op.drop_table("deliveries")
    op.drop_index("ix_decisions_case", table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(
        "uq_attempts_said",
        table_name="attempts",
        sqlite_where=sa.text("event = ''"),
        postgresql_where=sa.text("event = ''"),
    )
    op.drop_index(
        "uq_attempts_event",
        table_name="attempts",
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.drop_index(
        "ix_attempts_person",
        table_name="attempts",
        sqlite_where=sa.text("event != ''"),
        postgresql_where=sa.text("event != ''"),
    )
    op.drop_index(
        "ix_attempts_in_progress",
        table_name="attempts",
        sqlite_where=sa.text("last_step != 0"),
        postgresql_where=sa.text("last_step != 0"),
    )
    op.drop_table("attempts")
    op.drop_table("access_log")
