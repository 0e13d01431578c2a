#!/usr/bin/env bash
# duckdb 2.0.1: how long something took, as one TIMESTAMPTZ minus another.
#
# Guessed: a difference of two moments is what passed between them, as in PostgreSQL, whatever the session's TimeZone. Seen:
# whole days of the session's calendar are taken out first and the rest follows, so that noon to noon over a clock change is
# "1 day", and 24 hours to epoch() and to the timedelta that Python gets, where 23 or 25 passed; date_diff('hour') in the
# same row says 23. The other way round a timedelta of 24 hours, given as a parameter or in a column of pandas, is added as a
# day of the calendar (23 hours here), and one in an Arrow table as 24 hours. SET TimeZone = 'UTC', or epoch(b) - epoch(a).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "duckdb==2.0.1" "pandas==3.1.1" "pyarrow==26.0.1" "tzdata==2026.6"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import timedelta

import duckdb
import pandas as pd
import pyarrow as pa

connection = duckdb.connect()
day = timedelta(hours=24)
frame, table = pd.DataFrame({"length": [day]}), pa.table({"length": [day]})
for zone in ("Europe/Berlin", "UTC"):
    connection.execute(f"SET TimeZone = '{zone}'")
    for begun, ended in (("2026-03-28 11:00+00", "2026-03-29 10:00+00"), ("2026-10-24 10:00+00", "2026-10-25 11:00+00")):
        took, hours, by_epoch, counted = connection.execute(
            "SELECT b - a, epoch(b - a) / 3600, (epoch(b) - epoch(a)) / 3600, date_diff('hour', a, b)"
            f" FROM (SELECT TIMESTAMPTZ '{begun}' AS a, TIMESTAMPTZ '{ended}' AS b)"
        ).fetchone()
        print(f"{zone}: {took} or {hours} hours; {by_epoch} by epoch, {counted} by date_diff")
connection.execute("SET TimeZone = 'Europe/Berlin'")
noon = "SELECT strftime(TIMESTAMPTZ '2026-03-28 12:00:00' + {}, '%d %H:%M')"
print("a day as a parameter:", *connection.execute(noon.format("?"), [day]).fetchall()[0])
for name, rows in (("pandas", frame), ("Arrow", table)):
    connection.register("rows", rows)
    print(f"a day of {name}:", *connection.execute(f"{noon.format('length')} FROM rows").fetchall()[0])
print("'24 hours':", *connection.execute(noon.format("INTERVAL '24 hours'")).fetchall()[0])
PYTHON
)
echo "$seen"
expected="Europe/Berlin: 1 day, 0:00:00 or 24.0 hours; 23.0 by epoch, 23 by date_diff
Europe/Berlin: 1 day, 0:00:00 or 24.0 hours; 25.0 by epoch, 25 by date_diff
UTC: 23:00:00 or 23.0 hours; 23.0 by epoch, 23 by date_diff
UTC: 1 day, 1:00:00 or 25.0 hours; 25.0 by epoch, 25 by date_diff
a day as a parameter: 29 12:00
a day of pandas: 29 12:00
a day of Arrow: 29 13:00
'24 hours': 29 13:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "duckdb behaves otherwise now"; exit 1; }
