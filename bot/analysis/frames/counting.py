"""Attempts and people by what became of the attempts."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from bot.analysis.answers import Counts, Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools
from bot.analysis.frames.selection import DONE, FAILED, NEITHER, Selection, having
from bot.knowledge.vocabulary import FAILURES, UNFINISHED, Result
from bot.privacy import LARGEST_CROWD
from bot.reports.snapshot import People

_PART: Final = 8192  # rows looked at first for a crowd: of usual reports more than a crowd tried in so many


def counts(
    rows: Selection,
    people: People,
    filters: Filters,
    *,
    sizes: Sequence[int] | None = None,
    firsts: Bools | None = None,
    failing_people: int | None = None,
) -> Counts:
    """The counts of rows that have passed the filters.

    Where known, `sizes` are the rows by result, `firsts` is for each row whether it is its person's first, and
    `failing_people` how many people failed.
    """
    by_result = dict(zip(rows.words("result"), _sizes(rows) if sizes is None else sizes, strict=True))
    return Counts(
        attempts=len(rows),
        people=_distinct(rows, people) if firsts is None else int(np.count_nonzero(firsts)),
        succeeded=by_result.get(Result.SUCCEEDED, 0),
        failures=sum(by_result.get(result, 0) for result in FAILURES),
        failing_people=_distinct(rows.where(having(rows, FAILED)), people)
        if failing_people is None
        else failing_people,
        unfinished=sum(by_result.get(result, 0) for result in UNFINISHED),
        in_progress=by_result.get(Result.IN_PROGRESS, 0),
        unrecognised=by_result.get(Result.UNRECOGNISED, 0),
        partial=filters.of_outcome(),
        fewest_people=_fewest(rows, len(people.keys), by_result, firsts),
    )


def _distinct(rows: Selection, people: People) -> int:
    return arrays.distinct(rows.codes("user"), len(people.keys))


def _fewest(rows: Selection, people: int, by_result: Mapping[str, int], firsts: Bools | None) -> int:
    sides = ((side, sum(by_result.get(result, 0) for result in side)) for side in (DONE, NEITHER))
    behind = (
        LARGEST_CROWD if _crowded(rows, side, firsts) else _behind(rows, side, size, people)
        for side, size in sides
        if size
    )
    return min(behind, default=0)


def _crowded(rows: Selection, results: frozenset[str], firsts: Bools | None) -> bool:
    """Whether so many people begin with one of the results that no more need be counted: a fifth of a count."""
    if firsts is None:
        return False
    return int(np.count_nonzero(firsts[:_PART] & having(rows.part(0, _PART), results))) >= LARGEST_CROWD


def _behind(rows: Selection, results: frozenset[str], size: int, people: int) -> int:
    """The different people of `size` rows with these results; looked for in growing parts until they are a crowd."""
    seen, found, first, step = np.zeros(people, dtype=np.bool_), 0, 0, _PART
    while size and found < LARGEST_CROWD:
        part = rows.part(first, first + step)
        users = part.codes("user")[having(part, results)]
        seen[users] = True
        size, found, first, step = size - len(users), int(np.count_nonzero(seen)), first + step, step * 4
    return min(found, LARGEST_CROWD)


def _sizes(rows: Selection) -> list[int]:
    """Rows by result; comparing a few times is quicker than widening the codes to count them at once."""
    result = rows.codes("result")
    return [int(np.count_nonzero(result == code)) for code in range(len(rows.words("result")))]
