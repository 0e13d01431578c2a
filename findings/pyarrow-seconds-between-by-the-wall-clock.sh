#!/usr/bin/env bash
# pyarrow 26.0.1: seconds_between, hours_between and their like of two moments with a zone.
#
# Guessed: days are counted by the zone's calendar, hours and seconds as they pass. Seen: all of them, down to nanoseconds,
# count on the zone's wall clock: 86,400 seconds from noon to noon over the night in which Berlin's clock is put forward
# (82,800 pass), and minus 1,800 between two moments of which the second is half an hour after the first, in the hour that
# comes twice. subtract() and the same calls in UTC count what passes. How long something took is asked of moments in UTC.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pyarrow==26.0.1" "tzdata==2026.6"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timezone

import pyarrow as pa
import pyarrow.compute as pc


def moment(zone, *clock):
    return pa.scalar(datetime(*clock, tzinfo=timezone.utc), pa.timestamp("s", "UTC")).cast(pa.timestamp("s", zone))


for zone in ("Europe/Berlin", "UTC"):
    noon, next_noon = moment(zone, 2026, 3, 28, 11), moment(zone, 2026, 3, 29, 10)
    first, second = moment(zone, 2026, 10, 25, 0, 30), moment(zone, 2026, 10, 25, 1)
    print(f"{zone}, noon to noon: {pc.hours_between(noon, next_noon)} hours, {pc.seconds_between(noon, next_noon)} seconds,", end=" ")
    print(f"subtracted {pc.subtract(next_noon, noon)}")
    print(f"{zone}, half an hour: {pc.seconds_between(first, second)} seconds, subtracted {pc.subtract(second, first)}")
PYTHON
)
expected="Europe/Berlin, noon to noon: 24 hours, 86400 seconds, subtracted 23:00:00
Europe/Berlin, half an hour: -1800 seconds, subtracted 0:30:00
UTC, noon to noon: 23 hours, 82800 seconds, subtracted 23:00:00
UTC, half an hour: 1800 seconds, subtracted 0:30:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pyarrow behaves otherwise now"; exit 1; }
