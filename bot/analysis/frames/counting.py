"""Attempts and people by what became of the attempts."""

import numpy as np

from bot.analysis.answers import Counts, Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import DONE, FAILED, Selection, having
from bot.knowledge.vocabulary import FAILURES, UNFINISHED, Result
from bot.reports.snapshot import People


def counts(rows: Selection, people: People, filters: Filters, *, distinct: tuple[int, int] | None = None) -> Counts:
    """The counts of rows that have passed the filters; `distinct`: their people and failing people, where known."""
    by_result = dict(zip(rows.words("result"), _sizes(rows), strict=True))
    everyone, failing = distinct or _distinct(rows, len(people.keys))
    return Counts(
        attempts=len(rows),
        people=everyone,
        succeeded=by_result.get(Result.SUCCEEDED, 0),
        failures=sum(by_result.get(result, 0) for result in FAILURES),
        failing_people=failing,
        unfinished=sum(by_result.get(result, 0) for result in UNFINISHED),
        in_progress=by_result.get(Result.IN_PROGRESS, 0),
        unrecognised=by_result.get(Result.UNRECOGNISED, 0),
        partial=bool(filters.result or filters.cause),
        fewest_people=_fewest(rows, len(people.keys)),
    )


def _distinct(rows: Selection, people: int) -> tuple[int, int]:
    failing = rows.where(having(rows, FAILED))
    return arrays.distinct(rows.codes("user"), people), arrays.distinct(failing.codes("user"), people)


def _fewest(rows: Selection, people: int) -> int:
    done = having(rows, DONE)
    sides = (done, ~(done | having(rows, FAILED)))
    return min(filter(None, (arrays.distinct(rows.codes("user")[side], people) for side in sides)), default=0)


def _sizes(rows: Selection) -> list[int]:
    """Rows by result; comparing a few times is quicker than widening the codes to count them at once."""
    result = rows.codes("result")
    return [int(np.count_nonzero(result == code)) for code in range(len(rows.words("result")))]
