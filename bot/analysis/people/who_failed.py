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
    """A person behind a breakdown, by their newest attempt in it."""

    shown: str
    at: datetime
    cause: Cause


def who_failed(snapshot: Snapshot, window: Window, filters: Filters, catalogue: Catalogue) -> Iterator[FailedPerson]:
    """The people of a breakdown's attempts by their newest one, newest first; at most two hundred."""
    attempts, people = snapshot.attempts, snapshot.people
    rows, _ = without(filtered(within(attempts, window), filters, people), strangers(snapshot))
    items = itemised(rows, filters)
    _, first = np.unique(items.codes("user")[::-1], return_index=True)
    newest = Selection(attempts, items.numbers()[::-1][np.sort(first)[:MOST]])
    causes = [catalogue.causes[key] for key in newest.words("cause")]
    columns = newest.codes("user").tolist(), arrays.moments(newest.times()), newest.codes("cause").tolist()
    for user, at, cause in zip(*columns, strict=True):
        yield FailedPerson(people.shown[user], at, causes[cause])
