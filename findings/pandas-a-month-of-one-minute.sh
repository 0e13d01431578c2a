#!/usr/bin/env bash
# pandas 3.1.1, Timedelta and to_timedelta of an ISO 8601 duration in months, as Microsoft's services write them ("P3M").
#
# Guessed: refused, as "P1Y" is, since a month has no fixed length. Seen: an M before the T is taken for minutes as well, so
# that three months are three minutes, in a column, too, and without a word. pydantic 2.14.4 takes a month for 30 days and a
# year for 365, msgspec 0.23.0 refuses both, isodate 0.7.2 keeps them as what they are: four readers, four answers. A data set
# that is kept for "P3M" is out of date by pandas before anybody looks. Durations in months go through isodate.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pandas==3.1.1" "pydantic==2.14.4" "msgspec==0.23.0" "isodate==0.7.2"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import timedelta

import isodate
import msgspec
import pandas as pd
from pydantic import TypeAdapter


def read(by, text):
    try:
        return str(by(text))
    except (ValueError, msgspec.ValidationError) as error:
        return type(error).__name__


readers = {
    "pandas": pd.Timedelta,
    "pydantic": TypeAdapter(timedelta).validate_python,
    "msgspec": lambda text: msgspec.convert(text, timedelta),
    "isodate": isodate.parse_duration,
}
for text in ("PT3M", "P3M", "P1DT1M", "P1Y"):
    print(f"{text}:", "; ".join(f"{name} {read(by, text)}" for name, by in readers.items()))
print("a column:", *pd.to_timedelta(pd.Series(["P3M", "P1D"])))
PYTHON
)
expected="PT3M: pandas 0 days 00:03:00; pydantic 0:03:00; msgspec 0:03:00; isodate 0:03:00
P3M: pandas 0 days 00:03:00; pydantic 90 days, 0:00:00; msgspec ValidationError; isodate 3 months, 0:00:00
P1DT1M: pandas 1 days 00:01:00; pydantic 1 day, 0:01:00; msgspec 1 day, 0:01:00; isodate 1 day, 0:01:00
P1Y: pandas ValueError; pydantic 365 days, 0:00:00; msgspec ValidationError; isodate 1 years, 0:00:00
a column: 0 days 00:03:00 1 days 00:00:00"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pandas or another reader behaves otherwise now"; exit 1; }
