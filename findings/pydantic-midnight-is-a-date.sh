#!/usr/bin/env bash
# pydantic 2.14.4, a field of `date | datetime` (or the other way round) that is given a text.
#
# Guessed: the union's smart mode takes a text with a time for a datetime and one without for a date, in whatever order the
# types stand. Seen: it does so from JSON. From Python (a row of a CSV file, a query's parameter) the order counts and the
# data decide: in `date | datetime` a time at midnight becomes a date and loses its zone with it, a second later it is a
# datetime; in `datetime | date` a plain day becomes a midnight without a zone. A test that feeds JSON passes, and one moment
# of a day's export is of another type than the rest. validate_strings() of the same texts answers as JSON does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pydantic==2.14.4"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, datetime

from pydantic import TypeAdapter

unions = {"date | datetime": TypeAdapter(date | datetime), "datetime | date": TypeAdapter(datetime | date)}
for text in ("2026-11-29", "2026-11-29T00:00:00Z", "2026-11-29T00:00:01Z"):
    print(text)
    for name, union in unions.items():
        python, json, strings = union.validate_python(text), union.validate_json(f'"{text}"'), union.validate_strings(text)
        same = "as from JSON" if (type(strings), strings) == (type(json), json) else "otherwise"
        print(f"  {name}: {type(python).__name__} {python}, from JSON {type(json).__name__} {json}, by strings {same}")
PYTHON
)
expected="2026-11-29
  date | datetime: date 2026-11-29, from JSON date 2026-11-29, by strings as from JSON
  datetime | date: datetime 2026-11-29 00:00:00, from JSON date 2026-11-29, by strings as from JSON
2026-11-29T00:00:00Z
  date | datetime: date 2026-11-29, from JSON datetime 2026-11-29 00:00:00+00:00, by strings as from JSON
  datetime | date: datetime 2026-11-29 00:00:00+00:00, from JSON datetime 2026-11-29 00:00:00+00:00, by strings as from JSON
2026-11-29T00:00:01Z
  date | datetime: datetime 2026-11-29 00:00:01+00:00, from JSON datetime 2026-11-29 00:00:01+00:00, by strings as from JSON
  datetime | date: datetime 2026-11-29 00:00:01+00:00, from JSON datetime 2026-11-29 00:00:01+00:00, by strings as from JSON"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pydantic behaves otherwise now"; exit 1; }
