"""The decisions on a case, and the answers that were shared too long ago, found without a look at all others."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# As in 0002: rows of an index in all, for the tenant, and for one value of each further column, of many of them.
_EACH = {
    "decisions": {
        "sqlite_autoindex_decisions_1": "100000 100000 1",
        "ix_decisions_case": "100000 100000 5000 2 1",
    },
    "shared_answers": {
        "sqlite_autoindex_shared_answers_1": "100000 100000 1 1",
        "ix_shared_answers_at": "100000 100000 1",
    },
}


def upgrade() -> None:
    """Make the indexes."""
    op.drop_index("ix_decisions_case", table_name="decisions")
    op.create_index("ix_decisions_case", "decisions", ["tenant", "cause", "user", "number"])
    op.create_index("ix_shared_answers_at", "shared_answers", ["tenant", "at"])
    if op.get_bind().dialect.name == "sqlite":
        _tell_sqlite()


def _tell_sqlite() -> None:
    connection = op.get_bind()
    for table, indexes in _EACH.items():
        connection.execute(sa.text("DELETE FROM sqlite_stat1 WHERE tbl = :tbl"), {"tbl": table})
        for index, stat in indexes.items():
            values = {"tbl": table, "idx": index, "stat": stat}
            connection.execute(sa.text("INSERT INTO sqlite_stat1 VALUES (:tbl, :idx, :stat)"), values)
    op.execute("ANALYZE sqlite_master")  # this connection reads them too


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_shared_answers_at", table_name="shared_answers")
    op.drop_index("ix_decisions_case", table_name="decisions")
    op.create_index("ix_decisions_case", "decisions", ["tenant", "user", "cause"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DELETE FROM sqlite_stat1 WHERE tbl IN ('decisions', 'shared_answers')")
