#!/usr/bin/env bash
# scipy 1.17.1, stats.barnard_exact: the p of a table, and of the same table with its two rows (the outcomes) swapped.
#
# Guessed: two-sided, it is the same to count who failed or who got through, as only the statistic changes its sign. Seen: the
# p differs, by a fifth and more in small tables and across 0.05 (0.046 and 0.057); swapping the columns (the groups) changes
# nothing. A table counts as extreme where its statistic is as large as the one seen; equal ones differ in their last bits,
# which no tolerance allows for, so that some are lost, and which of them depends on the order. The larger p is right, as a
# sum over statistics in whole fractions shows; more sampling points (n) mend nothing. Whoever checks a p of their own
# against this function takes the larger one of both orders.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "scipy==1.17.1" "numpy==2.4.6"
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from fractions import Fraction
from itertools import product
from math import comb

from scipy.stats import barnard_exact


def by_fractions(table):
    """The p by the pooled statistic squared, a fraction without any rounding; the chance goes in steps of a thousandth."""
    (a, b), (c, d) = table
    first, second = a + c, b + d

    def squared(x, y):
        share = Fraction(x + y, first + second)
        apart = Fraction(x, first) - Fraction(y, second)
        return apart**2 / (share * (1 - share)) if 0 < share < 1 else Fraction(0)

    tables = product(range(first + 1), range(second + 1))
    extreme = [(x, y) for x, y in tables if squared(x, y) >= squared(a, b)]
    return max(
        sum(comb(first, x) * comb(second, y) * p ** (x + y) * (1 - p) ** (first + second - x - y) for x, y in extreme)
        for p in (step / 1000 for step in range(1, 1000))
    )


for table in ([[5, 3], [1, 7]], [[7, 4], [2, 8]], [[1, 8], [9, 2]]):
    orders = {"as it is": table, "rows swapped": table[::-1], "columns swapped": [row[::-1] for row in table]}
    found = [f"{name} {barnard_exact(one, n=256).pvalue:.4f}" for name, one in orders.items()]
    print(f"{table}:", ", ".join(found), f"(by fractions {by_fractions(table):.4f})")
PYTHON
)
expected="[[5, 3], [1, 7]]: as it is 0.0464, rows swapped 0.0573, columns swapped 0.0464 (by fractions 0.0573)
[[7, 4], [2, 8]]: as it is 0.0440, rows swapped 0.0521, columns swapped 0.0440 (by fractions 0.0521)
[[1, 8], [9, 2]]: as it is 0.0018, rows swapped 0.0026, columns swapped 0.0018 (by fractions 0.0026)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "SciPy behaves otherwise now"; exit 1; }
