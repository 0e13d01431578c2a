"""Incidents: so many people with one cause within minutes, hours or a day that it is no usual day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames import arrays, local_time
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import FAILED, Selection, filtered, having, within
from bot.analysis.people.strangers import strangers, without
from bot.analysis.statistics.scan import DAY, HOUR, Hours, Times, Usual, alarms, limit, usual
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.frames.ranges import ranges
from bot.reports.instants import NEVER, from_micros, to_micros
from bot.reports.snapshot import RowsBefore, Snapshot
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


@dataclass(frozen=True, slots=True)
class _Newcomers:
    """The first failure of each person with one cause after a day without one, in the order of time, in UTC."""

    at: Times
    hours: Hours  # begin when those of some clock do, in UTC as well

    @staticmethod
    def of(at: Times, ahead: int = 0, before: Times | None = None) -> "_Newcomers":
        """Those who came at these sorted times, by a clock that is ahead of UTC; `before` came others."""
        hours = Hours.of(at, at + ahead, before)
        return _Newcomers(at, replace(hours, at=hours.at - ahead))

    def since(self, at: int) -> "_Newcomers":
        """Those from a moment on."""
        return self.between(at, NEVER)

    def before(self, at: int) -> "_Newcomers":
        """Those before a moment."""
        return self.between(-NEVER, at)

    def between(self, start: int, stop: int) -> "_Newcomers":
        """Those from a moment on up to another."""
        first, last = (int(place) for place in np.searchsorted(self.at, [start, stop]))
        return _Newcomers(self.at[first:last], self.hours.between(first, last))

    def has_any(self, start: int, stop: int) -> bool:
        """Whether there are any from a moment on up to another."""
        first, last = np.searchsorted(self.at, [start, stop])
        return bool(first < last)

    def followed_by(self, later: "_Newcomers") -> "_Newcomers":
        """With those who come after all of these, in later hours."""
        return _Newcomers(np.concatenate([self.at, later.at]), self.hours.followed_by(later.hours))

    def local_hours(self, zone: tzinfo) -> Hours:
        """By the clock on the wall."""
        if local_time.in_step(self.hours.at, zone):
            return replace(self.hours, at=local_time.wall_clock(self.hours.at, zone))
        return Hours.of(self.at, local_time.wall_clock(self.at, zone))  # moved by odd minutes, or another clock's hours


_ByCause = tuple[Sequence[str], Sequence[_Newcomers]]  # causes, and of each those who came


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The newcomers of a window."""

    causes: int  # how many have any
    of: Callable[[int], _Newcomers]  # those of one cause


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
    failing, fresh = _failing(snapshot, whole, filters, seen, local_time.past_the_hour(window.start, zone))
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
    at, edge = rows.times(), to_micros(window.start)
    fresh = _Newcomers.of(at[np.flatnonzero(_newcomers(rows.codes("user"), at))])
    return _since(fresh, edge, days, budget if days >= _SHORT else budget / 2, zone)[1]


def _failing(
    snapshot: Snapshot, whole: Selection, filters: Filters, seen: Bools | None, ahead: int
) -> tuple[Ints, _Fresh]:
    """The failures among rows of a window, and by cause those that are newcomers, without strangers.

    Where all rows count, the newcomers of all rows are found once, and nothing is sorted. Those who came less than a
    day before the window are new in it.
    """
    before = snapshot.rows_before
    if before is not None and not filters.any() and isinstance(whole.rows, slice) and (seen is None or seen.all()):
        failures = before.failing[before.window(whole.rows.start, whole.rows.stop)]
        return failures, _of_window(snapshot, before, whole.rows, ahead)
    looked = whole if seen is None else whole.where(seen[whole.rows])
    found = filtered(looked.where(having(looked, FAILED)), filters, snapshot.people)
    pairs = found.codes("user").astype(np.int64) * len(found.words("cause")) + found.codes("cause")
    fresh = _by_cause(snapshot, found.numbers()[np.flatnonzero(_newcomers(pairs, found.times()))])
    return found.numbers(), _Fresh(sum(1 for at in fresh if len(at)), lambda cause: _Newcomers.of(fresh[cause], ahead))


def _of_window(snapshot: Snapshot, before: RowsBefore, window: slice, ahead: int) -> _Fresh:
    """The newcomers among all rows from one up to another."""
    times, every = arrays.times(snapshot.attempts), newcomers(snapshot, before, ahead)
    start, stop = (int(times[row]) if row < len(times) else NEVER for row in (window.start, window.stop))
    again = _known_before(snapshot, before, window.start, start) if window.start else {}
    rest = _full_hour(start + 2 * DAY, ahead)  # from here on no span holds one of those again

    def of(cause: int) -> _Newcomers:
        if cause not in again:
            return every[cause].between(start, stop)
        first = np.sort(np.append(again[cause], every[cause].between(start, min(rest, stop)).at))
        return _Newcomers.of(first, ahead).followed_by(every[cause].between(rest, max(rest, stop)))

    some = sum(1 for cause, one in enumerate(every) if cause in again or one.has_any(start, stop))
    return _Fresh(some, of)


def _full_hour(at: int, ahead: int) -> int:
    """The first moment from one on at which a clock that is ahead of UTC strikes."""
    return -(-(at + ahead) // HOUR) * HOUR - ahead


def _known_before(snapshot: Snapshot, before: RowsBefore, row: int, start: int) -> dict[int, Times]:
    """By cause those of the day behind a row who came less than a day before, but not behind it."""
    times = arrays.times(snapshot.attempts)
    day = before.window(row, int(np.searchsorted(times, start + DAY)))
    rows, last = before.failing[day], before.same_cause[day]
    known = rows[(last >= 0) & (last < row) & (times[rows] - times[last] < DAY)]
    return {cause: at for cause, at in enumerate(_by_cause(snapshot, known)) if len(at)} if len(known) else {}


def newcomers(snapshot: Snapshot, before: RowsBefore, ahead: int = 0) -> Sequence[_Newcomers]:
    """By cause, all failures that are their person's first with it after a day without one, without strangers.

    Their hours are those of a clock that is ahead of UTC by so many microseconds.
    """
    name = f"newcomers, {ahead}"
    if strangers(snapshot).any():  # whoever is one may be none when the directory is read again
        return snapshot.once(name, lambda: [_Newcomers.of(at, ahead) for at in _newcomers_from(snapshot, before, 0)])
    causes = arrays.words(snapshot.attempts, "cause")
    find = partial(_more_newcomers, snapshot, before, causes, ahead)
    found: _ByCause = snapshot.carried(name, find)
    if found[0] != causes:  # a load may bring a cause and no attempt
        snapshot.kept.pop(name, None)
        found = snapshot.carried(name, find)
    return found[1]


def _more_newcomers(
    snapshot: Snapshot, before: RowsBefore, causes: Sequence[str], ahead: int, last: _ByCause | None, rows: int
) -> _ByCause:
    """By cause, from those of other rows of which so many in front are the same here: of these none has become new."""
    if last is None or last[0] != causes or not rows:
        return causes, [_Newcomers.of(at, ahead) for at in _newcomers_from(snapshot, before, 0)]
    times = arrays.times(snapshot.attempts)
    # No row of before that is gone is older, and no hour is cut in two.
    edge = _full_hour(int(times[rows - 1]) - HOUR + 1, ahead)
    later = _newcomers_from(snapshot, before, int(np.searchsorted(times, edge)))
    return causes, [_with_later(some, edge, more, ahead) for some, more in zip(last[1], later, strict=True)]


def _with_later(some: _Newcomers, edge: int, later: Times, ahead: int) -> _Newcomers:
    """With others from a moment on; as it was where these are the same."""
    if np.array_equal(some.since(edge).at, later):
        return some
    older = some.before(edge)
    return older.followed_by(_Newcomers.of(later, ahead, older.at))


def _newcomers_from(snapshot: Snapshot, before: RowsBefore, row: int) -> Sequence[Times]:
    times, some = arrays.times(snapshot.attempts), before.window(row, len(snapshot.attempts))
    failing, last = before.failing[some], before.same_cause[some]
    return _by_cause(snapshot, failing[(last < 0) | (times[failing] - times[last] >= DAY)])


def _by_cause(snapshot: Snapshot, rows: Ints) -> Sequence[Times]:
    """By cause, when the attempts of some rows were, in their order; without strangers."""
    frame, strange = snapshot.attempts, strangers(snapshot)
    if strange.any():
        rows = rows[~strange[arrays.codes(frame, "user")[rows]]]
    codes, causes = arrays.codes(frame, "cause")[rows], len(arrays.words(frame, "cause"))
    at = arrays.times(frame)[rows[np.argsort(codes, kind="stable")]]
    ends = np.cumsum(np.bincount(codes, minlength=causes))
    return np.split(at, ends[:-1])


def _newcomers(who: Ints, at: Times) -> Bools:
    """Which rows, in the order of time, are the first of theirs after a day without one."""
    order = np.argsort(who, kind="stable")
    fresh = np.empty(len(who), dtype=np.bool_)
    fresh[order] = (np.diff(who[order], prepend=-1) != 0) | (np.diff(at[order], prepend=0) >= DAY)
    return fresh


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


def _since(fresh: _Newcomers, edge: int, days: int, budget: float, zone: tzinfo) -> tuple[Usual, list[tuple[int, int]]]:
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


def _alarms(fresh: _Newcomers, hours: Hours, rates: Usual, budget: float, zone: tzinfo) -> tuple[Ints, Ints]:
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
