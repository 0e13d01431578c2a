#!/usr/bin/env bash
# pandas 3.1.1: a Timestamp that is finer than the index, as seven digits of a second make it (the form of Azure's exports).
#
# Texts become microseconds, and nanoseconds where one has more than six digits. Guessed: whatever takes a Timestamp compares
# it as `<` does, between two microseconds if need be. Seen: comparisons, isin(), .loc[moment:] and get_indexer() do;
# searchsorted(), asof() and insert() of the same index end in "Cannot losslessly convert units". A moment whose seventh digit
# is 0 passes, as one in ten does, so that it is the data that decide. index.as_unit("ns") takes both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pandas==3.1.1" "numpy==2.4.6"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd

rows = pd.Series([1, 2, 3], index=pd.to_datetime(["2026-11-28 10:00Z", "2026-11-28 11:00Z", "2026-11-28 12:00Z"]))
ways = {
    "a comparison": lambda moment: rows[rows.index < moment].sum(),
    ".loc": lambda moment: rows.loc[moment:].sum(),
    "isin": lambda moment: rows.index.isin([moment]).sum(),
    "get_indexer": lambda moment: rows.index.get_indexer([moment], method="ffill")[0],
    "searchsorted": lambda moment: rows.index.searchsorted(moment),
    "asof": lambda moment: rows.asof(moment),
    "insert": lambda moment: len(rows.index.insert(0, moment)),
}
finer, plain = pd.Timestamp("2026-11-28T10:30:00.1234567Z"), pd.Timestamp("2026-11-28T10:30:00.1234560Z")
print("index", rows.index.unit, "moments", finer.unit, plain.unit)
for name, ask in ways.items():
    said = []
    for moment in (finer, plain):
        try:
            said.append(str(ask(moment)))
        except ValueError as error:
            said.append(str(error))
    print(f"{name}:", ", ".join(said))
PYTHON
)
expected="index us moments ns ns
a comparison: 1, 1
.loc: 5, 5
isin: 0, 0
get_indexer: 0, 0
searchsorted: Cannot losslessly convert units, 1
asof: Cannot losslessly convert units, 1
insert: Cannot losslessly convert units, 4"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pandas behaves otherwise now"; exit 1; }
