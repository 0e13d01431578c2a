#!/usr/bin/env bash
# statsmodels 0.15.0, confint_poisson_2indep with its default method ("score") when one of the two counts is 0.
#
# Guessed: an interval from 0 up, or up to infinity. Seen: both ends are the same number to eight digits, an interval of no
# width around the end that it should have, so that 0 events against 5 read as "the ratio is exactly 0.768". With "mover" it
# is (0, 0.937); with 1 against 5 the default is right. No exception and, in default settings, no warning for (0, 5).
# The interval of a ratio with an empty side is therefore taken from "mover", or from the exact binomial.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "statsmodels==0.15.0"
seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from statsmodels.stats.rates import confint_poisson_2indep

for first, second in ((0, 5), (5, 0), (0, 50), (1, 5)):
    low, high = confint_poisson_2indep(first, 10, second, 10)
    print(f"{first} against {second}: {low:.6f} to {high:.6f}")
low, high = confint_poisson_2indep(0, 10, 5, 10, method="mover")
print(f"0 against 5, mover: {low:.3f} to {high:.3f}")
PYTHON
)
expected="0 against 5: 0.768292 to 0.768292
5 against 0: 1.301589 to 1.301589
0 against 50: 0.076829 to 0.076829
1 against 5: 0.030985 to 1.290966
0 against 5, mover: 0.000 to 0.937"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "statsmodels behaves otherwise now"; exit 1; }
