#!/usr/bin/env bash
# parsedatetime 2.6: what a person types of times gone by, read on Sunday, 29 November 2026, at 10:00.
#
# Guessed: a span with "last", "past" or "ago" lies before now, and what it does not know comes back with the status 0. Seen:
# with a number "last" and "past" are passed over and the span is counted forward: "last 24 hours" is tomorrow, "in the last
# 30 days" 29 December; of "2 weeks and 3 days ago" only what stands next to "ago" is behind now, the rest ahead. "last week"
# and "3 days ago" are right, so that a try or two at the keyboard finds nothing. "half an hour ago" is an hour, "day before
# yesterday" is yesterday, and an ISO time with its T is today at 20:26, the first digits of the year. The status says that
# all of them were understood; a bot that asks for all since then finds nothing, and says so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "parsedatetime==2.6"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime

from parsedatetime import Calendar

now, calendar = datetime(2026, 11, 29, 10), Calendar()
for text in (
    "3 days ago",
    "last week",
    "90 minutes ago",
    "last 24 hours",
    "past 2 weeks",
    "in the last 30 days",
    "2 weeks and 3 days ago",
    "1 hour 30 minutes ago",
    "half an hour ago",
    "day before yesterday",
    "2026-10-11 08:15",
    "2026-10-11T08:15:00Z",
):
    moment, status = calendar.parseDT(text, sourceTime=now)
    print(f"{text}: {moment:%Y-%m-%d %H:%M}, {'understood' if status else 'not understood'}{', ahead' * (moment > now)}")
PYTHON
)
expected="3 days ago: 2026-11-26 10:00, understood
last week: 2026-11-22 09:00, understood
90 minutes ago: 2026-11-29 08:30, understood
last 24 hours: 2026-11-30 10:00, understood, ahead
past 2 weeks: 2026-12-13 10:00, understood, ahead
in the last 30 days: 2026-12-29 10:00, understood, ahead
2 weeks and 3 days ago: 2026-12-10 10:00, understood, ahead
1 hour 30 minutes ago: 2026-11-29 10:30, understood, ahead
half an hour ago: 2026-11-29 09:00, understood
day before yesterday: 2026-11-28 09:00, understood
2026-10-11 08:15: 2026-10-11 08:15, understood
2026-10-11T08:15:00Z: 2026-11-29 20:26, understood, ahead"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "parsedatetime behaves otherwise now"; exit 1; }
