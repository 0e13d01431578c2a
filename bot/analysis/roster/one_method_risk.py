"""How much likelier people failed who had one method only, than those who had more: a cohort of some weeks ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log, sqrt
from typing import Final

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.selection import FAILED, Selection, having, within
from bot.analysis.people.deleted_methods import deletions, is_taken
from bot.analysis.statistics.proportion import Interval
from bot.analysis.statistics.quantiles import Z95
from bot.knowledge.vocabulary import SEPARATOR, verifies_nothing
from bot.reports.instants import from_micros
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

SINCE: Final = timedelta(days=30)
FEWEST: Final = 20  # people on either side
_FAILURES: Final = 5  # of both together; with fewer the interval says nothing
_EMPTY: Final = 0.5  # added to every cell where one is empty (Haldane)


@dataclass(frozen=True, slots=True)
class OneMethodRisk:
    """Those who had registered one method by a day beside those who had two or more, and who of them failed since."""

    by: datetime
    one: int
    one_failed: int
    more: int
    more_failed: int
    ratio: float | None  # how many times as likely; None where there are too few to tell
    interval: Interval | None  # of the ratio, 95 %


def one_method_risk(snapshot: Snapshot) -> OneMethodRisk | None:
    """The cohort of thirty days before the newest attempt, by the registration reports; None without any."""
    times = arrays.times(snapshot.attempts)
    signed = snapshot.registrations
    if not len(times) or not len(signed):
        return None
    end = from_micros(times[-1])
    rows = _held(snapshot, within(signed, Window(from_micros(arrays.times(signed)[0]), by := end - SINCE, "")), by)
    if not len(rows):
        return None
    methods = _methods(snapshot, rows.codes("user"), rows.codes("datum"), rows.words("datum"))
    tried = within(snapshot.attempts, Window(by, end + timedelta(microseconds=1), ""))
    failed = np.zeros(len(methods), dtype=np.bool_)
    failed[tried.where(having(tried, FAILED)).codes("user")] = True
    sizes = [int(np.count_nonzero(mask)) for mask in (methods == 1, (methods == 1) & failed, methods > 1,
                                                     (methods > 1) & failed)]  # fmt: skip
    one, one_failed, more, more_failed = sizes
    ratio, interval = risk_ratio(one, one_failed, more, more_failed) or (None, None)
    return OneMethodRisk(by, one, one_failed, more, more_failed, ratio, interval)


def _held(snapshot: Snapshot, rows: Selection, by: datetime) -> Selection:
    """The registrations that nothing had deleted by a day."""
    gone = {user: tuple(one for one in theirs if one.at < by) for user, theirs in deletions(snapshot).items()}
    data, codes, users, times = rows.words("datum"), rows.codes("datum"), rows.codes("user"), rows.times()
    kept = np.ones(len(rows), dtype=np.bool_)
    for place in np.flatnonzero(np.isin(users, list(gone))).tolist():
        kept[place] = not is_taken(data[codes[place]], int(times[place]), gone[int(users[place])])
    return rows if kept.all() else rows.where(kept)


def _methods(snapshot: Snapshot, users: arrays.Ints, data: arrays.Ints, words: list[str]) -> arrays.Ints:
    """How many different methods that verify a reset each person had registered."""
    kinds = sorted({one for word in words for one in word.split(SEPARATOR)})
    held = np.zeros((len(snapshot.people.keys), len(kinds)), dtype=np.bool_)
    for code, word in enumerate(words):
        for one in word.split(SEPARATOR):
            held[users[data == code], kinds.index(one)] |= bool(one) and not verifies_nothing(one)
    return np.asarray(np.count_nonzero(held, axis=1))


def risk_ratio(one: int, one_failed: int, more: int, more_failed: int) -> tuple[float, Interval] | None:
    """How many times as likely the first fail, with Katz's interval (1978); None where there are too few to tell."""
    if min(one, more) < FEWEST or one_failed + more_failed < _FAILURES:
        return None
    add = 0.0 if one_failed and more_failed else _EMPTY
    first, second = one_failed + add, more_failed + add
    ratio = first / (one + add) / (second / (more + add))
    spread = Z95 * sqrt(1 / first - 1 / (one + add) + 1 / second - 1 / (more + add))
    return ratio, Interval(exp(log(ratio) - spread), exp(log(ratio) + spread))
