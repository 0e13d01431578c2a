"""How many lose reset, beside the other counts of each day's list."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; days before have no count."""
    with op.batch_alter_table("roster_counts") as table:
        table.add_column(sa.Column("losing", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("roster_counts") as table:
        table.drop_column("losing")
