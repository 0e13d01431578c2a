"""What each load read is kept, so that a load can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and two columns; of loads that are there nothing is kept, and these stay as they are."""
    op.create_table(
        "load_inputs",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("load", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "load", name=op.f("pk_load_inputs")),
    )
    op.add_column("loads", sa.Column("unloaded_at", sa.BigInteger()))
    op.add_column("tenants", sa.Column("unloads", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("tenants", "unloads")
    op.drop_column("loads", "unloaded_at")
    op.drop_table("load_inputs")
