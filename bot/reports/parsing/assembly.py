"""Rows of cells into one report: words and times read, bad rows set aside, everything counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bot.reports import impossible_times
from bot.reports.columns import READ_ATTEMPTS, READ_REGISTRATIONS
from bot.reports.half_days import HalfDays
from bot.reports.parsing import excerpts
from bot.reports.parsing.csv_rows import CUT
from bot.reports.parsing.date_order import DateOrder
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import check_readable
from bot.reports.parsing.times import UNREADABLE, Times, parse_times
from bot.reports.parsing.word_columns import Normal, WordColumn, joined, methods, plain, results
from bot.reports.parsing.zones import Micros, to_utc
from bot.reports.people.id_columns import user_ids
from bot.reports.receipt import Rejected, ReportKind

_BOOKKEEPING: Final = "LastRegisteredTime"  # the registration script's note that a person was there: no datum
_NORMAL: Final[Mapping[str, Normal]] = {
    "user": user_ids, "role": plain, "methods": methods, "result": results, "detail": plain, "datum": methods,
}  # fmt: skip
_NAMES: Final = {
    "user": "user", "role": "role", "methods": "method", "result": "result", "detail": "detail",
    "datum": "data registered",
}  # fmt: skip
_COLUMNS: Final = {ReportKind.RESET: READ_ATTEMPTS, ReportKind.REGISTRATION: READ_REGISTRATIONS}

Flags = npt.NDArray[np.bool_]
Lines = npt.NDArray[np.int64]
Events = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a report, cell by cell."""

    columns: Mapping[str, Any]  # field -> Arrow chunked column of strings
    lines: Lines
    raw: Callable[[int], str]  # a row as it stands in the file
    events: Events | None = None  # the source's own ids
    which: Callable[[int], str] = lambda _: ""  # what tells a row from others of its line
    failed: Flags | None = None  # registrations that did not work; None where none is told of


@dataclass(frozen=True, slots=True)
class _Part:
    """Good rows."""

    words: Mapping[str, WordColumn]
    at: Micros
    lines: Lines
    events: Events | None
    failed: Flags | None

    def only(self, keep: Flags) -> "_Part":
        words = {name: column.only(keep) for name, column in self.words.items()}
        events = None if self.events is None else self.events[keep]
        failed = None if self.failed is None else self.failed[keep]
        return _Part(words, self.at[keep], self.lines[keep], events, failed)

    def column(self, name: str) -> WordColumn:
        """A column; empty cells where the report does not have it."""
        return self.words.get(name) or WordColumn(np.zeros(len(self.at), np.int32), pa.array([""]), {})


@dataclass(slots=True)
class Assembly:
    """A report in the making."""

    kind: ReportKind
    options: ReadOptions
    order: DateOrder
    clock: str = ""  # what the header says of its times: "utc", "local", or ""
    header: Mapping[str, str] = field(default_factory=dict)  # field -> its header cell, to know it when it comes again
    rows: int = 0
    skipped: int = 0
    headers: int = 0  # of the skipped: the header again
    naive: int = 0  # times without a zone
    zoned: int = 0
    doubled: int = 0  # times in the hour that autumn repeats
    missing: int = 0  # times in the hour that spring leaves out
    short: int = 0  # rows whose last cells were left out
    cut: int = 0  # rows in the middle of which the file ends: 1 or 0
    clocks: int = 0  # times with a time of day, but for midnight
    midnights: int = 0  # times with that
    half_days: HalfDays = field(default_factory=HalfDays)
    impossible: list[int] = field(default_factory=list)  # times at which nothing can have happened
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # warnings of the dialect's own reader
    _parts: list[_Part] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        """Takes some rows."""
        words = {name: WordColumn.of(texts, _NORMAL[name]) for name, texts in batch.columns.items() if name != "at"}
        times = parse_times(batch.columns["at"])
        self.order.learn(times, lambda row: int(batch.lines[row]))
        chosen = self.order.choose(times)
        self.half_days.learn(chosen, times)
        readable = chosen != UNREADABLE
        skip = words["datum"].are_word(_BOOKKEEPING) if "datum" in words else np.zeros_like(readable)
        impossible = impossible_times.are_impossible(chosen, self.options.now)
        faulty = (~readable | impossible | words["user"].are_word("")) & ~skip
        for column in words.values():
            faulty |= column.are(list(column.faults))
        skip &= ~faulty
        self.clocks += times.clocks
        self.midnights += times.midnights
        self.rows += int((~faulty).sum())
        self.skipped += int(skip.sum())
        self._set_aside(batch, np.flatnonzero(faulty), words, times)
        at = self._utc(chosen, times, readable)
        self._keep(_Part(words, at, batch.lines, batch.events, batch.failed), ~(faulty | skip))

    def reject(self, line: int, reason: str, raw: str) -> None:
        """Sets a row aside, with the reason as a phrase."""
        self.rejected.append(Rejected(line, reason, excerpts.row(raw)))
        self.rows += 1
        check_readable(len(self.rejected), self.rows - len(self.rejected))
        self.cut += reason == CUT

    def words(self, name: str) -> set[str]:
        """The different words that a column has so far."""
        parts = [part.words[name].words for part in self._parts if name in part.words]
        return set(pc.unique(pa.chunked_array(parts, pa.string())).to_pylist())

    def frame(self) -> pd.DataFrame:
        """The good rows, with the columns of `columns.py`."""
        data: dict[str, Any] = {name: self._column(name) for name in _COLUMNS[self.kind]}
        events = [part.events for part in self._parts if part.events is not None]
        if events:
            data["event_id"] = pd.Series(np.concatenate(events), dtype=object)
        failed = [part.failed for part in self._parts if part.failed is not None]
        if failed:
            data["failed"] = np.concatenate(failed)
        return pd.DataFrame(data, copy=False)

    def _column(self, name: str) -> Any:
        if name == "line":
            return np.concatenate([np.empty(0, np.int64), *(part.lines for part in self._parts)])
        if name == "at":
            at = np.concatenate([np.empty(0, np.int64), *(part.at for part in self._parts)])
            return pd.Series(at.view("datetime64[us]"), copy=False).dt.tz_localize("UTC")
        return joined([part.column(name) for part in self._parts])

    def _keep(self, part: _Part, keep: Flags) -> None:
        self._parts.append(part if keep.all() else part.only(keep))

    def _utc(self, at: Micros, times: Times, readable: Flags) -> Micros:
        """The times, converted where they stand on a zone's clock."""
        naive = readable & ~times.zoned
        count = int(naive.sum())
        self.naive += count
        self.zoned += int(readable.sum()) - count
        if self.clock == "utc" or self.options.local is None or not count:
            return at
        converted = to_utc(at[naive], self.options.local)
        self.doubled += converted.doubled
        self.missing += converted.missing
        at = at.copy()
        at[naive] = converted.at
        return at

    def _set_aside(self, batch: Batch, rows: Lines, words: Mapping[str, WordColumn], times: Times) -> None:
        """Finds out what is wrong with each row; a blank one and a header in the middle are not wrong."""
        columns = [plain(column.take(pa.array(rows))).to_pylist() for column in batch.columns.values()]
        for row, *values in zip(rows.tolist(), *columns, strict=True):
            cells = dict(zip(batch.columns, values, strict=True))
            if cells == self.header:
                self.rows += 1
                self.skipped += 1
                self.headers += 1
            elif any(values):
                reason = _fault(words, row) or ("" if cells["user"] else "the user is missing")
                reason = reason or self._time_reason(cells["at"], times, row)
                self.reject(int(batch.lines[row]), f"{reason}{batch.which(row)}", batch.raw(row))

    def _time_reason(self, text: str, times: Times, row: int) -> str:
        if not text:
            return "the time is missing"
        at, now, day_first = int(self.order.choose(times)[row]), self.options.now, self.order.day_first
        if at != UNREADABLE and now:
            self.impossible.append(at)
            return impossible_times.reason(text, at, now)
        if times.chosen(day_first=not day_first)[row] != UNREADABLE:
            return f"the time {text} is not {'day-first' if day_first else 'month-first'} like the others"
        return f"the time {excerpts.cell(text)} cannot be read"


def _fault(words: Mapping[str, WordColumn], row: int) -> str:
    """What makes a cell of the row unfit, if anything."""
    for name, column in words.items():
        fault = column.faults.get(int(column.codes[row]))
        if fault:
            return f"the {_NAMES[name]} {fault}"
    return ""
