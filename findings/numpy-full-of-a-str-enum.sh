#!/usr/bin/env bash
# numpy 2.4.6: numpy.full(..., member of a StrEnum, dtype=object) holds plain text, and every other way holds the member.
#
# Guessed: with dtype=object the array holds the very object that it is filled with, as a slice or fill() does.
# Seen: full copies the value through an array of its own, which is one of text for whatever is a str; what comes out is
# equal to the member and is none: `is` and isinstance fail, and a serialiser that minds the type of a field refuses it.
# A slice and fill() keep the member.
#
# Output seen:
#   numpy 2.4.6
#   full: str, equal True, the member False
#   copyto: str, equal True, the member False
#   slice: Colour, equal True, the member True
#   fill: Colour, equal True, the member True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
from enum import StrEnum

import numpy as np


class Colour(StrEnum):
    RED = "red"


print("numpy", np.__version__)
by_slice, by_fill, by_copy = (np.empty(1, dtype=object) for _ in range(3))
by_slice[:] = Colour.RED
by_fill.fill(Colour.RED)
np.copyto(by_copy, Colour.RED)
found = {"full": np.full(1, Colour.RED, dtype=object), "copyto": by_copy, "slice": by_slice, "fill": by_fill}
for name, array in found.items():
    held = array[0]
    print(f"{name}: {type(held).__name__}, equal {held == Colour.RED}, the member {held is Colour.RED}")
assert [array[0] is Colour.RED for array in found.values()] == [False, False, True, True]
assert all(array[0] == Colour.RED for array in found.values())
PYTHON
