"""The rows before, carried on over any splice, are what looking at every earlier row finds."""

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.vocabulary import FAILURES, Result
from bot.reports.snapshot import PersonRows, RowsBefore
from bot.storage.snapshots.prior import rows_before
from bot.storage.snapshots.splice import Splice
from bot.storage.snapshots.state import Facts
from bot.storage.snapshots.words import RESULT_LABELS

FAILING = {RESULT_LABELS.index(str(result)) for result in FAILURES}
row = st.tuples(st.integers(0, 40), st.sampled_from([0, 1, 2, 3]), st.integers(0, 7), st.integers(0, 2))


def facts(rows: list[tuple[int, int, int, int]]) -> Facts:
    at, user, result, detail = (np.array([one[n] for one in rows], dtype=np.int64) for n in range(4))
    codes = {"result": result.astype(np.int8), "detail": detail.astype(np.int8), "cause": (detail // 2).astype(np.int8)}
    return Facts(np.arange(len(rows)), at, user.astype(np.int8), codes, np.zeros(len(rows), dtype=np.bool_))


def oracle(whole: Facts) -> RowsBefore:
    """Row by row."""
    keys = list(zip(whole.user.tolist(), whole.codes["detail"].tolist(), whole.codes["cause"].tolist(), strict=True))
    failing = [row for row, result in enumerate(whole.codes["result"].tolist()) if result in FAILING]

    def newest(rows: list[int], upto: int, *parts: int) -> int:
        same = (row for row in rows if row < upto and all(keys[row][part] == keys[upto][part] for part in parts))
        return max(same, default=-1)

    everyone = [newest(list(range(row)), row, 0) for row in range(len(whole))]
    columns = [[newest(failing, row, *parts) for row in failing] for parts in ((0,), (0, 1), (0, 2))]
    done = RESULT_LABELS.index(str(Result.SUCCEEDED))
    success = [row for row, result in enumerate(whole.codes["result"].tolist()) if result == done]
    ended = [*success, *failing]
    last, either = (
        [max((row for row in some if keys[row][0] == user), default=-1) for user in range(100)]
        for some in (success, ended)
    )
    unended = [row if row in failing else -1 for row in either]
    still = [all(row > other for other in success if keys[other][0] == keys[row][0]) for row in failing]
    rows: list[Any] = [np.array(found, dtype=np.int32) for found in (everyone, failing, *columns, last, unended)]
    rows.insert(5, np.array(still, dtype=np.bool_))
    return RowsBefore(*[*rows, sum(row >= 0 for row in unended)])


@given(st.lists(row, max_size=30), st.lists(row, max_size=4), st.sets(st.integers(0, 29), max_size=3))
def test_a_splice_is_what_looking_at_all_rows_finds(
    before: list[tuple[int, int, int, int]], fresh: list[tuple[int, int, int, int]], gone: set[int]
) -> None:
    before, fresh = sorted(before, key=lambda one: one[0]), sorted(fresh, key=lambda one: one[0])
    # Many others, so that few of all people are touched.
    before = [*before, *((41, user, 1, 0) for user in range(4, 100))]
    old, new = facts(before), facts(fresh)
    taken = np.array(sorted(row for row in gone if row < len(before)), dtype=np.int64)
    splice = Splice.of(len(old), gone=taken, places=np.searchsorted(old.at, new.at, side="right"))
    assert splice.gone().tolist() == taken.tolist()
    kept = [one for row, one in enumerate(before) if row not in gone]
    whole = facts(sorted([*kept, *fresh], key=lambda one: one[0]))
    spliced = splice.column(old.at, new.at)
    assert spliced.tolist() == whole.at.tolist()
    touched = np.unique([*(before[row][1] for row in taken.tolist()), *(one[1] for one in fresh)]).astype(np.int64)
    last = oracle(old)
    for column in _columns(last):
        column.flags.writeable = False
    found = rows_before(last, whole, PersonRows.of(whole.user.astype(np.int32), 100), splice, touched)
    for mine, theirs in zip(_columns(found), _columns(oracle(whole)), strict=True):
        assert mine.tolist() == theirs.tolist()
    assert found.failing_people == oracle(whole).failing_people


def _columns(rows: RowsBefore) -> list[np.ndarray]:
    return [getattr(rows, one.name) for one in fields(rows) if one.name != "failing_people"]
