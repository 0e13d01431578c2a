"""A slot is known by its local day and time, too: replicas with other zone rules find it at another instant."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; slots that are there keep "", as their subscriptions have passed them."""
    op.add_column("slots", sa.Column("local", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("slots", "local")
