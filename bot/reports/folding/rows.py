"""The steps as plain arrays of numbers, each step once, in one order whatever the order they came in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.reports.folding.steps import Activity

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SECOND = 1_000_000  # microseconds
_MINUTE = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Word:
    """What a step says; there are few different ones in many steps."""

    activity: Activity
    reason: str
    success: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Steps sorted by person, second, correlation and word. Order inside a second is unreliable in every source."""

    user: Ints  # position in `users`
    micros: Ints  # microseconds since 1970
    second: Ints
    correlation: Ints  # position in `correlations`; 0 is none
    word: Ints  # position in `words`
    users: list[str]  # as the source spells them
    keys: list[str]  # casefolded, sorted
    correlations: npt.NDArray[np.object_]
    words: list[Word]

    def only(self, wanted: Bools | Ints) -> "Rows":
        """Some of the rows: by a flag each, or by their positions."""
        return Rows(
            self.user[wanted], self.micros[wanted], self.second[wanted], self.correlation[wanted],
            self.word[wanted], self.users, self.keys, self.correlations, self.words,
        )  # fmt: skip

    def saying(self, *activities: Activity) -> Bools:
        """Which rows are of these activities."""
        return np.array([word.activity in activities for word in self.words], bool)[self.word]


def rows_of(steps: pd.DataFrame) -> Rows:
    """The steps of a frame with the columns of `steps.STEPS`."""
    users, keys, user = _people(steps["user"])
    correlations, correlation = _sorted_codes(steps["correlation"])
    if not len(correlations) or correlations[0] != "":  # so that 0 is always none
        correlations, correlation = np.insert(correlations, 0, ""), correlation + 1
    words, word = _words(steps)
    at = pd.DatetimeIndex(steps["at"]).as_unit("us").asi8
    rows = Rows(user, at, at // SECOND, correlation, word, users, keys, correlations, words)
    return _once(rows)


def _sorted_codes(column: "pd.Series[str]") -> tuple[npt.NDArray[np.object_], Ints]:
    """The different texts of a column in order, and each row's position among them."""
    cells = column.astype("category").cat
    texts = cells.categories.to_numpy(dtype=object)
    order = np.argsort(texts)
    positions = np.empty(len(texts), np.int64)
    positions[order] = np.arange(len(texts))
    return texts[order], positions[cells.codes.to_numpy()] if len(texts) else np.zeros(len(column), np.int64)


def _people(column: "pd.Series[str]") -> tuple[list[str], list[str], Ints]:
    """The people, by key, each in the first of the spellings in use."""
    spelled, code = _sorted_codes(column)
    used = np.unique(code)
    shown: dict[str, str] = {}
    for name in spelled[used]:
        shown.setdefault(name.strip().casefold(), name.strip())
    keys = sorted(shown)
    number = {key: position for position, key in enumerate(keys)}
    positions = np.zeros(len(spelled), np.int64)
    positions[used] = [number[name.strip().casefold()] for name in spelled[used]]
    return [shown[key] for key in keys], keys, positions[code]


def _words(steps: pd.DataFrame) -> tuple[list[Word], Ints]:
    reasons, reason = _sorted_codes(steps["reason"])
    activities, activity = _sorted_codes(steps["activity"])
    success = steps["success"].to_numpy(dtype=np.int64)
    codes, word = np.unique((activity * max(1, len(reasons)) + reason) * 2 + success, return_inverse=True)
    words = [
        Word(Activity(activities[code // 2 // len(reasons)]), reasons[code // 2 % len(reasons)], bool(code % 2))
        for code in codes
    ]
    return words, word.astype(np.int64)


def categories(codes: Ints, texts: Sequence[str]) -> pd.Categorical:
    """A column of words from each row's position among them; words not in use are left out."""
    return pd.Categorical.from_codes(codes, pd.Index(list(texts), dtype="str")).remove_unused_categories()


def starts_of(*columns: Ints) -> Bools:
    """Where a sorted table begins a new combination of values."""
    first = np.ones(len(columns[0]), bool)
    if len(first) > 1:
        first[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return first


def repeats(rows: Rows) -> Ints:
    """How many steps of the row's person share its correlation; 0 where it has none."""
    pair = rows.user * len(rows.correlations) + rows.correlation
    _, position, count = np.unique(pair, return_inverse=True, return_counts=True)
    return np.where(rows.correlation > 0, count[position], 0)


def _once(rows: Rows) -> Rows:
    """Each step once, though it be repeated, or come from two sources that number or time it differently."""
    rows = rows.only(np.lexsort((rows.word, rows.second, rows.user)))
    if starts_of(rows.user, rows.second, rows.word).all():
        return _in_order(_without_coarse(rows))  # most logs: no step is there twice
    rows = _without_coarse(_merged(rows, rows.correlation))
    return _in_order(_merged(rows, np.zeros(len(rows.user), np.int64)))


def _without_coarse(rows: Rows) -> Rows:
    """Without the steps of a file saved again without seconds that are there with them, too.

    `rows` are sorted by person and second.
    """
    coarse = rows.micros % _MINUTE == 0
    if not coarse.any() or coarse.all():
        return rows
    minute = np.cumsum(starts_of(rows.user, rows.micros // _MINUTE)) - 1
    near = np.flatnonzero((np.bincount(minute, weights=coarse) > 0)[minute])
    order = near[np.lexsort((rows.word[near], rows.correlation[near], minute[near]))]
    same = np.cumsum(starts_of(minute[order], rows.correlation[order], rows.word[order])) - 1
    exact = np.bincount(same, weights=~coarse[order])[same] > 0
    keep = np.ones(len(coarse), bool)
    keep[order[coarse[order] & exact]] = False
    return rows.only(keep)


def _merged(rows: Rows, apart: Ints) -> Rows:
    """One row for the same person, second and word (and `apart`): the most shared correlation, the first time."""
    order = np.lexsort((rows.correlation, -repeats(rows), rows.word, apart, rows.second, rows.user))
    rows = rows.only(order)
    first = starts_of(rows.user, rows.second, apart[order], rows.word)
    if not len(first):
        return rows
    rows.micros[first] = np.minimum.reduceat(rows.micros, np.flatnonzero(first))
    return rows.only(first)


def _in_order(rows: Rows) -> Rows:
    """Sorted; inside a second, rows without a correlation come last."""
    last = np.where(rows.correlation == 0, len(rows.correlations), rows.correlation)
    return rows.only(np.lexsort((rows.word, last, rows.second, rows.user)))
