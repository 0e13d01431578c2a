#!/usr/bin/env bash
# datafusion 55.0.0 beside duckdb 2.0.1: how long something took, compared with INTERVAL '1 day'.
#
# Guessed: thirty hours are more than a day, as PostgreSQL and DuckDB have it, however the interval is written. Seen: an
# interval is months, days and nanoseconds, and DataFusion compares the three one after the other, without carrying: what two
# moments differ by has no days in it, so that 30 hours, and 78, are below INTERVAL '1 day' and above INTERVAL '24 hours',
# and these two are not equal. "Who took longer than a day" finds nobody, BETWEEN an hour and a day finds everybody, and
# max() of '30 hours' and '1 day' is the day. No error and no warning. b > a + INTERVAL '1 day' is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "datafusion==55.0.0" "pyarrow==26.0.1" "duckdb==2.0.1"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta

import datafusion
import duckdb
import pyarrow as pa

begun = datetime(2026, 11, 28)
kind = pa.timestamp("us")
ended = [begun + timedelta(hours=hours) for hours in (23, 30, 78)]
batch = pa.record_batch({"a": pa.array([begun] * 3, kind), "b": pa.array(ended, kind)})
context = datafusion.SessionContext()
context.register_record_batches("took", [[batch]])
duck = duckdb.connect()
duck.register("took", pa.Table.from_batches([batch]))
for condition in (
    "b - a > INTERVAL '1 day'",
    "b - a > INTERVAL '24 hours'",
    "b - a BETWEEN INTERVAL '1 hour' AND INTERVAL '1 day'",
    "b > a + INTERVAL '1 day'",
    "INTERVAL '1 day' = INTERVAL '24 hours'",
):
    query = f"SELECT count(*) AS n FROM took WHERE {condition}"
    by_datafusion = context.sql(query).to_pydict()["n"][0]
    print(f"{condition}: DataFusion {by_datafusion}, DuckDB {duck.sql(query).fetchall()[0][0]} of 3")
both = "SELECT max(i) AS i FROM (SELECT INTERVAL '30 hours' AS i UNION ALL SELECT INTERVAL '1 day') AS spans"
print("max of 30 hours and 1 day: DataFusion", context.sql(both).to_pydict()["i"][0], "DuckDB", duck.sql(both).fetchall()[0][0])
PYTHON
)
expected="b - a > INTERVAL '1 day': DataFusion 0, DuckDB 2 of 3
b - a > INTERVAL '24 hours': DataFusion 2, DuckDB 2 of 3
b - a BETWEEN INTERVAL '1 hour' AND INTERVAL '1 day': DataFusion 3, DuckDB 1 of 3
b > a + INTERVAL '1 day': DataFusion 2, DuckDB 2 of 3
INTERVAL '1 day' = INTERVAL '24 hours': DataFusion 0, DuckDB 3 of 3
max of 30 hours and 1 day: DataFusion MonthDayNano(months=0, days=1, nanoseconds=0) DuckDB 1 day, 6:00:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "DataFusion behaves otherwise now"; exit 1; }
