"""How long people take from their first failure to success, whatever window was asked about."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.admin_resets import by_admin
from bot.analysis.cases.cases import NONE, CaseTable, Rows, cases
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import Selection, within
from bot.analysis.people.strangers import strangers
from bot.analysis.statistics.survival import FEWEST, OPEN, RESET_BY_ADMIN, SUCCESS, incidence
from bot.reports.instants import to_micros
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

_FEW: Final = 8  # of so many rows one is looked at: sorting is as quick
SHORTEST: Final = timedelta(days=30)  # of one day alone half are not through yet in nine of ten


@dataclass(frozen=True, slots=True)
class TimeToSuccess:
    """When half of those who fail have succeeded by themselves; cases still open count as far as they have come."""

    opened_within: timedelta  # the window, or the thirty days up to its end
    cases: int  # from a person's first failure on, whatever causes follow
    still_open: int | None  # None: not said, as the next
    reset_by_admin: int | None
    half: timedelta | None  # None: not half of them yet
    earliest: timedelta | None  # the 95 % interval of it; None where the data sets no such bound
    latest: timedelta | None


@dataclass(frozen=True, slots=True)
class Durations:
    """How long cases lasted or have lasted, one line a case."""

    opened_within: timedelta
    first: Rows  # the first failure's row of the attempts
    hours: arrays.Floats
    ends: Rows  # OPEN, SUCCESS or RESET_BY_ADMIN
    failures: Rows  # until then

    def where(self, chosen: arrays.Bools) -> "Durations":
        """Some of the cases."""
        columns = (self.first[chosen], self.hours[chosen], self.ends[chosen], self.failures[chosen])
        return Durations(self.opened_within, *columns)

    def half(self) -> TimeToSuccess | None:
        """When half have succeeded; None with fewer than five cases."""
        return _answer(self.opened_within, self.ends, self.hours) if len(self.ends) >= FEWEST else None


def time_to_success(snapshot: Snapshot, window: Window, filters: Filters = UNFILTERED) -> TimeToSuccess | None:
    """When half of those who began to fail have succeeded; None with fewer than five cases."""
    found = durations(snapshot, window, filters)
    return found.half() if found else None


def opened_from(window: Window) -> datetime:
    """From when on cases are counted: the window's beginning, or thirty days before its end where it is shorter."""
    return min(window.start, window.end - SHORTEST)


def durations(snapshot: Snapshot, window: Window, filters: Filters = UNFILTERED) -> Durations | None:
    """The cases that opened in the window, or in the thirty days up to its end where it is shorter; None without any.

    A case opens with a failure that comes after thirty days without one, and is followed for thirty days after the
    window, as far as the data goes. Names that the directory's list lacks are left out, as everywhere.
    """
    start = opened_from(window)
    looked = within(snapshot.attempts, Window(start - SHORTEST, window.end + SHORTEST, ""))
    if len(looked) < len(snapshot.attempts) or filters.any():
        found = _durations(snapshot, looked, filters)
    else:  # as where thirty days of reports are loaded
        found = snapshot.once("durations", lambda: _durations(snapshot, looked, filters))
    if found is None:
        return None
    began = arrays.times(snapshot.attempts)[found.first]
    inside = (began >= to_micros(start)) & (began < to_micros(window.end))
    return replace(found if inside.all() else found.where(inside), opened_within=window.end - start)


def _durations(snapshot: Snapshot, looked: Selection, filters: Filters) -> Durations | None:
    """Those of all cases that some rows tell of."""
    rows, strange = _by_person(snapshot, looked), strangers(snapshot)
    if strange.any():
        rows = rows[~strange[arrays.codes(snapshot.attempts, "user")[rows]]]
    table = cases(snapshot, rows, filters)
    if not len(table):
        return None
    starts, first = spells_of(snapshot, table)
    ends, until = ends_of(snapshot, table.where(starts), int(looked.ended().max()))
    hours = ((until - arrays.times(snapshot.attempts)[first]) / 3.6e9).astype(np.float64)
    return Durations(timedelta(0), first, hours, ends, np.add.reduceat(table.tries, starts))


def _by_person(snapshot: Snapshot, looked: Selection) -> arrays.Ints:
    """Rows of a span, person by person: out of the order of all rows, or sorted where they are few of these."""
    order, numbers = snapshot.attempts_of.order, looked.numbers()
    if len(numbers) * _FEW < len(order):
        return numbers[np.argsort(looked.codes("user"), kind="stable")]
    found: arrays.Ints = order[(order >= numbers[0]) & (order <= numbers[-1])] if len(numbers) else order[:0]
    return found


def spells_of(snapshot: Snapshot, table: CaseTable) -> tuple[Rows, Rows]:
    """Where each person's run of cases with one end begins, and the failure of it that ended first."""
    turns = [np.diff(column, prepend=NONE - 1) != 0 for column in (table.user, table.closed, table.helped)]
    starts = np.flatnonzero(np.any(turns, axis=0))
    order = np.lexsort((table.first, arrays.ended(snapshot.attempts, table.first)))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return starts, table.first[order[np.minimum.reduceat(place, starts)]]


def ends_of(snapshot: Snapshot, spells: CaseTable, newest: int) -> tuple[Rows, Rows]:
    """How each ended, and when; an open one has come as far as the newest row."""
    helped = arrays.times(snapshot.interventions)
    by_hand = np.where(by_admin(snapshot, spells.helped), RESET_BY_ADMIN, SUCCESS)
    ends = np.where(spells.closed != NONE, SUCCESS, np.where(spells.helped != NONE, by_hand, OPEN))
    until = np.full(len(spells), newest)
    until[spells.closed != NONE] = arrays.ended(snapshot.attempts, spells.closed[spells.closed != NONE])
    if len(helped):
        until = np.where(spells.helped != NONE, helped[spells.helped], until)
    late = until > newest
    return np.where(late, OPEN, ends), np.where(late, newest, until)


def _answer(span: timedelta, ends: Rows, hours: arrays.Floats) -> TimeToSuccess:
    bounds = [timedelta(hours=bound) if bound is not None else None for bound in incidence(hours, ends).half()]
    return TimeToSuccess(
        opened_within=span,
        cases=len(ends),
        still_open=int(np.count_nonzero(ends == OPEN)),
        reset_by_admin=int(np.count_nonzero(ends == RESET_BY_ADMIN)),
        half=bounds[0],
        earliest=bounds[1],
        latest=bounds[2],
    )
