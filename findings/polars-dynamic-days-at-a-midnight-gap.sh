#!/usr/bin/env bash
# polars 2.1.0, group_by_dynamic(every="1d") where midnight does not exist.
#
# Guessed: the days of group_by_dynamic are the days of dt.truncate("1d"). Seen: where the clock goes from 00:00 to 01:00
# (Havana, 8 March 2026) the hour before the gap is counted in no day at all: 70 of 71 rows remain, and the day of the gap is
# labelled 23:00 of the day before. dt.truncate("1d") gives 01:00 and counts all 71. No error, no warning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "polars==2.1.0" "tzdata==2026.6"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta, timezone

import polars as pl

start = datetime(2026, 3, 6, 5, tzinfo=timezone.utc)  # midnight in Havana
hours = pl.DataFrame({"at": [start + timedelta(hours=n) for n in range(71)]}).with_columns(
    pl.col("at").dt.convert_time_zone("America/Havana")
)
dynamic = hours.group_by_dynamic("at", every="1d").agg(pl.len())
truncated = hours.group_by(pl.col("at").dt.truncate("1d")).agg(pl.len()).sort("at")
for name, days in (("group_by_dynamic", dynamic), ("truncate", truncated)):
    print(name, [(at.strftime("%d %H:%M"), n) for at, n in days.iter_rows()])
PYTHON
)
expected="group_by_dynamic [('06 00:00', 24), ('07 00:00', 23), ('07 23:00', 23)]
truncate [('06 00:00', 24), ('07 00:00', 24), ('08 01:00', 23)]"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "polars behaves otherwise now"; exit 1; }
