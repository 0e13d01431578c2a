"""Incidents: so many people with one cause within minutes, hours or a day that it is no usual day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import FAILED, Selection, filtered, having, within
from bot.analysis.people.strangers import strangers, without
from bot.analysis.statistics.scan import DAY, Times, Usual, alarms, limit, usual
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.instants import from_micros, to_micros
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

BUDGET: Final = 1.0  # false alarms a month, all causes together
HISTORY: Final = timedelta(weeks=8)
_SHORT: Final = 14  # days of history; with fewer, half the budget
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Incident:
    """One burst of one cause."""

    cause: Cause
    first_at: datetime
    last_at: datetime
    people: int  # different people who failed with the cause between the two
    usual: float  # people that this span of the week usually brings
    first_position: int = 0  # the smallest ledger position of its rows


@dataclass(frozen=True, slots=True)
class _Failures:
    """Failing rows of one cause, in time order: when by the clock in UTC and on the wall, and who."""

    at: Times
    local: Times
    users: Ints
    positions: Ints

    def where(self, mask: Bools) -> "_Failures":
        """Some of them."""
        return _Failures(self.at[mask], self.local[mask], self.users[mask], self.positions[mask])

    def newcomers(self) -> "_Failures":
        """One row a person: the first after a day without one."""
        order = np.argsort(self.users, kind="stable")
        same = np.diff(self.users[order], prepend=-1) == 0
        again = same & (np.diff(self.at[order], prepend=0) < DAY)
        return self.where(np.isin(np.arange(len(order)), order[~again]))


def incidents(
    snapshot: Snapshot,
    window: Window,
    *,
    filters: Filters = UNFILTERED,
    catalogue: Catalogue,
    zone: tzinfo,
    budget: float = BUDGET,
    seen: Bools | None = None,
) -> tuple[Incident, ...]:
    """The bursts that begin or go on in a window, against the eight weeks before it; oldest first.

    `seen` are the attempts that count, all by default. `budget` is how many false ones a month are put up with;
    docs/statistics.md says how many there are.
    """
    looked = within(snapshot.attempts, Window(window.start - HISTORY, window.end, ""))
    if seen is not None:
        looked = looked.where(seen[looked.rows])
    rows, _ = without(filtered(looked.where(having(looked, FAILED)), filters, snapshot.people), strangers(snapshot))
    if not len(rows):
        return ()
    begins = max(window.start - HISTORY, from_micros(arrays.times(snapshot.attempts)[0]))
    days = max((window.start - begins) // _ONE_DAY, 0)
    share = budget if days >= _SHORT else budget / 2
    causes = _by_cause(rows, zone)
    edge = to_micros(window.start)
    found = [
        incident
        for key, failures in causes.items()
        for incident in _of_cause(catalogue.causes[key], failures, edge, days, share / len(causes))
    ]
    return tuple(sorted(found, key=lambda one: (one.first_at, one.cause.key)))


def bursts(rows: Selection, window: Window, *, zone: tzinfo, budget: float) -> list[tuple[int, int]]:
    """From the first to the last person of each burst of any rows that begins or goes on in a window.

    `rows` are those of the window and the eight weeks before it. Microseconds.
    """
    if not len(rows):
        return []
    begins = max(window.start - HISTORY, from_micros(arrays.times(rows.frame)[0]))
    days = max((window.start - begins) // _ONE_DAY, 0)
    at, edge = rows.times(), to_micros(window.start)
    positions = rows.frame["position"].to_numpy()[rows.rows]
    fresh = _Failures(at, local_time.wall_clock(at, zone), rows.codes("user"), positions).newcomers()
    share = budget if days >= _SHORT else budget / 2
    rates = _rates(fresh.where(fresh.at < edge), days, share)
    return [span for span in _spans(fresh.where(fresh.at >= edge - DAY), rates, share) if span[1] >= edge]


def _by_cause(rows: Selection, zone: tzinfo) -> dict[str, _Failures]:
    at, codes, words = rows.times(), rows.codes("cause"), rows.words("cause")
    positions = rows.frame["position"].to_numpy()[rows.rows]
    everything = _Failures(at, local_time.wall_clock(at, zone), rows.codes("user"), positions)
    return {words[code]: everything.where(codes == code) for code in np.unique(codes).tolist()}


def _of_cause(cause: Cause, failures: _Failures, edge: int, days: int, budget: float) -> Iterator[Incident]:
    fresh = failures.newcomers()
    rates = _rates(fresh.where(fresh.at < edge), days, budget)
    recent = fresh.where(fresh.at >= edge - DAY)
    for start, end in _spans(recent, rates, budget):
        if end < edge:
            continue
        inside = failures.where((failures.at >= start) & (failures.at <= end))
        yield Incident(
            cause=cause,
            first_at=from_micros(start),
            last_at=from_micros(int(inside.at[-1])),
            people=len(np.unique(inside.users)),
            usual=float(rates.expected(inside.local[:1], inside.local[-1:] + 1)[0]),
            first_position=int(inside.positions.min()),
        )


def _rates(history: _Failures, days: int, budget: float) -> Usual:
    """What is usual, without the people of bursts that the history holds."""
    rates = usual(history.local, days)
    calm = np.ones(len(history.at), dtype=np.bool_)
    for start, end in _spans(history, rates, budget):
        calm &= ~((history.at >= start) & (history.at <= end))
    return rates if calm.all() else usual(history.local[calm], days)


def _spans(fresh: _Failures, rates: Usual, budget: float) -> list[tuple[int, int]]:
    """From the first to the last person of each burst; those that touch are one."""
    widths = alarms(fresh.local, rates, limit(budget, 1, rates.a_month))
    found: list[tuple[int, int]] = []
    for place in np.flatnonzero(widths).tolist():
        end = int(fresh.at[place])
        start = int(fresh.at[np.searchsorted(fresh.at, end - widths[place], side="right")])
        if found and start <= found[-1][1]:
            start = min(start, found.pop()[0])
        found.append((start, end))
    return found
