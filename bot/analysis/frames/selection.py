"""Which rows count: a window is a slice of the time-sorted frame, a filter a look-up table over its codes."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.analysis.answers import Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.knowledge.admin_roles import is_role
from bot.knowledge.catalogue import cause_matches
from bot.knowledge.vocabulary import FAILURES, SEPARATOR, Result, failed_method, parse_methods, parse_result
from bot.reports.frames.frame import Frame
from bot.reports.instants import to_micros
from bot.reports.snapshot import People, domain
from bot.reports.window import Window

FAILED: Final = frozenset(str(result) for result in FAILURES)
_RESULTS: Final = [str(result) for result in Result]  # in every frame's order
DONE: Final = frozenset({str(Result.SUCCEEDED)})
NEITHER: Final = frozenset(_RESULTS) - FAILED - DONE


@dataclass(frozen=True, slots=True)
class Selection:
    """Some rows of a frame, in its order. A slice costs nothing; row numbers are for what a mask has left."""

    frame: Frame
    rows: slice | Ints

    def codes(self, name: str) -> Ints:
        """The numbers of a categorical column."""
        return arrays.codes(self.frame, name)[self.rows]

    def times(self) -> npt.NDArray[np.int64]:
        """When each row happened."""
        return arrays.times(self.frame)[self.rows]

    def ended(self) -> npt.NDArray[np.int64]:
        """When each attempt ended."""
        return arrays.ended(self.frame, self.rows)

    def words(self, name: str) -> list[str]:
        """What the numbers of a column mean."""
        return arrays.words(self.frame, name)

    def where(self, mask: Bools) -> "Selection":
        """The rows that a mask lets through."""
        if mask.all():
            return self
        chosen = np.flatnonzero(mask)
        rows = chosen + self.rows.start if isinstance(self.rows, slice) else self.rows[chosen]
        return Selection(self.frame, rows)

    def part(self, first: int, stop: int) -> "Selection":
        """Its rows from one place in it to another."""
        if not isinstance(self.rows, slice):
            return Selection(self.frame, self.rows[first:stop])
        return Selection(self.frame, slice(self.rows.start + first, min(self.rows.start + stop, self.rows.stop)))

    def numbers(self) -> Ints:
        """The row numbers."""
        return np.arange(self.rows.start, self.rows.stop) if isinstance(self.rows, slice) else self.rows

    def __len__(self) -> int:
        return self.rows.stop - self.rows.start if isinstance(self.rows, slice) else len(self.rows)


def within(frame: Frame, window: Window) -> Selection:
    """The rows of a window."""
    edges = [to_micros(window.start), to_micros(window.end)]
    start, stop = (int(row) for row in np.searchsorted(arrays.times(frame), edges))
    return Selection(frame, slice(start, max(start, stop)))


def everything(frame: Frame) -> Selection:
    """All rows."""
    return Selection(frame, slice(0, len(frame)))


def filtered(rows: Selection, filters: Filters, people: People) -> Selection:
    """The rows that every filter lets through."""
    return rows.where(passing(rows, filters, people)) if filters.any() else rows


def passing(rows: Selection, filters: Filters, people: People) -> Bools:
    """For each row, whether every filter lets it through."""
    mask = np.ones(len(rows), dtype=np.bool_)
    for name, allowed in _tables(rows, filters).items():
        mask &= allowed[rows.codes(name)]
    if filters.method:
        mask &= _by_method(rows, {method.casefold() for method in parse_methods(filters.method)})
    if filters.domain:
        mask &= of_domain(rows.codes("user"), filters.domain, people)
    return mask


def of_domain(users: Ints, asked: str | None, people: People) -> Bools:
    """For each user number, whether their user ID is of a domain; of none that is asked for, all are."""
    if not asked:
        return np.ones(len(users), dtype=np.bool_)
    numbers, keys = domains(users, people)
    return arrays.table(keys, {asked.strip().removeprefix("@").casefold()})[numbers]


def having(rows: Selection, results: frozenset[str]) -> Bools:
    """For each row, whether its result is one of these; comparing is a seventh of looking each up in a table."""
    codes, found = rows.codes("result"), None
    for first, last in _runs(results):
        among = codes >= first if last > first else codes == first
        if first < last < len(_RESULTS) - 1:
            among &= codes <= last
        found = among if found is None else found | among
    return np.zeros(len(rows), dtype=np.bool_) if found is None else found


@cache
def _runs(results: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """The first and last numbers of results in a row: all failures are three, and so are two comparisons."""
    codes = [code for code, result in enumerate(_RESULTS) if result in results]
    firsts = [code for code in codes if code - 1 not in codes]
    lasts = [code for code in codes if code + 1 not in codes]
    return tuple(zip(firsts, lasts, strict=True))


def itemised(rows: Selection, filters: Filters) -> Selection:
    """The rows that a breakdown is about: the failures, or the rows of another result when that one was asked for."""
    return rows.where(having(rows, frozenset({_result(filters.result)}) if filters.result else FAILED))


def domains(users: Ints, people: People) -> tuple[Ints, list[str]]:
    """Each row's domain as a number, and the domains in alphabetical order; "" for a user ID without one."""
    if people.domains is not None:
        return people.domains.codes[users], list(people.domains.labels)
    present = np.zeros(len(people.keys), dtype=np.bool_)
    present[users] = True
    numbers = np.flatnonzero(present)
    found = [domain(people.keys[number]) for number in numbers.tolist()]
    keys = sorted(set(found))
    code = {key: number for number, key in enumerate(keys)}
    spread = np.zeros(len(people.keys), dtype=np.int32)
    spread[numbers] = [code[key] for key in found]
    return spread[users], keys


def _result(word: str) -> str:
    """The result that a filter names; the one for unlisted words is known by its own name alone."""
    return str(parse_result(word) or word.strip().capitalize())


@dataclass(frozen=True, slots=True)
class MethodOf:
    """One method for each row, as a place in `names`, which begins with "" for none."""

    names: tuple[str, ...]
    codes: Ints


def stopped_at(rows: Selection) -> MethodOf:
    """The method that each attempt did not get past, whatever became of it.

    It is the one that its detail names, else the one that was begun last, where that is none of those that it passed.
    """
    names, by_detail, by_start, passed = rows.frame.once("methods", lambda: _methods(rows.frame))
    left = by_start[rows.codes("started")]
    left = np.where(passed[rows.codes("methods"), left], 0, left)
    said = by_detail[rows.codes("detail")]
    return MethodOf(names, np.where(said > 0, said, left))


def _methods(frame: Frame) -> tuple[tuple[str, ...], Ints, Ints, Bools]:
    """All methods' names, "" for none; for each detail, and for each word of what was begun, which it names.

    And for each combination of methods passed which are in it.
    """
    named = [failed_method(word) for word in frame.words("detail")]
    begun, combinations = frame.words("started"), [word.split(SEPARATOR) for word in frame.words("methods")]
    names = ("", *sorted({*named, *begun} - {""}))
    place = {name: number for number, name in enumerate(names)}
    by_detail, by_start = (np.array([place[name] for name in some] or [0], np.int64) for some in (named, begun))
    passed = np.array([[name in methods for name in names] for methods in combinations] or [[False] * len(names)])
    return names, by_detail, by_start, passed


def _by_method(rows: Selection, methods: set[str]) -> Bools:
    """The attempts that passed a method, and those that did not get past it."""
    passed = np.array([methods <= set(word.casefold().split(SEPARATOR)) for word in rows.words("methods")], np.bool_)
    stopped = stopped_at(rows)
    at_it = np.array([{name.casefold()} == methods for name in stopped.names], np.bool_)
    through: Bools = passed[rows.codes("methods")] | at_it[stopped.codes]
    return through


def _tables(rows: Selection, filters: Filters) -> dict[str, Bools]:
    """For each column that is filtered, which of its words are let through."""
    found: dict[str, Any] = {}
    if filters.result or filters.not_result:
        found["result"] = [_is_result(word, filters) for word in rows.words("result")]
    if filters.cause or filters.not_cause:
        found["cause"] = [_is_cause(word, filters) for word in rows.words("cause")]
    if filters.role:
        found["role"] = [is_role(filters.role, word) for word in rows.words("role")]
    return {name: np.array(allowed, dtype=np.bool_) for name, allowed in found.items()}


def _is_result(word: str, filters: Filters) -> bool:
    asked = filters.result is None or word == _result(filters.result)
    return asked and (filters.not_result is None or word != _result(filters.not_result))


def _is_cause(word: str, filters: Filters) -> bool:
    asked = filters.cause is None or cause_matches(filters.cause, word)
    return asked and (filters.not_cause is None or not cause_matches(filters.not_cause, word))
