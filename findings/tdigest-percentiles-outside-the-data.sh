#!/usr/bin/env bash
# tdigest 0.5.2.2 beside ddsketch 3.0.1: percentiles of values that come again and again.
#
# Guessed: an estimate lies between the smallest and the largest value, and is that value where nearly all are the same.
# Seen: equal values become one centroid, which stands for its half-way point, and a percentile is read from a line between
# two such points, also to the left of the first, where the line runs on below the data. Of 950 times 1 minute and 50 times
# 60 the median is 3.95 and the 10th percentile is -43.25; 75 % are "within 33 minutes". Without repeated values it is right,
# so that a test with random numbers sees nothing. Times in whole minutes, counts of attempts and 0 or 1 are what such
# reports are made of. ddsketch gives the value itself, within its one per cent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "tdigest==0.5.2.2" "ddsketch==3.0.1"
cd "$folder"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from ddsketch import DDSketch
from tdigest import TDigest

SHARES = (10, 25, 50, 75, 90)
for name, values in (
    ("950 times 1, 50 times 60", [1] * 950 + [60] * 50),
    ("500 times 2, 500 times 10", [2] * 500 + [10] * 500),
    ("900 times 0, 100 times 1", [0] * 900 + [1] * 100),
    ("1 to 1000", list(range(1, 1001))),
):
    digest, sketch = TDigest(), DDSketch()
    digest.batch_update(values)
    for value in values:
        sketch.add(value)
    values.sort()
    rows = {
        "values": [values[len(values) * share // 100] for share in SHARES],
        "tdigest": [round(digest.percentile(share), 2) for share in SHARES],
        "ddsketch": [round(sketch.get_quantile_value(share / 100), 2) for share in SHARES],
    }
    if name != "1 to 1000":
        print(f"{name}, percentiles {SHARES}:")
        for what, found in rows.items():
            print(f"  {what} {found}")
    else:
        apart = max(abs(given / value - 1) for given, value in zip(rows["tdigest"], rows["values"]))
        print(f"{name}: tdigest within 1 % {apart < 0.01}")
PYTHON
)
expected="950 times 1, 50 times 60, percentiles (10, 25, 50, 75, 90):
  values [1, 1, 1, 1, 1]
  tdigest [-43.25, -25.55, 3.95, 33.45, 51.15]
  ddsketch [0.99, 0.99, 0.99, 0.99, 0.99]
500 times 2, 500 times 10, percentiles (10, 25, 50, 75, 90):
  values [2, 2, 10, 10, 10]
  tdigest [-0.4, 2.0, 6.0, 10.0, 10.0]
  ddsketch [1.99, 1.99, 1.99, 10.07, 10.07]
900 times 0, 100 times 1, percentiles (10, 25, 50, 75, 90):
  values [0, 0, 0, 0, 1]
  tdigest [-0.7, -0.4, 0.1, 0.6, 0.9]
  ddsketch [0, 0, 0, 0, 0]
1 to 1000: tdigest within 1 % True"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "tdigest behaves otherwise now"; exit 1; }
