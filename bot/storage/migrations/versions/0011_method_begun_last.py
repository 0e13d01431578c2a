"""An attempt's method that was begun last, beside those that were passed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what is folded from steps that are kept is folded again where the database is opened."""
    op.add_column("attempts", sa.Column("started", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("attempts", "started")
