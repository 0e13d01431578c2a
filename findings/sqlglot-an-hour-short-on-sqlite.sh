#!/usr/bin/env bash
# sqlglot 30.30.0, DuckDB's date_diff() written for SQLite, run on duckdb 2.0.1 and the SQLite of Python.
#
# Guessed: the two count alike, or at least agree where whole hours lie between two moments and nothing has to be cut. Seen:
# what is written is CAST((JULIANDAY(b) - JULIANDAY(a)) * 24.0 AS INTEGER). The difference of two days as floats is a little
# above or below the truth, and the cast cuts: of one to 72 whole hours a third come out an hour short, from midnight to one
# o'clock 0; of minutes and of seconds a half. And date_diff() counts the boundaries that lie between (10:59 to 11:01 is an
# hour, 23:00 to 01:00 a day), which is lost without a warning. A report that is moved to SQLite so has shorter times to
# success, all of them plausible. On SQLite the hours of each moment's strftime('%s') are subtracted, which is what DuckDB
# counts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "sqlglot==30.30.0" "duckdb==2.0.1"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import sqlite3
from datetime import datetime, timedelta

import duckdb
import sqlglot

duck, lite = duckdb.connect(), sqlite3.connect(":memory:")


def counts(unit, pairs):
    """What date_diff() gives for each pair of moments, by DuckDB and, translated, by SQLite."""
    query = f"SELECT date_diff('{unit}', a, b) FROM moments ORDER BY n"
    (translated,) = sqlglot.transpile(query, read="duckdb", write="sqlite")
    rows = [(number, str(a), str(b)) for number, (a, b) in enumerate(pairs)]
    duck.execute("CREATE OR REPLACE TABLE moments (n INTEGER, a TIMESTAMP, b TIMESTAMP)")
    duck.executemany("INSERT INTO moments VALUES (?, ?, ?)", rows)
    lite.execute("DROP TABLE IF EXISTS moments")
    lite.execute("CREATE TABLE moments (n, a, b)")
    lite.executemany("INSERT INTO moments VALUES (?, ?, ?)", rows)
    found = [[row[0] for row in engine.execute(sql).fetchall()] for engine, sql in ((duck, query), (lite, translated))]
    return translated, *found


midnight = datetime(2026, 11, 29)
print(counts("hour", [(midnight, midnight)])[0])
for unit, step in (("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)), ("second", timedelta(seconds=1))):
    pairs = [(begin, begin + step * k) for k in range(1, 73) for begin in (midnight + timedelta(hours=h) for h in range(24))]
    right = [(b - a) // step for a, b in pairs]
    _, by_duckdb, by_sqlite = counts(unit, pairs)
    short = sum(given == true - 1 for given, true in zip(by_sqlite, right))
    same = sum(given == true for given, true in zip(by_sqlite, right))
    print(f"1 to 72 {unit}s: DuckDB right {by_duckdb == right}; SQLite right {same}, one short {short} of {len(pairs)}")
by_seconds = "SELECT CAST(strftime('%s', b) AS INTEGER) / 3600 - CAST(strftime('%s', a) AS INTEGER) / 3600 FROM moments ORDER BY n"
pairs = [(midnight + timedelta(minutes=7 * k), midnight + timedelta(minutes=20 * k)) for k in range(1000)]
by_duckdb = counts("hour", pairs)[1]
print("by strftime like DuckDB:", [row[0] for row in lite.execute(by_seconds)] == by_duckdb)
for unit, a, b in (
    ("hour", datetime(2026, 11, 29), datetime(2026, 11, 29, 1)),
    ("hour", datetime(2026, 11, 29, 10, 59), datetime(2026, 11, 29, 11, 1)),
    ("day", datetime(2026, 11, 28, 23), datetime(2026, 11, 29, 1)),
):
    _, (by_duckdb,), (by_sqlite,) = counts(unit, [(a, b)])
    print(f"{unit} from {a:%H:%M} to {b:%H:%M}: DuckDB {by_duckdb}, SQLite {by_sqlite}")
PYTHON
)
expected="SELECT CAST((JULIANDAY(b) - JULIANDAY(a)) * 24.0 AS INTEGER) FROM moments ORDER BY n NULLS LAST
1 to 72 hours: DuckDB right True; SQLite right 1152, one short 576 of 1728
1 to 72 minutes: DuckDB right True; SQLite right 856, one short 872 of 1728
1 to 72 seconds: DuckDB right True; SQLite right 840, one short 888 of 1728
by strftime like DuckDB: True
hour from 00:00 to 01:00: DuckDB 1, SQLite 0
hour from 10:59 to 11:01: DuckDB 1, SQLite 0
day from 23:00 to 01:00: DuckDB 1, SQLite 0"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "sqlglot behaves otherwise now"; exit 1; }
