#!/usr/bin/env bash
# pandas 3.1.1 with python-dateutil 2.9.0.post0: one text with "GMT+0200", two moments four hours apart.
#
# Browsers and portals write "GMT+0200" for two hours east of Greenwich. Guessed: Timestamp() and to_datetime() of the same
# text agree. Seen: to_datetime() of a column finds a format ("... GMT%z") and reads east; Timestamp() leaves the text to
# dateutil, which turns the sign after a zone's name (as POSIX's TZ does) and reads west, as does to_datetime() of a column
# once the text ends in a name ("GMT+0200 (CEST)"), the form of a browser's Date. "+0200" alone is read east by both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pandas==3.1.1" "python-dateutil==2.9.0.post0"
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import pandas as pd

for text in (
    "2026-11-28 09:00:00 GMT+0200",
    "2026-11-28 09:00:00 UTC+02:00",
    "Sat Nov 28 2026 09:00:00 GMT+0200 (CEST)",
    "2026-11-28 09:00:00+0200",
):
    column = pd.to_datetime(pd.Series([text]), utc=True).iloc[0]
    print(f"{text}: column {column:%H:%M}, Timestamp {pd.Timestamp(text).tz_convert('UTC'):%H:%M}")
PYTHON
)
expected="2026-11-28 09:00:00 GMT+0200: column 07:00, Timestamp 11:00
2026-11-28 09:00:00 UTC+02:00: column 07:00, Timestamp 11:00
Sat Nov 28 2026 09:00:00 GMT+0200 (CEST): column 11:00, Timestamp 11:00
2026-11-28 09:00:00+0200: column 07:00, Timestamp 07:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pandas behaves otherwise now"; exit 1; }
