"""What lets a load, a pull and a click cost as much as they bring, not as much as was ever loaded."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# SQLite guesses that a tenant has ten rows where nothing tells it more, and then reads all rows of the tenant rather
# than look for five hundred people by their index. These are the proportions of a large ledger: all rows are the
# tenant's, and each further column of an index leaves few. They are fixed, so that plans are the same on every
# machine and after every load; whoever runs ANALYZE puts measured ones in their place.
_MANY = 3_000_000
_EACH: dict[str, dict[str, tuple[int, ...]]] = {  # rows for one value of the first column, the first two ...
    "attempts": {
        "attempts": (1,),
        "uq_attempts_said": (2, 1, 1, 1, 1, 1, 1),
        "uq_attempts_event": (1,),
        "ix_attempts_person": (15,),
    },
    "registrations": {
        "registrations": (1,),
        "uq_registrations_said": (2, 1, 1, 1, 1),
        "uq_registrations_event": (1,),
        "ix_registrations_person": (15,),
    },
    "interventions": {
        "interventions": (1,),
        "uq_interventions_said": (2, 1, 1, 1, 1),
        "uq_interventions_event": (1,),
        "ix_interventions_person": (15,),
    },
    "steps": {"steps": (100, 2, 1, 1, 1, 1, 1), "uq_steps_event": (1,)},
    "people": {"people": (1,), "sqlite_autoindex_people_2": (1,)},
    "roster": {"sqlite_autoindex_roster_1": (1,)},
}


def upgrade() -> None:
    """Add what is missing."""
    op.create_table(
        "withdrawn",
        sa.Column("tenant", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("load", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "load", "source", "number", name=op.f("pk_withdrawn")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_kept_answers_asked_at", "kept_answers", ["tenant", "asked_at"])
    op.create_index("ix_loads_path", "loads", ["tenant", "path"])
    if op.get_bind().dialect.name == "sqlite":
        _tell_sqlite()


def _tell_sqlite() -> None:
    """The statistics of a large ledger, for every connection from the next one on."""
    op.execute("ANALYZE alembic_version")  # makes the table of statistics
    connection = op.get_bind()
    for table, indexes in _EACH.items():
        for index, each in indexes.items():
            values = {"tbl": table, "idx": index, "stat": " ".join(map(str, (_MANY, _MANY, *each)))}
            connection.execute(sa.text("DELETE FROM sqlite_stat1 WHERE tbl = :tbl AND idx = :idx"), values)
            connection.execute(sa.text("INSERT INTO sqlite_stat1 VALUES (:tbl, :idx, :stat)"), values)
    op.execute("ANALYZE sqlite_master")  # this connection reads them too


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_loads_path", table_name="loads")
    op.drop_index("ix_kept_answers_asked_at", table_name="kept_answers")
    op.drop_table("withdrawn")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DELETE FROM sqlite_stat1")
