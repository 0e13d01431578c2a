"""Where old rows stand after a splice, whether a few pieces of a table move or many, at its end or all over."""

import numpy as np
import pytest

from bot.storage.snapshots.splice import Splice


@pytest.mark.parametrize(
    ("fresh", "beginning"), [(3, 0), (3, 29_000), (15_000, 0), (15_000, 20_000), (0, 0), (1, 30_000), (40, 12_000)]
)
@pytest.mark.parametrize("gone", [0, 5])
def test_rows_are_found_again_under_their_new_numbers(fresh: int, beginning: int, gone: int) -> None:
    draw, rows = np.random.default_rng(fresh + beginning), 30_000
    places = np.sort(draw.integers(beginning, rows + 1, fresh))
    taken = np.sort(draw.choice(np.arange(min(beginning, rows - 5), rows), gone, replace=False))
    splice = Splice.of(rows, gone=taken, places=places)
    whole = splice.column(np.arange(rows), np.full(fresh, -7))
    asked = np.append(draw.integers(0, rows, 1_000), -1).astype(np.int32)
    asked.flags.writeable = False
    where = {int(row): place for place, row in enumerate(whole.tolist()) if row >= 0}
    found = splice.renumbering()(asked)
    assert found.tolist() == [where.get(row, -1) for row in asked.tolist()]
    found[:] = 0  # the caller's own
