#!/usr/bin/env bash
# duckdb 2.0.1, time_bucket(INTERVAL '6 hours', moment, zone): the bins of every summer's day begin an hour late.
#
# Guessed: who names the zone gets its 00:00, 06:00, 12:00 and 18:00, but for the day on which the clock changes. Seen: hours
# are counted as they pass since an origin in a winter (3 January 2000, midnight in that zone), so that from March to October
# all bins begin at 01:00, 07:00, 13:00 and 19:00; a bin of one day begins at midnight all the year. A table by a quarter of
# the day has eight bins where the data hold both. Polars 2.1.0 has both ways: dt.truncate keeps to the clock,
# group_by_dynamic counts on from the first row. Quarters of a day are counted by the local hour, not by time_bucket.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "duckdb==2.0.1" "polars==2.1.0" "tzdata==2026.6"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta, timezone

import duckdb
import polars as pl

connection = duckdb.connect()
connection.execute("SET TimeZone = 'Europe/Berlin'")


def begins(width, moment):
    sql = f"SELECT strftime(time_bucket(INTERVAL '{width}', TIMESTAMPTZ '{moment}', 'Europe/Berlin'), '%d %H:%M')"
    return connection.execute(sql).fetchone()[0]


for moment in ("2026-01-15 12:30:00", "2026-07-15 12:30:00"):
    print(f"{moment}: 6 hours from {begins('6 hours', moment)}, 1 day from {begins('1 day', moment)}")

start = datetime(2026, 3, 28, 23, tzinfo=timezone.utc)  # midnight in Berlin, before the clock is put forward
moments = [start + timedelta(hours=n) for n in range(47)]
rows = pl.DataFrame({"moment": moments}).with_columns(pl.col("moment").dt.convert_time_zone("Europe/Berlin"))
bins = {
    "time_bucket": dict.fromkeys(begins("6 hours", moment.isoformat()) for moment in moments),
    "group_by_dynamic": rows.group_by_dynamic("moment", every="6h").agg(pl.len())["moment"].dt.strftime("%d %H:%M"),
    "truncate": rows["moment"].dt.truncate("6h").unique().sort().dt.strftime("%d %H:%M"),
}
for name, found in bins.items():
    print(f"{name}:", *found, sep=" | ")
PYTHON
)
expected="2026-01-15 12:30:00: 6 hours from 15 12:00, 1 day from 15 00:00
2026-07-15 12:30:00: 6 hours from 15 07:00, 1 day from 15 00:00
time_bucket: | 29 00:00 | 29 07:00 | 29 13:00 | 29 19:00 | 30 01:00 | 30 07:00 | 30 13:00 | 30 19:00
group_by_dynamic: | 29 00:00 | 29 07:00 | 29 13:00 | 29 19:00 | 30 01:00 | 30 07:00 | 30 13:00 | 30 19:00
truncate: | 29 00:00 | 29 06:00 | 29 12:00 | 29 18:00 | 30 00:00 | 30 06:00 | 30 12:00 | 30 18:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "duckdb or polars behaves otherwise now"; exit 1; }
