"""Failing people of a window against the same span of the weeks before it: which causes have unusually many or few."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import filtered, itemised, within
from bot.analysis.people.strangers import strangers, without
from bot.analysis.statistics.band import WEEKS, Band, band
from bot.analysis.statistics.multiple import discoveries
from bot.analysis.statistics.proportion import Interval
from bot.reports.instants import from_micros
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

ALL: Final = ""  # the key of all causes together
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UsualPeople:
    """The failing people of one cause, or of all, beside what is usual."""

    key: str  # a cause key; "" for all together
    people: int
    usual: Interval  # in 95 of 100 weeks like those before
    weeks: int  # that were looked at
    unusual: bool  # after correcting for how many causes are looked at


def usual_people(snapshot: Snapshot, window: Window, filters: Filters) -> tuple[UsualPeople, ...]:
    """All together first, then each cause that has anybody on either side; () with fewer than four weeks of history."""
    spans, strange = [window, *_before(snapshot, window)], strangers(snapshot)
    table = np.stack([_people(snapshot, span, filters, strange) for span in spans])
    keys = [ALL, *arrays.words(snapshot.attempts, "cause")]
    bands = {column: band(table[:0:-1, column].tolist()) for column in np.flatnonzero(table.any(axis=0)).tolist()}
    known = {column: found for column, found in bands.items() if found}
    p_values = {column: found.p_value(int(table[0, column])) for column, found in known.items()}
    causes = [column for column in known if column]
    named = dict(zip(causes, discoveries([p_values[column] for column in causes]), strict=True))
    return tuple(
        _usual(keys[column], int(table[0, column]), found, named.get(column, p_values[column] < 0.05))  # noqa: PLR2004
        for column, found in sorted(known.items())
    )


def _usual(key: str, people: int, found: Band, unusual: bool) -> UsualPeople:
    return UsualPeople(key, people, found.usual, found.weeks, unusual)


def _before(snapshot: Snapshot, window: Window) -> list[Window]:
    """The same span of the last eight weeks, newest first, as far as the data reaches; long ones every second week."""
    times = arrays.times(snapshot.attempts)
    begins = from_micros(times[0]) if len(times) else window.end
    step = _WEEK * max(ceil(window.length / _WEEK), 1)
    starts = (window.start - step * number for number in range(1, WEEKS + 1))
    return [Window(start, start + window.length, "") for start in starts if start >= begins]


def _people(snapshot: Snapshot, window: Window, filters: Filters, strange: Bools) -> Ints:
    """Different failing people: all together, then by cause."""
    counted, _ = without(filtered(within(snapshot.attempts, window), filters, snapshot.people), strange)
    rows = itemised(counted, filters)
    everyone, causes = len(snapshot.people.keys), len(rows.words("cause"))
    users = rows.codes("user")
    by_cause = arrays.distinct_by(rows.codes("cause"), causes, users, everyone)
    return np.array([arrays.distinct(users, everyone), *by_cause])
