"""Which rows have one of some results: by comparing with the ends of runs, beside looking each result up."""

from itertools import combinations

import numpy as np
import pytest

from bot.analysis.frames.selection import Selection, having
from bot.knowledge.vocabulary import Result
from bot.reports.frames.column import Words
from bot.reports.frames.frame import Frame

RESULTS = tuple(map(str, Result))
CODES = np.array([*range(len(RESULTS)), *reversed(range(len(RESULTS))), 0, 0], dtype=np.int8)


@pytest.mark.parametrize("number", range(len(RESULTS) + 1))
def test_the_rows_with_any_of_some_results(number: int) -> None:
    rows = Selection(Frame({"result": Words(CODES, list(RESULTS))}), slice(1, len(CODES) - 1))
    for chosen in combinations(range(len(RESULTS)), number):
        found = having(rows, frozenset(RESULTS[code] for code in chosen))
        assert found.tolist() == np.isin(CODES[1:-1], chosen).tolist()


def test_of_no_rows_none() -> None:
    rows = Selection(Frame({"result": Words(CODES, list(RESULTS))}), slice(3, 3))
    assert having(rows, frozenset(RESULTS)).shape == (0,)
