"""Rows of cells into one report: words and times read, bad rows set aside, everything counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bot.reports.columns import READ_ATTEMPTS, READ_REGISTRATIONS
from bot.reports.options import ReadOptions
from bot.reports.order import DateOrder
from bot.reports.receipt import Rejected, ReportKind
from bot.reports.times import UNREADABLE, Times, parse_times
from bot.reports.words import Codes, Words, methods_word, plain, result_word
from bot.reports.zones import Micros, to_utc

CUT_OFF: Final = (75_000, 1_000)  # what the portal's pages state as the most rows of one report
_RAW: Final = 2_000  # characters kept of a rejected row
_SHOWN: Final = 60  # characters of a cell in a reason
_BOOKKEEPING: Final = "LastRegisteredTime"  # the registration script's note that a person was there: no datum
_NORMAL: Final[Mapping[str, Callable[[str], str]]] = {
    "user": plain, "role": plain, "methods": methods_word, "result": result_word, "detail": plain,
    "datum": methods_word,
}  # fmt: skip
_COLUMNS: Final = {ReportKind.RESET: READ_ATTEMPTS, ReportKind.REGISTRATION: READ_REGISTRATIONS}
_NAMES: Final = {
    "user": "the user", "role": "the role", "methods": "the method", "result": "the result",
    "detail": "the detail", "datum": "the data registered",
}  # fmt: skip

Flags = npt.NDArray[np.bool_]
Lines = npt.NDArray[np.int64]
Events = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a report, cell by cell."""

    columns: Mapping[str, Any]  # field -> Arrow column of strings
    lines: Lines
    raw: Callable[[int], str]  # a row as it stands in the file
    events: Events | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    codes: Mapping[str, Codes]
    at: Micros
    lines: Lines
    events: Events | None

    def only(self, keep: Flags) -> "_Part":
        codes = {name: column[keep] for name, column in self.codes.items()}
        return _Part(codes, self.at[keep], self.lines[keep], None if self.events is None else self.events[keep])


@dataclass(slots=True)
class Assembly:
    """A report in the making."""

    kind: ReportKind
    options: ReadOptions
    order: DateOrder
    utc: bool = False  # the header says that times are UTC
    header: Mapping[str, str] = field(default_factory=dict)  # field -> its header cell, to know it when it comes again
    rows: int = 0
    skipped: int = 0
    headers: int = 0  # of the skipped: the header again
    naive: int = 0
    zoned: int = 0
    doubled: int = 0
    missing: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    _words: dict[str, Words] = field(default_factory=dict)
    _parts: list[_Part] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        """Takes some rows."""
        codes = {name: self._codes(name, texts) for name, texts in batch.columns.items() if name != "at"}
        times = parse_times(batch.columns["at"])
        self.order.learn(times, batch.lines)
        at = self._utc(times)
        skip = self._bookkeeping(codes)
        faulty = (at == UNREADABLE) & ~skip
        for name, column in codes.items():
            if self._words[name].faults:
                faulty |= np.isin(column, list(self._words[name].faults))
        keep = ~(faulty | skip)
        self.rows += int(keep.sum()) + int((skip & ~faulty).sum())
        self.skipped += int((skip & ~faulty).sum())
        for row in np.flatnonzero(faulty):
            self._set_aside(batch, int(row), {name: int(column[row]) for name, column in codes.items()}, times)
        part = _Part(codes, at, batch.lines, batch.events)
        self._parts.append(part if keep.all() else part.only(keep))

    def reject(self, line: int, reason: str, raw: str) -> None:
        """Sets a row aside, with the reason as a phrase."""
        text = raw.replace("\0", "\ufffd")
        self.rejected.append(Rejected(line, reason, text if len(text) <= _RAW else f"{text[:_RAW]}..."))
        self.rows += 1

    def frame(self) -> pd.DataFrame:
        """The good rows, with the columns of `columns.py`."""
        data: dict[str, Any] = {name: self._column(name) for name in _COLUMNS[self.kind]}
        if any(part.events is not None for part in self._parts):
            data["event_id"] = _joined([part.events for part in self._parts if part.events is not None], object)
        self._parts = []
        return pd.DataFrame(data, copy=False)

    def _column(self, name: str) -> Any:
        if name == "line":
            return _joined([part.lines for part in self._parts], np.int64)
        if name == "at":
            at = _joined([part.at for part in self._parts], np.int64)
            return pd.Series(at.view("datetime64[us]"), copy=False).dt.tz_localize("UTC")
        words = self._words.get(name)
        if words is None:
            rows = sum(len(part.at) for part in self._parts)
            return pd.Categorical.from_codes(np.zeros(rows, np.int8), categories=pd.Index([""], dtype="str"))
        return words.column(_joined([part.codes[name] for part in self._parts], np.int32))

    def _codes(self, name: str, texts: Any) -> Codes:
        words = self._words.setdefault(name, Words(_NORMAL[name], required=name == "user"))
        return words.codes(texts)

    def _utc(self, times: Times) -> Micros:
        at = times.chosen(day_first=self.order.day_first)
        readable = at != UNREADABLE
        naive = readable & ~times.zoned
        count = int(naive.sum())
        self.naive += count
        self.zoned += int(readable.sum()) - count
        if self.utc or self.options.local is None or not count:
            return at
        converted = to_utc(at[naive], self.options.local)
        self.doubled += converted.doubled
        self.missing += converted.missing
        at = at.copy()
        at[naive] = converted.at
        return at

    def _bookkeeping(self, codes: Mapping[str, Codes]) -> Flags:
        words = self._words["datum"].words if "datum" in codes else []
        if _BOOKKEEPING not in words:
            return np.zeros(len(codes["user"]), dtype=bool)
        flags: Flags = codes["datum"] == words.index(_BOOKKEEPING)
        return flags

    def _set_aside(self, batch: Batch, row: int, codes: Mapping[str, int], times: Times) -> None:
        """Finds out what is wrong with a row; a blank one and a header in the middle are not wrong."""
        cells = {name: plain(column[row].as_py()) for name, column in batch.columns.items()}
        if not any(cells.values()):
            return
        if self.header and all(cells[name] == self.header[name] for name in cells):
            self.rows += 1
            self.skipped += 1
            self.headers += 1
            return
        line, raw = int(batch.lines[row]), batch.raw(row)
        for name, code in codes.items():
            if code in self._words[name].faults:
                self.reject(line, f"{_NAMES[name]} {self._words[name].faults[code]}", raw)
                return
        self.reject(line, _time_reason(cells["at"], times, row, day_first=self.order.day_first), raw)


def _time_reason(text: str, times: Times, row: int, *, day_first: bool) -> str:
    shown = text.replace("\0", "\ufffd") if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    if not text:
        return "the time is missing"
    if times.chosen(day_first=not day_first)[row] != UNREADABLE:
        order = "day-first" if day_first else "month-first"
        return f"the time {shown!r} is not {order} like the others"
    return f"the time {shown!r} cannot be read"


def _joined(pieces: list[Any], kind: Any) -> Any:
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=kind)
