#!/usr/bin/env bash
# APScheduler 3.11.3, CronTrigger at a time that the clock leaves out.
#
# Guessed: one rule for every gap, the first moment after it. Seen: a time inside a gap in the middle of the night runs an
# hour late on the same day (02:30 in Berlin on 29 March 2026 is given as 02:30+01:00, which the wall clock shows as 03:30);
# a time inside a gap at midnight does not run on that day at all (00:00 and 00:30 in Havana on 8 March 2026: next is the
# 9th). A daily job at midnight misses a day a year in Havana, Asuncion (until 2024), Beirut or Cairo, with no "missed" event.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "APScheduler==3.11.3" "tzdata==2026.6"
seen=$(PYTHONTZPATH="" "$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger


def following(hour, minute, zone, day):
    own = ZoneInfo(zone)
    at = CronTrigger(hour=hour, minute=minute, timezone=own).get_next_fire_time(None, datetime(*day, 12, tzinfo=own))
    return at.astimezone(ZoneInfo("UTC")).astimezone(own).isoformat()


print("Berlin 02:30 after 28 March:", following(2, 30, "Europe/Berlin", (2026, 3, 28)))
print("Havana 00:00 after 7 March:", following(0, 0, "America/Havana", (2026, 3, 7)))
print("Havana 00:30 after 7 March:", following(0, 30, "America/Havana", (2026, 3, 7)))
print("Havana 01:00 after 7 March:", following(1, 0, "America/Havana", (2026, 3, 7)))
PYTHON
)
expected="Berlin 02:30 after 28 March: 2026-03-29T03:30:00+02:00
Havana 00:00 after 7 March: 2026-03-09T00:00:00-04:00
Havana 00:30 after 7 March: 2026-03-09T00:30:00-04:00
Havana 01:00 after 7 March: 2026-03-08T01:00:00-04:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "APScheduler behaves otherwise now"; exit 1; }
