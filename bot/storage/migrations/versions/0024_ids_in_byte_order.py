"""Ids of rows in the order of their bytes, as on SQLite: other orders may not see the colon that parts them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = ("attempts", "registrations", "interventions")


def upgrade() -> None:
    """Make the indexes of ids anew; the rows stay as they are written."""
    _ordered(sa.Text(collation="C"))


def downgrade() -> None:
    """Go back to the order of the database."""
    _ordered(sa.Text(collation="default"))


def _ordered(kind: sa.Text) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.alter_column(table, "event", type_=kind)
