"""Rows stand owner by owner; by their ends they are in another order for few of them: as a loop finds it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.ends import by_end, latest_so_far

OWNED = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), max_size=8)  # the ends of each owner's rows


def columns(owned: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    owners = [number for number, ends in enumerate(owned) for _ in ends]
    return np.array(owners, dtype=np.int64), np.array([one for ends in owned for one in ends], dtype=np.int64)


@given(OWNED)
def test_rows_of_each_owner_come_in_the_order_of_their_ends_and_equal_ones_stay(owned: list[list[int]]) -> None:
    owners, ends = columns(owned)
    assert by_end(owners, ends).tolist() == sorted(range(len(ends)), key=lambda row: (owners[row], ends[row]))


@given(OWNED)
def test_the_latest_end_up_to_each_row_is_one_of_its_owner(owned: list[list[int]]) -> None:
    owners, ends = columns(owned)
    expected = [max(mine[: place + 1]) for mine in owned for place in range(len(mine))]
    assert latest_so_far(ends, owners).tolist() == expected
