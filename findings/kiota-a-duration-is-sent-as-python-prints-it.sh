#!/usr/bin/env bash
# microsoft-kiota-serialization-json 1.16.0 (what msgraph-sdk sends and reads with): a duration as a property of an object.
#
# Guessed: a timedelta is written as ISO 8601, "P1DT12H", which is what Microsoft Graph's Duration is and what the same
# package reads. Seen: it is written as str() of Python, "1 day, 12:00:00"; an hour, "1:00:00", looks like a time of the day.
# No reader of ISO 8601 takes that. The package cannot read its own words back once there is a day in them:
# get_timedelta_value() gives None, as though nothing had been there, and None for "-PT1H", which is a Duration, too; three
# months are read as 90 days. A text that is a duration already is written as it stands: isodate.duration_isoformat().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "microsoft-kiota-serialization-json==1.16.0" "microsoft-kiota-abstractions==1.16.0" \
  "isodate==0.7.2"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import json
from datetime import timedelta

import isodate
from kiota_serialization_json.json_parse_node import JsonParseNode
from kiota_serialization_json.json_serialization_writer import JsonSerializationWriter


def written(value):
    writer = JsonSerializationWriter()
    writer.write_timedelta_value("lifetime", value)
    return json.loads(writer.get_serialized_content())["lifetime"]


for span in (timedelta(hours=1), timedelta(hours=36), timedelta(days=90), timedelta(seconds=-90)):
    text = written(span)
    print(f"{span!r}: {text!r}, read back {JsonParseNode(text).get_timedelta_value()!r}")
for text in ("P1DT12H", "-PT1H", "P3M"):
    print(f"{text}: {JsonParseNode(text).get_timedelta_value()!r}")
print("as text:", written(isodate.duration_isoformat(timedelta(hours=36))))
PYTHON
)
expected="datetime.timedelta(seconds=3600): '1:00:00', read back datetime.timedelta(seconds=3600)
datetime.timedelta(days=1, seconds=43200): '1 day, 12:00:00', read back None
datetime.timedelta(days=90): '90 days, 0:00:00', read back None
datetime.timedelta(days=-1, seconds=86310): '-1 day, 23:58:30', read back None
P1DT12H: datetime.timedelta(days=1, seconds=43200)
-PT1H: None
P3M: datetime.timedelta(days=90)
as text: P1DT12H"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "kiota behaves otherwise now"; exit 1; }
