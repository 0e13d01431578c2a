#!/usr/bin/env bash
# deltalake 1.6.6 with pyarrow 26.0.1: rows of another type, appended to a Delta table.
#
# Guessed: refused, as Delta Lake checks a write against the table's schema and changes it only when asked to
# (schema_mode="merge"). Seen: what Arrow can cast is cast, and what the cast loses is lost without a word: 1.7 becomes 1, 2
# becomes true and "no" false, and merge() does the same. A moment with a zone loses it in a column without one (10:00 UTC,
# which is 11:00 in Berlin, is 10:00 then, and "10:00+02:00" is 08:00), and half past midnight of the 29th in Berlin is the
# 28th in a column of days. Only what has no cast is an error ("maybe", 1e20, NaN), so that it is the data that decide. What
# refuses all of them is to compare the columns' types, table.schema.types, with those of the Delta table before a write.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "deltalake==1.6.6" "pyarrow==26.0.1" "tzdata==2026.6"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, datetime, timezone
from itertools import count

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

numbers = count()


def appended(kept, added):
    path = f"table{next(numbers)}"
    write_deltalake(path, pa.table({"x": kept}))
    try:
        write_deltalake(path, pa.table({"x": added}), mode="append")
    except Exception as error:
        return f"refused ({type(error).__name__})"
    (given,) = set(DeltaTable(path).to_pyarrow_table()["x"].to_pylist()) - set(kept.to_pylist()) or {kept[0].as_py()}
    return given.isoformat() if isinstance(given, date) else given


moment = datetime(2026, 11, 29, 10, tzinfo=timezone.utc)
night = datetime(2026, 11, 28, 23, 30, tzinfo=timezone.utc)
berlin, plain = pa.timestamp("us", tz="Europe/Berlin"), pa.timestamp("us")
without_zone, days = pa.array([datetime(2026, 1, 1)], plain), pa.array([date(2026, 1, 1)])
for name, kept, added in (
    ("1.7 to whole numbers", pa.array([5]), pa.array([1.7])),
    ("2 to truths", pa.array([False]), pa.array([2])),
    ("'no' to truths", pa.array([True]), pa.array(["no"])),
    ("11:00 in Berlin to moments without a zone", without_zone, pa.array([moment], berlin)),
    ("'10:00+02:00' to moments without a zone", without_zone, pa.array(["2026-11-29T10:00:00+02:00"])),
    ("00:30 of the 29th in Berlin to days", days, pa.array([night], berlin)),
    ("'maybe' to truths", pa.array([True]), pa.array(["maybe"])),
    ("1e20 to whole numbers", pa.array([5]), pa.array([1e20])),
    ("NaN to whole numbers", pa.array([5]), pa.array([float("nan")])),
):
    print(f"{name}: {appended(kept, added)}")
write_deltalake("merged", pa.table({"k": [1], "x": [5]}))
source = pa.table({"k": [1], "x": [2.7]})
merge = DeltaTable("merged").merge(source, "t.k = s.k", source_alias="s", target_alias="t")
merge.when_matched_update_all().execute()
print("merge of 2.7:", DeltaTable("merged").to_pyarrow_table()["x"].to_pylist())
print("types alike:", source.schema.types == DeltaTable("merged").to_pyarrow_dataset().schema.types)
PYTHON
)
expected="1.7 to whole numbers: 1
2 to truths: True
'no' to truths: False
11:00 in Berlin to moments without a zone: 2026-11-29T10:00:00
'10:00+02:00' to moments without a zone: 2026-11-29T08:00:00
00:30 of the 29th in Berlin to days: 2026-11-28
'maybe' to truths: refused (Exception)
1e20 to whole numbers: refused (Exception)
NaN to whole numbers: refused (Exception)
merge of 2.7: [2]
types alike: False"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "deltalake behaves otherwise now"; exit 1; }
