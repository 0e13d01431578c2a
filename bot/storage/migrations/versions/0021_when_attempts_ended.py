"""When every attempt ended, no more only those in progress: what was decided last decides."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the index of attempts in progress. All steps are folded again where the database is opened."""
    op.drop_index("ix_attempts_in_progress", table_name="attempts")


def downgrade() -> None:
    """Make the index again."""
    there = sa.text("last_step != 0")
    op.create_index("ix_attempts_in_progress", "attempts", ["tenant", "last_step"],
                    sqlite_where=there, postgresql_where=there)  # fmt: skip
