"""The causes that people here have given to details that no document lists."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "given_causes",
        sa.Column("tenant", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("detail", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=100), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("given_causes")
