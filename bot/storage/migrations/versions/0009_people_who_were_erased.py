"""Who was erased: receipts without names, and the hashes by which a load knows whom to leave out."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "erasures",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.Column("instead", sa.String(length=200), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("lifted", sa.BigInteger()),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_erasures")),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("erasures")
