#!/usr/bin/env bash
# numpy 2.4.6: searchsorted converts the whole sorted array, at each call, where the values looked for are of another type.
#
# Guessed: a binary search looks at a few places, so two values in ten million rows cost next to nothing, whatever their
# type; and a Python integer takes the type of the array, as it does in arithmetic.
# Seen: a list of Python integers, and one alone, become an array of 64 bits, and rows of 32 bits are converted to that
# first: the time and the memory of a copy of all rows, for a value or two. Values of the rows' own type cost nothing.
#
# Output seen:
#   numpy 2.4.6
#   a list of two: 80,000,592 bytes at the most, found [5, 9000000]
#   two of the rows' own type: 336 bytes at the most, found [5, 9000000]
#   one Python integer: 80,000,528 bytes at the most, found 5
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import tracemalloc

import numpy as np

print("numpy", np.__version__)
rows = np.arange(10_000_000, dtype=np.int32)
looked_for = {
    "a list of two": [5, 9_000_000],
    "two of the rows' own type": np.array([5, 9_000_000], dtype=rows.dtype),
    "one Python integer": 5,
}
most = {}
for name, values in looked_for.items():
    tracemalloc.start()
    found = np.searchsorted(rows, values)
    most[name] = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{name}: {most[name]:,} bytes at the most, found {np.asarray(found).tolist()}")
assert min(most["a list of two"], most["one Python integer"]) >= 8 * len(rows)
assert most["two of the rows' own type"] < 10_000
PYTHON
