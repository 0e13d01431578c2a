#!/usr/bin/env bash
# pandas 3.1.1: times and spans that are kept in seconds are halved, averaged and windowed in whole seconds.
#
# A column has the unit it came with: seconds from NumPy's and Arrow's "s". Guessed: what does not fit is given in a finer
# unit, as a sum with 500 ms is. Seen: it is cut without a word. The mean and the median of 1 s and 2 s are 1 s, their
# standard deviation is 0, a Timedelta of 1 s divided by 2 is 0. A window is cut to the index's unit as well:
# rolling("1500ms") over moments a second apart counts the row itself alone, where the same moments in microseconds give two.
# as_unit("us"), or spans as float seconds, before anything is divided; the mean of to_numpy() is cut by NumPy in its turn.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pandas==3.1.1" "numpy==2.4.6"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pandas as pd

for unit in ("s", "us"):
    spans = pd.Series(np.array([1, 2], dtype="m8[s]")).dt.as_unit(unit)
    moments = pd.DatetimeIndex(np.array([1, 2], dtype="M8[s]")).as_unit(unit)
    seconds = {
        "mean": spans.mean(),
        "median": spans.median(),
        "deviation": spans.std(),
        "half": spans[0] / 2,
        "added": spans[0] + pd.Timedelta("500ms"),
    }
    print(f"{unit}:", *(f"{name} {span.total_seconds():g}," for name, span in seconds.items()), end=" ")
    print("rows in 1500 ms", *pd.Series(1, index=moments).rolling("1500ms").sum().astype(int))
PYTHON
)
expected="s: mean 1, median 1, deviation 0, half 0, added 1.5, rows in 1500 ms 1 1
us: mean 1.5, median 1.5, deviation 0.707106, half 0.5, added 1.5, rows in 1500 ms 1 2"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "pandas behaves otherwise now"; exit 1; }
