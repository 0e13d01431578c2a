"""The cases of a table, cause by cause: how many people, and which details."""

from collections.abc import Iterator

import numpy as np

from bot.analysis.cases.cases import CaseTable
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Ints
from bot.reports.snapshot import Snapshot


def by_cause(table: CaseTable, snapshot: Snapshot) -> Iterator[tuple[str, Ints]]:
    """The places of each cause's cases in the table, the causes in alphabetical order."""
    for code, key in enumerate(arrays.words(snapshot.attempts, "cause")):
        same = np.flatnonzero(table.cause == code)
        if len(same):
            yield key, same


def people(table: CaseTable, snapshot: Snapshot) -> int:
    """How many different people the cases are of."""
    return arrays.distinct(table.user, len(snapshot.people.keys))


def people_by_detail(table: CaseTable, snapshot: Snapshot) -> list[tuple[str, int]]:
    """The newest details of the cases with their people, most people first."""
    sizes = sizes_by_detail(table, snapshot)
    return sorted(((key, size) for key, size in sizes.items() if size), key=lambda one: (-one[1], one[0]))


def sizes_by_detail(table: CaseTable, snapshot: Snapshot) -> dict[str, int]:
    """For each detail, how many people have it as the newest of a case."""
    keys = arrays.words(snapshot.attempts, "detail")
    details = arrays.codes(snapshot.attempts, "detail")[table.last]
    return dict(zip(keys, arrays.distinct_by(details, len(keys), table.user, len(snapshot.people.keys)), strict=True))
