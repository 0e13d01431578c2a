"""Who is behind a breakdown: asked for by its window and filters, as most never ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import Selection, filtered, itemised, within
from bot.analysis.people.strangers import strangers, without
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

MOST: Final = 200  # people; an export has all


@dataclass(frozen=True, slots=True)
class FailedPerson:
    """A person behind a breakdown: how many attempts in it are theirs, and the newest one."""

    shown: str
    attempts: int
    at: datetime
    cause: Cause


def who_failed(snapshot: Snapshot, window: Window, filters: Filters, catalogue: Catalogue) -> Iterator[FailedPerson]:
    """The people of a breakdown's attempts, most attempts first, then newest first; at most two hundred."""
    attempts, people = snapshot.attempts, snapshot.people
    rows, _ = without(filtered(within(attempts, window), filters, people), strangers(snapshot))
    items = itemised(rows, filters)
    _, first, tries = np.unique(items.codes("user")[::-1], return_index=True, return_counts=True)
    order = np.lexsort((first, -tries))[:MOST]
    newest = Selection(attempts, items.numbers()[::-1][first[order]])
    causes = [catalogue.causes[key] for key in newest.words("cause")]
    columns = newest.codes("user").tolist(), arrays.moments(newest.times()), newest.codes("cause").tolist()
    for user, number, at, cause in zip(columns[0], tries[order].tolist(), *columns[1:], strict=True):
        yield FailedPerson(people.shown[user], number, at, causes[cause])
