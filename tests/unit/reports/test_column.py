"""Codes are chosen, and numbers put in order, as numpy's own slower ways do it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.frames.column import code_type, in_order, places


@given(st.lists(st.booleans(), max_size=40), st.data())
def test_chosen_codes_are_those_that_looking_each_one_up_chooses(chosen: list[bool], data: st.DataObject) -> None:
    numbers = st.lists(st.integers(0, len(chosen) - 1), max_size=30) if chosen else st.just([])
    codes = np.array(data.draw(numbers), dtype=code_type(len(chosen)))
    table = np.array(chosen, dtype=np.bool_)
    assert places(codes, table).tolist() == [place for place, code in enumerate(codes.tolist()) if chosen[code]]


@pytest.mark.parametrize("chosen", [[], [False, False], [True, True]])
def test_of_no_rows_none_is_chosen(chosen: list[bool]) -> None:
    assert places(np.empty(0, dtype=np.int8), np.array(chosen, dtype=np.bool_)).tolist() == []


def test_codes_of_many_rows_are_found_wherever_they_stand() -> None:
    codes = np.zeros(1_000_000, dtype=np.int8)
    codes[[0, 131_071, 131_072, 999_999]] = [1, 3, 1, 2]
    assert places(codes, np.array([False, True, False, True])).tolist() == [0, 131_071, 131_072]


@given(st.lists(st.integers(0, 5), max_size=30))
def test_equal_numbers_stay_in_their_order(numbers: list[int]) -> None:
    keys = np.array(numbers, dtype=np.int64)
    assert in_order(keys).tolist() == np.argsort(keys, kind="stable").tolist()
