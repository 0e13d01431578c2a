#!/usr/bin/env bash
# croniter 7.0.0: a range that passes the end of its field (21-3, fri-tue), with a step.
#
# Guessed: the step goes on over the field's end as before it: "0 21-3/2 * * *" is 21, 23, 1 and 3 o'clock. Seen: 21, 23 and
# 2. Where a step does not land on the field's first value itself (as 22-4/2 does, which is right), the count begins a unit
# late after it, and what would have come last is lost: 20-8/3 is 3 and 6 instead of 2, 5 and 8; minutes (45-15/10) do the
# same. cron-descriptor 2.2.1 tells people "every 2 hours, between 09:00 PM and 03:59 AM", so that text and runs part, and
# a digest is an hour late each night, or does not come. Hours in a list are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "croniter==7.0.0" "cron-descriptor==2.2.1"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta

from cron_descriptor import get_description
from croniter import croniter_range

noon = datetime(2026, 11, 29, 12)
for cron in ("0 21-3/2 * * *", "0 20-8/3 * * *", "0 18-6/4 * * *", "45-15/10 0 * * *", "0 22-4/2 * * *", "0 21,23,1,3 * * *"):
    runs = croniter_range(noon, noon + timedelta(hours=23, minutes=59), cron)
    print(f"{cron}: {' '.join(f'{run:%H:%M}' for run in runs)}")
print(get_description("0 21-3/2 * * *"))
PYTHON
)
expected="0 21-3/2 * * *: 21:00 23:00 02:00
0 20-8/3 * * *: 20:00 23:00 03:00 06:00
0 18-6/4 * * *: 18:00 22:00 03:00
45-15/10 0 * * *: 00:06 00:45 00:55
0 22-4/2 * * *: 22:00 00:00 02:00 04:00
0 21,23,1,3 * * *: 21:00 23:00 01:00 03:00
Every 2 hours, between 09:00 PM and 03:59 AM"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "croniter behaves otherwise now"; exit 1; }
