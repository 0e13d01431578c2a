#!/usr/bin/env bash
# statsmodels 0.15.0: SurvfuncRight.quantile(0.5) passes over the time at which exactly half are left.
#
# Guessed: four cases that end one after another leave exactly half after the second, so the median is the second time.
# Seen: the curve is the exponential of a sum of logarithms, so that half comes out as 0.5000000000000001, and the median
# is the third time; where the other two are censored there is none at all (nan), although half have ended. An oracle of
# a median must not be read where the curve touches one half.
#
# Output seen:
#   statsmodels 0.15.0
#   1 2 3 4, all ended: after the second 0.5000000000000001 are left, median 3.0
#   1 2 3 4, the last two censored: after the second 0.5000000000000001 are left, median nan
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q statsmodels==0.15.0 scipy==1.17.1 pandas==3.1.1 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import math

import numpy as np
import statsmodels
from statsmodels.duration.survfunc import SurvfuncRight

print("statsmodels", statsmodels.__version__)
times = np.array([1.0, 2.0, 3.0, 4.0])
every = SurvfuncRight(times, np.array([1, 1, 1, 1]))
two = SurvfuncRight(times, np.array([1, 1, 0, 0]))
for name, found in (("all ended", every), ("the last two censored", two)):
    print(f"1 2 3 4, {name}: after the second {found.surv_prob[1]} are left, median {found.quantile(0.5)}")
assert every.surv_prob[1] == two.surv_prob[1] == 0.5000000000000001
assert every.quantile(0.5) == 3.0
assert math.isnan(two.quantile(0.5))
PYTHON
