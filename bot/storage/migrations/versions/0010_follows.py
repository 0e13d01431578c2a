"""What people follow: that a case is over, or a reminder of it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "follows",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("remind_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_follows")),
    )
    op.create_index("ix_follows_open", "follows", ["tenant", "done_at"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_follows_open", table_name="follows")
    op.drop_table("follows")
