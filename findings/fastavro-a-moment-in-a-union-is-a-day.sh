#!/usr/bin/env bash
# fastavro 1.13.1: a union of types, and a value that fits more than one of them.
#
# Guessed: the type that holds the value as it is, in whatever order they stand: a moment goes to timestamp-micros, a day to
# date, a whole number to long. Seen: the first one that takes the value. A datetime is a date to Python, so that in [null,
# date, timestamp-micros] every moment is written as its day, and the time is gone from the file; its day is that of its own
# zone. In [null, float, long] 20,000,001 becomes 20,000,000.0; [null, double, long] does it to an ID beyond 2**53, and a
# union of local-timestamp and timestamp drops the zone. strict=True changes nothing, reading gives no hint. The wider type
# has to stand first, or the value comes with its type's name, ("long", moment).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "fastavro==1.13.1" "tzdata==2026.6"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, datetime, timezone
from io import BytesIO
from zoneinfo import ZoneInfo

from fastavro import parse_schema, reader, writer

DAY = {"type": "int", "logicalType": "date"}
MOMENT = {"type": "long", "logicalType": "timestamp-micros"}
LOCAL = {"type": "long", "logicalType": "local-timestamp-micros"}


def kept(union, value, strict=False):
    schema = parse_schema({"type": "record", "name": "row", "fields": [{"name": "x", "type": ["null", *union]}]})
    file = BytesIO()
    writer(file, schema, [{"x": value}], strict=strict)
    file.seek(0)
    (row,) = reader(file)
    return row["x"].isoformat() if isinstance(row["x"], date) else row["x"]


moment = datetime(2026, 11, 29, 10, 59, tzinfo=timezone.utc)
night = datetime(2026, 11, 29, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
print("date, timestamp:", kept([DAY, MOMENT], moment), kept([DAY, MOMENT], night), kept([DAY, MOMENT], moment, strict=True))
print("timestamp, date:", kept([MOMENT, DAY], moment), kept([MOMENT, DAY], date(2026, 11, 29)))
print("date, timestamp, named:", kept([DAY, MOMENT], ("long", moment)))
print("local, timestamp:", kept([LOCAL, MOMENT], night))
for union, number in ((["float", "long"], 20_000_001), (["double", "long"], 2**53 + 1), (["long", "double"], 2**53 + 1)):
    print(*union, number, "->", f"{kept(union, number)}")
print("long, double 2.5 ->", kept(["long", "double"], 2.5))
PYTHON
)
expected="date, timestamp: 2026-11-29 2026-11-29 2026-11-29
timestamp, date: 2026-11-29T10:59:00+00:00 2026-11-29
date, timestamp, named: 2026-11-29T10:59:00+00:00
local, timestamp: 2026-11-29T00:30:00
float long 20000001 -> 20000000.0
double long 9007199254740993 -> 9007199254740992.0
long double 9007199254740993 -> 9007199254740993
long, double 2.5 -> 2.5"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "fastavro behaves otherwise now"; exit 1; }
