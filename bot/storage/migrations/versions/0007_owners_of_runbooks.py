"""Up to where the owners of runbooks have heard of new cases."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "owner_notices",
        sa.Column("tenant", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("owner", sa.String(length=100), primary_key=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("owner_notices")
