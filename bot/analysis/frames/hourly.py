"""What became of the attempts between some rows: added up by the hour, and row by row where no hour begins."""

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Ints
from bot.analysis.frames.selection import FAILED, Selection, having
from bot.reports.frames.hour_counts import HOUR, RESULTS, HourCounts
from bot.reports.snapshot import Snapshot


def between(snapshot: Snapshot, bounds: Ints) -> tuple[Ints, Ints]:
    """Attempts by result, and failures by cause, from each of some rising rows up to the next one: two tables."""
    frame, counted = snapshot.attempts, _counted(snapshot)
    at, causes = arrays.times(frame), len(arrays.words(frame, "cause"))
    hour = at[np.minimum(bounds, len(at) - 1)] // HOUR + (bounds == len(at))
    begins, within = bounds.copy(), np.flatnonzero(at[np.maximum(bounds, 1) - 1] >= hour * HOUR)
    begins[within] = np.searchsorted(at, hour[within] * HOUR)  # all others begin an hour
    hours = np.searchsorted(counted.hours, hour.astype(np.int32))
    rests = [Selection(frame, slice(*pair)) for pair in zip(begins.tolist(), bounds.tolist(), strict=True)]
    results = [np.bincount(rest.codes("result"), minlength=RESULTS) for rest in rests]
    failed = [np.bincount(rest.codes("cause")[having(rest, FAILED)], minlength=causes) for rest in rests]
    return (
        _between(counted.results.reshape(-1, RESULTS), hours, np.array(results)),
        _between(counted.causes.reshape(-1, causes), hours, np.array(failed)),
    )


def results(snapshot: Snapshot, rows: slice) -> list[int]:
    """Attempts by result in some rows in a row: the same cost for few and for very many."""
    sizes: list[int] = (_results_until(snapshot, rows.stop) - _results_until(snapshot, rows.start)).tolist()
    return sizes


def _results_until(snapshot: Snapshot, row: int) -> Ints:
    """Attempts by result in front of a row."""
    counted, at = _counted(snapshot), arrays.times(snapshot.attempts)
    table: Ints = snapshot.once("results until hours", lambda: _running(counted.results.reshape(-1, RESULTS)))
    place, begins = -1, row
    if row < len(at):
        hour = int(at[row]) // HOUR
        place, begins = int(counted.hours.searchsorted(np.int32(hour))), int(at.searchsorted(hour * HOUR))
    rest = np.bincount(arrays.codes(snapshot.attempts, "result")[begins:row], minlength=RESULTS)
    until: Ints = table[place] + rest
    return until


def _running(table: Ints) -> Ints:
    """The sums of the rows in front of each row of a table, and of all."""
    found: Ints = np.concatenate([np.zeros((1, table.shape[1]), dtype=np.int64), np.cumsum(table, axis=0)])
    return found


def _between(table: Ints, hours: Ints, rests: Ints) -> Ints:
    """Of a table by hours, what lies between some of them and the next ones, each with what is behind its beginning."""
    until = _running(table[hours[0] : hours[-1]])
    found: Ints = np.diff(until[hours - hours[0]] + rests, axis=0)
    return found


def _counted(snapshot: Snapshot) -> HourCounts:
    if snapshot.hour_counts is not None:
        return snapshot.hour_counts
    frame = snapshot.attempts
    columns = arrays.times(frame), arrays.codes(frame, "result"), arrays.codes(frame, "cause")
    return snapshot.once("hour counts", lambda: HourCounts.of(*columns, len(arrays.words(frame, "cause"))))
