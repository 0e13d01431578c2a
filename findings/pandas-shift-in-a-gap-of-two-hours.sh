#!/usr/bin/env bash
# pandas 3.1.1, tz_localize(nonexistent="shift_forward" / "shift_backward") where a clock is put forward by two hours.
#
# Where a zone leaves out one hour, "shift_forward" gives the first moment after the gap and "shift_backward" the last one
# before it. Where it leaves out two, the local time's hour decides and the answer can lie on the wrong side, an hour off:
# at Troll, where on 27 March 2005 the clock went from 01:00 (+00:00) to 03:00 (+02:00), 01:30 is shifted "forward" to
# 00:00, before itself, and 02:30 "backward" to 03:59:59.999999, after itself. nonexistent="NaT" is right for both.
# Seen again in St John's, 3 April 1988 (double summer time). zoneinfo and datetime agree with the zone's data.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pandas==3.1.1" "tzdata"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from zoneinfo import ZoneInfo

import pandas as pd

clock = pd.DatetimeIndex(["2005-03-27 01:30", "2005-03-27 02:30"])
for how in ("shift_forward", "shift_backward", "NaT"):
    print(how, *(str(at) for at in clock.tz_localize(ZoneInfo("Antarctica/Troll"), nonexistent=how)), sep=" | ")
PYTHON
)
expected="shift_forward | 2005-03-27 00:00:00+00:00 | 2005-03-27 03:00:00+02:00
shift_backward | 2005-03-26 22:59:59.999999+00:00 | 2005-03-27 03:59:59.999999+02:00
NaT | NaT | NaT"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pandas behaves otherwise now"; exit 1; }
