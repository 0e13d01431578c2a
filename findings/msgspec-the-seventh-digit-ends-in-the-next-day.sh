#!/usr/bin/env bash
# msgspec 0.23.0 and ruamel.yaml 0.19.1: a time with seven digits of a second, as .NET, Azure and Microsoft Graph write them.
#
# Guessed: the digit for which a datetime has no room is dropped, as Python's fromisoformat, pydantic 2.14.4 and PyYAML 6.0.4
# drop it. Seen: these two round. The last moment of a day (23:59:59.9999999, how .NET ends a range) becomes midnight of the
# next, of another month or year too, and as a time of the day it is 00:00:00, the first one; an event counts on another day
# by the library that reads it. The last moment that .NET knows, which stands for "never" (9999-12-31T23:59:59.9999999), is
# refused by msgspec ("Invalid RFC3339 encoded datetime") and an OverflowError in ruamel.yaml. YAML() of ruamel.yaml writes
# the rounded time back into a file that was only loaded and dumped.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "msgspec==0.23.0" "ruamel.yaml==0.19.1" "pydantic==2.14.4" "PyYAML==6.0.4"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime, time
from io import StringIO

import msgspec
import yaml
from pydantic import TypeAdapter
from ruamel.yaml import YAML

readers = {
    "msgspec": lambda text: msgspec.json.decode(f'"{text}"', type=datetime),
    "ruamel.yaml": YAML(typ="safe", pure=True).load,
    "PyYAML": yaml.safe_load,
    "pydantic": TypeAdapter(datetime).validate_python,
    "Python": datetime.fromisoformat,
}
for text in ("2026-12-31T23:59:59.9999999Z", "2026-11-29T10:00:00.1234567Z", "9999-12-31T23:59:59.9999999Z"):
    print(text)
    for name, read in readers.items():
        try:
            print(f"  {name}: {read(text)}")
        except (ValueError, OverflowError) as error:
            print(f"  {name}: {type(error).__name__}: {str(error).splitlines()[0]}")
print("msgspec, the time alone:", msgspec.json.decode('"23:59:59.9999999"', type=time))
written = StringIO()
YAML().dump(YAML().load("until: 2026-12-31T23:59:59.9999999Z\n"), written)
print("ruamel.yaml, loaded and dumped:", written.getvalue().strip())
PYTHON
)
expected="2026-12-31T23:59:59.9999999Z
  msgspec: 2027-01-01 00:00:00+00:00
  ruamel.yaml: 2027-01-01 00:00:00+00:00
  PyYAML: 2026-12-31 23:59:59.999999+00:00
  pydantic: 2026-12-31 23:59:59.999999+00:00
  Python: 2026-12-31 23:59:59.999999+00:00
2026-11-29T10:00:00.1234567Z
  msgspec: 2026-11-29 10:00:00.123457+00:00
  ruamel.yaml: 2026-11-29 10:00:00.123457+00:00
  PyYAML: 2026-11-29 10:00:00.123456+00:00
  pydantic: 2026-11-29 10:00:00.123456+00:00
  Python: 2026-11-29 10:00:00.123456+00:00
9999-12-31T23:59:59.9999999Z
  msgspec: ValidationError: Invalid RFC3339 encoded datetime
  ruamel.yaml: OverflowError: date value out of range
  PyYAML: 9999-12-31 23:59:59.999999+00:00
  pydantic: 9999-12-31 23:59:59.999999+00:00
  Python: 9999-12-31 23:59:59.999999+00:00
msgspec, the time alone: 00:00:00
ruamel.yaml, loaded and dumped: until: 2027-01-01T00:00:00Z"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "One of them behaves otherwise now"; exit 1; }
