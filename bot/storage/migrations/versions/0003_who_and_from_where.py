"""Object ids of people, and who did the steps of an audit log, from which address, with which browser."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "object_ids",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "key", name=op.f("pk_object_ids")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "step_origins",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("correlation", sa.Text(), nullable=False),
        sa.Column("actor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant", "person", "correlation", "actor", "address", "agent", name=op.f("pk_step_origins")
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("step_origins")
    op.drop_table("object_ids")
