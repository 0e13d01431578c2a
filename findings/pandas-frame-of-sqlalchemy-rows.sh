#!/usr/bin/env bash
# pandas 3.1.1 with SQLAlchemy 2.1.9: DataFrame(rows) of a query's rows takes many times as long as DataFrame of the same
# rows as plain tuples, and from_records is no better.
#
# Guessed: a Row is a named tuple, so pandas reads it as one. Seen: pandas asks every element whether it has some
# attribute; SQLAlchemy's Row answers a missing one by building and raising an error of its own, 200,000 times over.
# Output seen (2 cores, seconds of CPU for 200,000 rows of two columns):
#     rows 1.15, as tuples 0.06: 18 times as long
# Anybody who fills a frame from a query of some size meets this; `[tuple(row) for row in rows]` avoids it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "pandas==3.1.1" "sqlalchemy==2.1.9"
"$folder/venv/bin/python" - <<'PY'
import time

import pandas as pd
import sqlalchemy as sa

with sa.create_engine("sqlite://").connect() as connection:
    connection.exec_driver_sql("CREATE TABLE t (a, b)")
    connection.exec_driver_sql("INSERT INTO t VALUES (?, ?)", [(n, str(n)) for n in range(200_000)])
    rows = connection.exec_driver_sql("SELECT a, b FROM t").all()


def cost(data):
    best = 9e9
    for _ in range(3):
        start = time.process_time()
        frame = pd.DataFrame(data, columns=["a", "b"])
        best = min(best, time.process_time() - start)
    return best, frame


slow, one = cost(rows)
quick, other = cost([tuple(row) for row in rows])
assert one.equals(other)
print(f"rows {slow:.2f}, as tuples {quick:.2f}: {slow / quick:.0f} times as long")
assert slow > 5 * quick, "rows are read as quickly as tuples now"
PY
