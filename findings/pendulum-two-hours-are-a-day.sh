#!/usr/bin/env bash
# pendulum 3.3.0, Interval.in_days() of an interval that passes midnight.
#
# Guessed: whole days, as in_hours() gives whole hours, in_weeks() whole weeks and in_months() whole months. Seen: the
# midnights that lie between, while its neighbours count what has passed: from 23:00 to 01:00 in_days() is 1, in_words() "2
# hours" and the attribute .days 0. in_weeks() is taken from in_days(), so that six days and two hours are a week;
# in_months() is right. "Open for more than 30 days" comes up to a day early; a test with two moments at the same hour sees
# nothing. And over the night in which Berlin's clock is put forward in_words() says 23 hours where in_hours() says 22.
# total_seconds(), and .days for whole days, count what has passed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pendulum==3.3.0" "tzdata==2026.6"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import pendulum

UTC, BERLIN = "UTC", "Europe/Berlin"
for begin, end, zone in (
    ((2026, 11, 28, 23), (2026, 11, 29, 1), UTC),
    ((2026, 11, 28, 12), (2026, 11, 29, 11), UTC),
    ((2026, 11, 28, 1), (2026, 11, 28, 23), UTC),
    ((2026, 11, 22, 23), (2026, 11, 29, 1), UTC),
    ((2026, 10, 31, 23), (2026, 11, 30, 1), UTC),
    ((2026, 3, 28, 12), (2026, 3, 29, 11), BERLIN),
):
    interval = pendulum.datetime(*end, tz=zone) - pendulum.datetime(*begin, tz=zone)
    print(
        f"{interval.in_words()}: in_days {interval.in_days()}, in_weeks {interval.in_weeks()}, in_months"
        f" {interval.in_months()}, in_hours {interval.in_hours()}, .days {interval.days}"
    )
PYTHON
)
expected="2 hours: in_days 1, in_weeks 0, in_months 0, in_hours 2, .days 0
23 hours: in_days 1, in_weeks 0, in_months 0, in_hours 23, .days 0
22 hours: in_days 0, in_weeks 0, in_months 0, in_hours 22, .days 0
6 days 2 hours: in_days 7, in_weeks 1, in_months 0, in_hours 146, .days 6
4 weeks 1 day 2 hours: in_days 30, in_weeks 4, in_months 0, in_hours 698, .days 29
23 hours: in_days 1, in_weeks 0, in_months 0, in_hours 22, .days 0"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pendulum behaves otherwise now"; exit 1; }
