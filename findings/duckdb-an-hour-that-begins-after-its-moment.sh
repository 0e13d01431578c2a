#!/usr/bin/env bash
# duckdb 2.0.1 and pyarrow 26.0.1: the hour, and the quarter of an hour, of moments in the hour that comes twice.
#
# Guessed: what a moment is cut down to is never after it, as polars 2.1.0 has it. Seen: DuckDB's date_trunc('hour') with a
# zone sets the minutes to 0 on the wall clock and takes the second of the two hours for either: 02:40 summer time is cut to
# 02:00 winter time, twenty minutes after itself, so that a count by hour has none in the first and both in the second. Its
# time_bucket() and date_trunc('minute') are right. pyarrow's floor_temporal refuses all moments of these two hours, and with
# one of them the whole column ("Local time is ambiguous"). Hours are counted in UTC where the zone's offset is whole hours.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "duckdb==2.0.1" "pyarrow==26.0.1" "polars==2.1.0" "pytz==2026.6" "tzdata==2026.6"
seen=$(PYTHONTZPATH="" "$folder/venv/bin/python" - <<'PYTHON'
from datetime import UTC, datetime, timedelta

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

first = datetime(2026, 10, 24, 23, 40, tzinfo=UTC)  # 01:40 in Berlin, where 02:40 comes twice
moments = [first + timedelta(hours=hour) for hour in range(4)]
connection = duckdb.connect()
connection.execute("SET TimeZone = 'Europe/Berlin'")


def by_duckdb(sql):
    return connection.execute(f"SELECT {sql} FROM unnest(?::TIMESTAMPTZ[]) AS a(t) ORDER BY t", [moments]).fetchall()


def by_pyarrow(column):
    try:
        return pc.floor_temporal(column, unit="hour").cast(pa.timestamp("us", "UTC")).to_pylist()
    except pa.ArrowInvalid as error:
        return str(error).partition(":")[0]


def utc(values):
    return " ".join(f"{moment:%H:%M}" for moment in values)


print("moments, UTC:        ", utc(moments))
hours = pl.Series(moments).dt.convert_time_zone("Europe/Berlin").dt.truncate("1h")
print("polars by hour:      ", utc(hours.dt.convert_time_zone("UTC")))
for name, sql in {
    "duckdb by hour:      ": "date_trunc('hour', t)",
    "duckdb by minute:    ": "date_trunc('minute', t)",
    "duckdb, time_bucket: ": "time_bucket(INTERVAL '1 hour', t, 'Europe/Berlin')",
}.items():
    print(name, utc(moment.astimezone(UTC) for (moment,) in by_duckdb(sql)))
column = pa.array(moments, pa.timestamp("us", "UTC")).cast(pa.timestamp("us", "Europe/Berlin"))
print("pyarrow by hour:     ", by_pyarrow(column))
print("pyarrow but for two: ", utc(by_pyarrow(pa.concat_arrays([column[:1], column[3:]]))))
PYTHON
)
expected="moments, UTC:         23:40 00:40 01:40 02:40
polars by hour:       23:00 00:00 01:00 02:00
duckdb by hour:       23:00 01:00 01:00 02:00
duckdb by minute:     23:40 00:40 01:40 02:40
duckdb, time_bucket:  23:00 00:00 01:00 02:00
pyarrow by hour:      Local time is ambiguous
pyarrow but for two:  23:00 02:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "DuckDB, pyarrow or Polars behaves otherwise now"; exit 1; }
