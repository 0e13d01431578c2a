#!/usr/bin/env bash
# SQLAlchemy 2.1.9, reflection of a generated column of SQLite.
#
# Guessed: get_columns() gives the column's own expression, however the table was written. Seen: the expression is read from
# the table's text up to the last bracket of the line, so that whatever follows on that line is taken for part of it; and
# the short form "AS (...)", without GENERATED ALWAYS, gives an empty expression. Tools that build a table anew from what
# was reflected (Alembic's batch mode) then send SQL that SQLite refuses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "SQLAlchemy==2.1.9"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import sqlalchemy as sa

engine = sa.create_engine("sqlite://")
written = {
    "lines": "a TEXT,\n b TEXT GENERATED ALWAYS AS (lower(a)) STORED,\n UNIQUE (a)",
    "one line": "a TEXT, b TEXT GENERATED ALWAYS AS (lower(a)) STORED, UNIQUE (a)",
    "short form": "a TEXT, b TEXT AS (lower(a)) STORED",
}
with engine.begin() as connection:
    for number, (name, columns) in enumerate(written.items()):
        connection.exec_driver_sql(f"CREATE TABLE t{number} ({columns})")
        print(f"{name}: {sa.inspect(connection).get_columns(f't{number}')[1]['computed']['sqltext']!r}")
PYTHON
)
expected="lines: 'lower(a)'
one line: 'lower(a)) STORED, UNIQUE (a'
short form: ''"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "SQLAlchemy behaves otherwise now"; exit 1; }
