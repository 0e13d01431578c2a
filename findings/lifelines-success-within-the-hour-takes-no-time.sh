#!/usr/bin/env bash
# lifelines 0.30.3: the median time to success, from moments (datetimes_to_durations) and with a timeline for the plot.
#
# Guessed: durations are floats in the unit that is named ("array of floats", says the docstring), so that 90 minutes are 1.5
# hours; and a timeline says where the curve is given back, not what its median is. Seen: durations are cut to whole units,
# whatever the type: 59 minutes are 0 hours, and in days, the default, everything within 24 hours is 0. A median of 62
# minutes is 1 hour, one of 56 is 0. And where fit() has a timeline the median is the first of its points at which half are
# left: 62 minutes are 120 on a timeline by the hour, whatever the data. Both are plausible and neither is warned of.
# Durations are asked for in seconds (freq="s") and divided; the timeline is left out, and survival_function_at_times() asked
# for the plot.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "lifelines==0.30.3" "pandas==2.3.3" "numpy==2.4.6" "scipy==1.17.1"
cd "$folder"
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from datetime import datetime, timedelta

from lifelines import KaplanMeierFitter
from lifelines.utils import datetimes_to_durations

begun = datetime(2026, 11, 27, 9)


def median(durations, events, **options):
    return float(KaplanMeierFitter().fit(durations, events, **options).median_survival_time_)


for minutes in ([12, 31, 62, 75, None], [12, 31, 56, 119, None]):
    ended = [begun + timedelta(minutes=took) if took else None for took in minutes]
    now = begun + timedelta(hours=30)
    print("took", minutes)
    for unit, factor in (("s", 60), ("h", 1 / 60), ("D", 1 / 1440)):
        durations, events = datetimes_to_durations([begun] * len(ended), ended, fill_date=now, freq=unit)
        print(f"  {unit}: {durations.tolist()}, median {median(durations, events)}, in minutes {median(durations, events) / factor}")
    durations, events = datetimes_to_durations([begun] * len(ended), ended, fill_date=now, freq="s")
    for step in (60, 15, 1):
        found = median(durations / 60, events, timeline=range(0, 1801, step))
        print(f"  timeline by {step} minutes: median {found}")
PYTHON
)
expected="took [12, 31, 62, 75, None]
  s: [720.0, 1860.0, 3720.0, 4500.0, 108000.0], median 3720.0, in minutes 62.0
  h: [0.0, 0.0, 1.0, 1.0, 30.0], median 1.0, in minutes 60.0
  D: [0.0, 0.0, 0.0, 0.0, 1.0], median 0.0, in minutes 0.0
  timeline by 60 minutes: median 120.0
  timeline by 15 minutes: median 75.0
  timeline by 1 minutes: median 62.0
took [12, 31, 56, 119, None]
  s: [720.0, 1860.0, 3360.0, 7140.0, 108000.0], median 3360.0, in minutes 56.0
  h: [0.0, 0.0, 0.0, 1.0, 30.0], median 0.0, in minutes 0.0
  D: [0.0, 0.0, 0.0, 0.0, 1.0], median 0.0, in minutes 0.0
  timeline by 60 minutes: median 60.0
  timeline by 15 minutes: median 60.0
  timeline by 1 minutes: median 56.0"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "lifelines behaves otherwise now"; exit 1; }
