#!/usr/bin/env bash
# Alembic 1.20.1 with SQLAlchemy 2.1.9, batch_alter_table on SQLite: what the table's copy keeps.
#
# Guessed: STRICT and WITHOUT ROWID are lost, as reflection does not name them; a column's collation is kept. Seen, the other
# way round: both table options and a partial index's WHERE are kept; COLLATE NOCASE, the ON CONFLICT of a constraint and
# the direction of an index are dropped without a word (a CHECK without a name is warned of). After a migration that only
# adds a column, a unique address takes "Dana@..." beside "dana@...".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "alembic==1.20.1" "SQLAlchemy==2.1.9"
seen=$("$folder/venv/bin/python" -W error - <<'PYTHON'
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

engine = sa.create_engine("sqlite://")


def people(connection):
    for name in ("dana@contoso.com", "Dana@contoso.com"):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql("INSERT INTO person (address) VALUES (?)", (name,))
        except sa.exc.IntegrityError:
            pass
    return connection.exec_driver_sql("SELECT count(*) FROM person").scalar()


with engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE person (address TEXT COLLATE NOCASE NOT NULL UNIQUE, n INTEGER) STRICT")
    connection.exec_driver_sql("CREATE INDEX newest ON person (n DESC) WHERE n > 0")
    print("before:", people(connection), "row")
    with Operations(MigrationContext.configure(connection)).batch_alter_table("person", recreate="always") as batch:
        batch.add_column(sa.Column("role", sa.Text))
    print("after:", people(connection), "rows")
    for (sql,) in connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC"):
        print(" ".join(sql.split()))
PYTHON
)
expected='before: 1 row
after: 2 rows
CREATE TABLE "person" ( address TEXT NOT NULL, n INTEGER, role TEXT, UNIQUE (address) ) STRICT
CREATE INDEX newest ON person (n) WHERE n > 0'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "Alembic behaves otherwise now"; exit 1; }
