#!/usr/bin/env bash
# numpy 2.4.6: numpy.unique(values) of a million different integers takes ten times as long as when it counts them, too.
#
# Guessed: to ask for more (return_counts=True) costs the same or more, as both need the values sorted.
# Seen: without any return_* argument integers go through a hash table since 2.3, and what it holds is sorted after that;
# with one they are sorted as before. The table pays only where few values come again and again: of a million different
# ones it takes 0.8 s where sorting takes 0.05 s, of three million with 200,000 different ones 1.1 s where
# flatnonzero(bincount(...)) takes 0.01 s. sorted=False changes little.
#
# Output seen (CPU milliseconds):
#   numpy 2.4.6
#   1,000,000 different: unique 781, with counts 53
#   50 different: unique 13, with counts 24
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import time

import numpy as np

print("numpy", np.__version__)
draw = np.random.default_rng(1)


def cost(work):
    """The least CPU milliseconds of five runs."""
    found = []
    for _ in range(5):
        before = time.process_time()
        work()
        found.append((time.process_time() - before) * 1000)
    return min(found)


def both(values, name):
    plain, counting = cost(lambda: np.unique(values)), cost(lambda: np.unique(values, return_counts=True))
    print(f"{name} different: unique {plain:.0f}, with counts {counting:.0f}")
    return plain / counting


assert both(draw.permutation(1_000_000), "1,000,000") > 3
assert both(draw.integers(0, 50, 1_000_000), "50") < 1.5
PYTHON
