"""How long people take from their first failure to success, whatever window was asked about."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.cases.admin_resets import NONE, Rows, by_admin
from bot.analysis.cases.spells import Spells, all_spells, spells
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
    first: arrays.Ints  # the first failure's row of the attempts
    hours: arrays.Floats
    ends: Rows  # OPEN, SUCCESS or RESET_BY_ADMIN
    failures: arrays.Ints  # until then
    whole: bool = False  # whether they are all that the loaded attempts tell of

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
    if found is None:
        return None
    half = snapshot.once("half of durations", found.half) if found.whole else found.half()
    return replace(half, opened_within=found.opened_within) if half else None


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
    whole = len(looked) == len(snapshot.attempts) and not filters.any()  # as where thirty days of reports are loaded
    if whole:
        found = snapshot.once("durations", lambda: _durations(snapshot, looked, all_spells(snapshot)))
    else:
        found = _durations(snapshot, looked, spells(snapshot, _by_person(snapshot, looked), filters))
    if found is None:
        return None
    found = replace(found, opened_within=window.end - start, whole=whole)
    at, begin, end = arrays.times(snapshot.attempts), to_micros(start), to_micros(window.end)
    if begin <= at[0] and at[-1] < end:
        return found
    began = at[found.first]
    return found.where((began >= begin) & (began < end))


def _durations(snapshot: Snapshot, looked: Selection, found: Spells) -> Durations | None:
    """How long the spells of some rows lasted, without those of strangers."""
    strange = strangers(snapshot)
    if strange.any():
        found = found.where(~strange[arrays.codes(snapshot.attempts, "user")[found.first]])
    if not len(found.first):
        return None
    ends, until = ends_of(snapshot, found.closed, found.helped, _newest(snapshot, looked))
    hours = ((until - arrays.times(snapshot.attempts)[found.first]) / 3.6e9).astype(np.float64)
    return Durations(timedelta(0), found.first, hours, ends, found.failures)


def _newest(snapshot: Snapshot, looked: Selection) -> int:
    """When the last of some rows in the order of time ended."""
    last = looked.times()[-1] - arrays.longest(snapshot)
    return int(looked.part(int(np.searchsorted(looked.times(), last)), len(looked)).ended().max())


def _by_person(snapshot: Snapshot, looked: Selection) -> arrays.Ints:
    """Rows of a span, person by person: out of the order of all rows, or sorted where they are few of these."""
    order, numbers = snapshot.attempts_of.order, looked.numbers()
    if len(numbers) * _FEW < len(order):
        return numbers[np.argsort(looked.codes("user"), kind="stable")]
    found: arrays.Ints = order[(order >= numbers[0]) & (order <= numbers[-1])] if len(numbers) else order[:0]
    return found


def ends_of(snapshot: Snapshot, closed: arrays.Ints, helped: arrays.Ints, newest: int) -> tuple[Rows, Rows]:
    """How each case ended that a success or a reset has closed, and when; an open one has come as far as the newest."""
    reset = arrays.times(snapshot.interventions)
    by_hand = np.where(by_admin(snapshot, helped), RESET_BY_ADMIN, SUCCESS)
    ends = np.where(closed != NONE, SUCCESS, np.where(helped != NONE, by_hand, OPEN))
    until = np.full(len(closed), newest)
    until[closed != NONE] = arrays.ended(snapshot.attempts, closed[closed != NONE])
    if len(reset):
        until = np.where(helped != NONE, reset[helped], until)
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
