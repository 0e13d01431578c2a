"""The loads of one report, found without a look at all others."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_loads_report", "loads", ["tenant", "report", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_loads_report", "loads")
