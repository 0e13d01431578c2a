"""Incidents: so many people with one cause within minutes, hours or a day that it is no usual day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.newcomers import Newcomers, failures_with_newcomers
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import FAILED, Selection, having, within
from bot.analysis.people.strangers import strangers, without
from bot.analysis.statistics.scan import DAY, Hours, Times, Usual, alarms, limit, usual
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.frames.ranges import ranges
from bot.reports.instants import NEVER, from_micros, to_micros
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
    usual: float | None  # people that this span of the week usually brings; None without a day of data before
    first_position: int = 0  # the smallest ledger position of its rows


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
    whole = within(snapshot.attempts, Window(window.start - HISTORY, window.end, ""))
    failing, fresh = failures_with_newcomers(
        snapshot, whole, filters, seen, local_time.past_the_hour(window.start, zone)
    )
    if not fresh.causes:
        return ()
    edge, words = to_micros(window.start), arrays.words(snapshot.attempts, "cause")
    begins = max(window.start - HISTORY, from_micros(arrays.times(snapshot.attempts)[0]))
    days = max((window.start - begins) // _ONE_DAY, 0)
    share = (budget if days >= _SHORT else budget / 2) / fresh.causes
    present = arrays.present(_between(snapshot, failing, edge, NEVER).codes("cause"), len(words))
    looked = ((code, *_since(fresh.of(code), edge, days, share, zone)) for code in present)
    bursts = [one for one in looked if one[2]]
    if not bursts:
        return ()
    first, last = min(spans[0][0] for _, _, spans in bursts), max(spans[-1][1] for _, _, spans in bursts)
    failures, _ = without(_between(snapshot, failing, first, last + 1), strangers(snapshot))
    causes = failures.codes("cause")
    found = [
        incident
        for code, rates, spans in bursts
        for incident in _incidents(
            catalogue.causes[words[code]], failures.where(causes == code), spans, rates if days else None, zone
        )
    ]
    return tuple(sorted(found, key=lambda one: (one.first_at, one.cause.key)))


def _between(snapshot: Snapshot, failing: Ints, start: int, stop: int) -> Selection:
    """The failures from a moment on up to another."""
    edges = np.searchsorted(arrays.times(snapshot.attempts), [start, stop]).astype(failing.dtype)  # else all are copied
    return Selection(snapshot.attempts, failing[slice(*np.searchsorted(failing, edges))])


def recent_incidents(
    snapshot: Snapshot, *, catalogue: Catalogue, now: datetime, zone: tzinfo, budget: float
) -> tuple[Incident, ...]:
    """Those of the day up to the newest row, as far as they are of the day up to `now`.

    They are looked for once a snapshot: who asks again pays nothing.
    """
    if not len(snapshot.attempts):
        return ()
    newest = from_micros(arrays.times(snapshot.attempts)[-1])
    day = Window(newest - _ONE_DAY, newest + timedelta(microseconds=1), "")
    found = snapshot.once(
        f"bursts of the last day, {zone}, {budget}",
        lambda: incidents(snapshot, day, catalogue=catalogue, zone=zone, budget=budget),
    )
    return tuple(one for one in found if now - _ONE_DAY <= one.last_at <= now)


def of_incidents(rows: Selection, found: Sequence[Incident]) -> Bools:
    """Which rows, in the order of time, are failures of one of them: its cause, between its first and its last."""
    at, causes, words = rows.times(), rows.codes("cause"), rows.words("cause")
    inside = np.zeros(len(rows), dtype=np.bool_)
    for one in found:
        within_it = slice(*np.searchsorted(at, [to_micros(one.first_at), to_micros(one.last_at) + 1]))
        inside[within_it] |= causes[within_it] == words.index(one.cause.key)
    return inside & having(rows, FAILED)


def bursts(
    rows: Selection, window: Window, *, zone: tzinfo, budget: float, since: datetime | None = None
) -> list[tuple[int, int]]:
    """From the first to the last person of each burst of any rows that begins or goes on in a window.

    `rows` are those of the window and the eight weeks before it, known since `since`, by default the first attempt.
    Microseconds.
    """
    if not len(rows):
        return []
    begins = max(window.start - HISTORY, since or from_micros(arrays.times(rows.frame)[0]))
    days = max((window.start - begins) // _ONE_DAY, 0)
    edge = to_micros(window.start)
    fresh = Newcomers.among(rows.codes("user"), rows.times())
    return _since(fresh, edge, days, budget if days >= _SHORT else budget / 2, zone)[1]


def _incidents(
    cause: Cause, failures: Selection, found: Sequence[tuple[int, int]], rates: Usual | None, zone: tzinfo
) -> Iterator[Incident]:
    """Bursts of one cause from its failures, those between them among these."""
    at, spans = failures.times(), np.array(found)
    starts, stops = np.searchsorted(at, spans[:, 0]), np.searchsorted(at, spans[:, 1], side="right")
    ends = np.stack([at[starts], at[stops - 1]], axis=1)
    local = local_time.wall_clock(ends.ravel(), zone).reshape(ends.shape)
    position = failures.frame.values("position")[failures.rows]
    first = np.minimum.reduceat(np.append(position, position[:1]), np.stack([starts, stops], axis=1).ravel())[::2]
    columns = zip(
        spans[:, 0].tolist(),
        ends[:, 1].tolist(),
        _people(failures, starts, stops),
        rates.expected(local[:, 0], local[:, 1] + 1).tolist() if rates else [None] * len(spans),
        first.tolist(),
        strict=True,
    )
    for begin, last, people, mean, known in columns:
        yield Incident(cause, from_micros(begin), from_micros(last), people, mean, known)


def _people(rows: Selection, starts: Ints, stops: Ints) -> list[int]:
    """The different people of the rows from each of some places up to another."""
    sizes = stops - starts
    group, users = np.repeat(np.arange(len(sizes)), sizes), rows.codes("user")[ranges(starts, sizes)]
    return arrays.distinct_by(group, len(sizes), users, int(users.max()) + 1)


def _since(fresh: Newcomers, edge: int, days: int, budget: float, zone: tzinfo) -> tuple[Usual, list[tuple[int, int]]]:
    """What is usual by those before a moment, without the people of bursts, and the bursts that go on after it."""
    hours, known = fresh.local_hours(zone), int(np.searchsorted(fresh.at, edge))
    history = hours.between(0, known)
    rates = usual(history, days)
    ends, firsts = _alarms(fresh, hours, rates, budget, zone)
    if not len(ends) or ends[0] >= known:
        return rates, _joined(fresh.at, ends, firsts)
    calm, before = np.ones(known, dtype=np.bool_), int(np.searchsorted(ends, known))
    for first, last in _joined(np.arange(known), ends[:before], firsts[:before]):
        calm[first : last + 1] = False
    rates, near = usual(history.with_only(calm), days), fresh.since(edge - DAY)
    spans = _joined(near.at, *_alarms(near, near.local_hours(zone), rates, budget, zone))
    return rates, [span for span in spans if span[1] >= edge]


def _alarms(fresh: Newcomers, hours: Hours, rates: Usual, budget: float, zone: tzinfo) -> tuple[Ints, Ints]:
    """The places at which bursts are seen, and those from which on; `hours` are by the clock on the wall."""
    threshold = limit(budget, 1, rates.a_month)
    return alarms(hours, fresh.at, partial(local_time.wall_clock, zone=zone), rates, threshold)


def _joined(at: Times, ends: Ints, firsts: Ints) -> list[tuple[int, int]]:
    """From the first to the last person of each burst; those that touch are one."""
    if not len(ends):
        return []
    begins, until = at[firsts], at[ends]
    parts = np.flatnonzero(np.append(np.True_, begins[1:] > until[:-1]))  # of those that touch
    newest = np.append(parts[1:], len(until)) - 1
    return list(zip(np.minimum.reduceat(begins, parts).tolist(), until[newest].tolist(), strict=True))
