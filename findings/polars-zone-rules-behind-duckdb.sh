#!/usr/bin/env bash
# polars 2.1.0 and duckdb 2.0.1: the same moment, an hour apart in zones that changed their rules in 2026.
#
# Both carry zone rules inside. Guessed: releases of the same autumn know the same rules. Seen: DuckDB has those of 2026
# (Vancouver, Edmonton and Winnipeg keep summer time, Casablanca is at +00:00), as the tzdata package of 2026.6 has; Polars
# still has the old ones, so that "by hour" or "by day" of the two engines differ from November 2026 on. Neither reads the
# system's files or the tzdata package for this, so that updating those mends nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "polars==2.1.0" "duckdb==2.0.1" "tzdata==2026.6"
seen=$(PYTHONTZPATH="" "$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

at = datetime(2026, 12, 15, 12, tzinfo=timezone.utc)
for zone in ("America/Vancouver", "America/Edmonton", "America/Winnipeg", "Africa/Casablanca", "Europe/Berlin"):
    package = at.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    polars = pl.Series([at]).dt.convert_time_zone(zone).dt.strftime("%H:%M")[0]
    connection = duckdb.connect()
    connection.execute(f"SET TimeZone = '{zone}'")
    duck = connection.execute("SELECT strftime(TIMESTAMPTZ '2026-12-15 12:00:00+00', '%H:%M')").fetchone()[0]
    print(f"{zone}: tzdata {package}, duckdb {duck}, polars {polars}")
PYTHON
)
expected="America/Vancouver: tzdata 05:00, duckdb 05:00, polars 04:00
America/Edmonton: tzdata 06:00, duckdb 06:00, polars 05:00
America/Winnipeg: tzdata 07:00, duckdb 07:00, polars 06:00
Africa/Casablanca: tzdata 12:00, duckdb 12:00, polars 13:00
Europe/Berlin: tzdata 13:00, duckdb 13:00, polars 13:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the two engines behave otherwise now"; exit 1; }
