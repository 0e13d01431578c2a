#!/usr/bin/env bash
# SQLAlchemy 2.1.9's tuple_(a, b).in_([...]) on SQLite 3.40.1 (that of Debian 12) and 3.54.1.
#
# Guessed: pairs in a list are looked up by the primary key (a, b), however many there are. Seen: SQLAlchemy writes
# `(a, b) IN (VALUES (?, ?), (?, ?))`, and SQLite up to 3.40 uses the key for one pair alone; from two on it reads the whole
# table for each statement, also where ANALYZE has run, as VALUES of several rows is a compound SELECT to it. 3.54.1 (and
# 3.41.2) uses the key for both. Where the old one has to be served, `a IN (...)` beside it is searched by, and a subquery
# around VALUES, or `(a, b) = (?, ?)` for each pair, finds the whole key. A test with one pair does not notice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/plans.py" <<'PYTHON'
import apsw
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

connection = apsw.Connection(":memory:").cursor()
connection.execute("CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL, c TEXT, PRIMARY KEY (a, b))")
connection.executemany("INSERT INTO t VALUES (?, ?, '')", [(n % 50, n) for n in range(5_000)])
connection.execute("ANALYZE")
table = sa.table("t", sa.column("a", sa.Integer), sa.column("b", sa.Integer), sa.column("c"))
both = sa.tuple_(table.c.a, table.c.b)
asked = {
    "one pair": [both.in_([(1, 1)])],
    "two pairs": [both.in_([(1, 1), (2, 2)])],
    "two pairs and a": [table.c.a.in_([1, 2]), both.in_([(1, 1), (2, 2)])],
}
print("SQLite", apsw.sqlitelibversion())
for name, where in asked.items():
    select = sa.select(table.c.c).where(*where)
    sql = select.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True, "literal_binds": True})
    if name == "two pairs":
        print(" ", " ".join(str(sql).split()))
    plan = next(iter(connection.execute(f"EXPLAIN QUERY PLAN {sql}")))[-1]
    print(f"  {name}: {plan}")
PYTHON
for version in 3.40.1.0 3.54.1.0; do
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/pip" install --quiet "apsw==$version" "SQLAlchemy==2.1.9"
  "$folder/$version/bin/python" "$folder/plans.py" >> "$folder/seen"
done
seen=$(cat "$folder/seen")
expected='SQLite 3.40.1
  one pair: SEARCH t USING INDEX sqlite_autoindex_t_1 (a=? AND b=?)
  SELECT t.c FROM t WHERE (t.a, t.b) IN (VALUES (1, 1), (2, 2))
  two pairs: SCAN t
  two pairs and a: SEARCH t USING INDEX sqlite_autoindex_t_1 (a=?)
SQLite 3.54.1
  one pair: SEARCH t USING INDEX sqlite_autoindex_t_1 (a=? AND b=?)
  SELECT t.c FROM t WHERE (t.a, t.b) IN (VALUES (1, 1), (2, 2))
  two pairs: SEARCH t USING INDEX sqlite_autoindex_t_1 (a=? AND b=?)
  two pairs and a: SEARCH t USING INDEX sqlite_autoindex_t_1 (a=? AND b=?)'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "SQLite or SQLAlchemy behaves otherwise now"; exit 1; }
