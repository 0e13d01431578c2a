"""From an audit log's raw rows, whatever their format, to steps: which rows are ours, who, when, what."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bot.errors import ReportError
from bot.knowledge.catalogue import load
from bot.reports.folding.steps import ACTIVITIES, Activity, activity_of, is_ours, is_success, is_unheard_of
from bot.reports.formats.audit_words import faults_of, people_of, reasons_of
from bot.reports.instants import utc
from bot.reports.parsing import cut_off, excerpts, powershell, summary
from bot.reports.parsing.date_order import DateOrder
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import ReadReport
from bot.reports.parsing.times import UNREADABLE, parse_times
from bot.reports.parsing.zones import Micros, to_utc
from bot.reports.receipt import Rejected, ReportKind

# What a format's own reader hands over: texts, "" for what is missing.
TEXTS: Final = (
    "at", "service", "activity", "status", "reason", "correlation",
    "target", "target_id", "actor", "actor_id", "address", "agent", "event_id", "changes",
)  # fmt: skip

_NO_ID: Final = "00000000-0000-0000-0000-000000000000"
_UNTOLD: Final = "was it filtered by another service?"

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class RawRows:
    """An audit log taken apart. `raw_of` gives a row as it stood in the file, by its place in the table."""

    table: pa.Table  # TEXTS
    raw_of: Callable[[int], str]
    line_of: Callable[[int], int]  # the line that a row starts on; only asked for the few rows that somebody is shown
    rejected: tuple[Rejected, ...]  # what could not even be taken apart
    which: Callable[[int], str] = lambda _: ""  # what tells a row from others of its line
    short: int = 0  # rows whose last cells were left out
    cut: int = 0  # rows in the middle of which the file ends: 1 or 0; among those rejected
    headers: int = 0  # lines of the file that are above its rows
    warnings: tuple[str, ...] = ()  # what the format's own reader has to say


@dataclass(frozen=True, slots=True)
class FileInfo:
    """The file that the rows come from."""

    name: str
    recognised: str  # which format, in which encoding
    options: ReadOptions
    clock: str = ""  # what its header says of its times: "utc", "local", or "" where it does not say
    raw_times: bool = False  # whether they stand in a field of the service's own, which is in UTC


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows that are ours, and their times."""

    table: pa.Table  # TEXTS and `position`
    times: Micros
    order: DateOrder
    warnings: tuple[str, ...]


def report_of(raw: RawRows, file: FileInfo) -> ReadReport:
    """The report that the rows make: steps of our activities, the rest skipped and counted.

    Raises ReportError where only a person can tell how its times are meant, or where it names nobody at all.
    """
    table = raw.table.append_column("position", pa.array(np.arange(raw.table.num_rows)))
    ours, unheard = _ours(table)
    read = _timed(table.filter(pa.array(ours)), raw, file)
    frame, rejected = _steps(read, raw)
    if not len(frame) and any(powershell.is_object(row.raw) or "names nobody" in row.reason for row in rejected):
        raise ReportError(powershell.nameless(file.name))
    rows = raw.table.num_rows + len(raw.rejected)
    return ReadReport(
        kind=ReportKind.AUDIT,
        recognised=", ".join(phrase for phrase in ("audit log", file.recognised, read.order.phrase) if phrase),
        frame=frame,
        rows=rows,
        rejected=tuple(sorted((*raw.rejected, *rejected), key=lambda row: row.line)),
        skipped=int((~ours).sum()),
        warnings=(*_warnings(raw, rows, any_ours=bool(ours.any())), *_silent(frame), *read.warnings, *unheard),
    )


def _warnings(raw: RawRows, rows: int, *, any_ours: bool) -> Iterator[str]:
    if not rows:
        yield "The report holds no rows."
    elif raw.table.num_rows and not any_ours:
        yield f"None of its rows is about password reset or registration: {_UNTOLD}"
    limits = load().limits
    ceilings = (limits["audit_max_rows"], limits["log_analytics_rows"], limits["kusto_max_rows"])
    yield from summary.ceilings(rows - raw.cut, raw.headers - 1, ceilings, "download")
    if raw.cut:
        yield cut_off.WARNING
    if raw.short:
        yield summary.shorter_rows(raw.short)
    yield from raw.warnings


def _silent(frame: pd.DataFrame) -> Iterator[str]:
    """That no step on the way says which it is."""
    reasons = frame["reason"][frame["activity"] == str(Activity.FLOW)]
    if len(reasons) and (reasons == "").all():
        yield summary.NO_REASONS


RAW_TIMES: Final = "The times are written without a zone and were taken as UTC, which the service writes."


def _timed(table: pa.Table, raw: RawRows, file: FileInfo) -> _Read:
    """The rows with their times, those without a zone on the clock that the header names, else the one that is set."""
    times = parse_times(table["at"])
    order = DateOrder(file.options.day_first)
    order.learn(times, lambda row: raw.line_of(table["position"][row].as_py()))
    order.day_first = order.resolved(file.name)
    at = order.choose(times)
    naive = (at != UNREADABLE) & ~times.zoned
    warnings = (summary.NO_CLOCKS,) if len(at) and not times.timed else ()
    if file.clock == "utc" or not naive.any():
        return _Read(table, at, order, warnings)
    if file.clock != "local" and (file.raw_times or file.options.local is None):
        return _Read(table, at, order, (*warnings, RAW_TIMES if file.raw_times else summary.zoneless("UTC")))
    return _localised(_Read(table, at, order, warnings), naive, file)


def _localised(read: _Read, naive: npt.NDArray[np.bool_], file: FileInfo) -> _Read:
    local = file.clock == "local"
    if local and not file.options.zone_known:
        raise ReportError(summary.local_times(file.name))
    converted = to_utc(read.times[naive], file.options.zone)
    at = read.times.copy()
    at[naive] = converted.at
    zone = file.options.zone.key
    warnings = (
        *read.warnings,
        summary.local_taken(zone) if local else summary.zoneless(zone),
        *summary.odd_hours(converted.doubled, converted.missing),
    )
    return _Read(read.table, at, read.order, warnings)


def coded(column: pa.ChunkedArray) -> tuple[list[str], Codes]:
    """The different texts of a column, and each row's position among them."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _ours(table: pa.Table) -> tuple[npt.NDArray[np.bool_], list[str]]:
    """Which rows are steps, and a warning for what the reset service logged that nobody has heard of."""
    services, service = coded(table["service"])
    names, name = coded(table["activity"])
    pairs, place, counts = np.unique(
        service.astype(np.int64) * len(names) + name, return_inverse=True, return_counts=True
    )
    said = [(services[pair // len(names)], names[pair % len(names)]) for pair in pairs.tolist()]
    ours = np.array([is_ours(*pair) for pair in said], bool)[place]
    unheard = Counter[str]()
    for pair, count in zip(said, counts.tolist(), strict=True):
        if is_unheard_of(*pair):
            unheard[pair[1]] += count
    return ours, [f'{count:,} rows of the unknown activity "{text}" were skipped.' for text, count in unheard.items()]


def _steps(read: _Read, raw: RawRows) -> tuple[pd.DataFrame, list[Rejected]]:
    """The frame of steps, and the rows that name no time or nobody, or hold what no log writes."""
    table, activity = read.table, _activities(read.table)
    correlation = pc.if_else(pc.equal(table["correlation"], _NO_ID), "", table["correlation"])
    texts = {**people_of(table, activity), "correlation": correlation, "reason": reasons_of(table, activity)}
    faults: dict[int, str] = {}
    words = {name: _words(name, column, faults) for name, column in texts.items()}
    faults |= {
        row: f'the time "{excerpts.cell(table["at"][row].as_py())}" is not understood'
        for row in np.flatnonzero(read.times == UNREADABLE).tolist()
    }
    frame = pd.DataFrame(
        {
            "at": utc(read.times),
            "user": words["user"],
            "correlation": words["correlation"],
            "activity": pd.Categorical.from_codes(activity, dtype=ACTIVITIES),
            "reason": words["reason"],
            "success": _success(table, activity),
            "event_id": _ids(table["event_id"]),
            **{name: words[name] for name in ("user_id", "actor", "address", "agent")},
        }
    )
    positions = table["position"].to_pylist() if faults else []
    rejected = [
        Rejected(
            raw.line_of(positions[row]),
            f"{reason}{raw.which(positions[row])}",
            excerpts.row(raw.raw_of(positions[row])),
        )
        for row, reason in sorted(faults.items())
    ]
    return _without(frame, list(faults)) if faults else frame, rejected


def _without(frame: pd.DataFrame, rows: list[int]) -> pd.DataFrame:
    """The frame without some rows, and without the words that only they have said."""
    rest = frame.drop(index=rows).reset_index(drop=True)
    names = ("user", "correlation", "reason", "user_id", "actor", "address", "agent")
    return rest.assign(**{name: rest[name].cat.remove_unused_categories() for name in names})


def _activities(table: pa.Table) -> npt.NDArray[np.int8]:
    """Each row's position among ACTIVITIES."""
    names, name = coded(table["activity"])
    return pd.Categorical([str(activity_of(text)) for text in names], dtype=ACTIVITIES).codes[name]


def _words(name: str, column: pa.ChunkedArray, faults: dict[int, str]) -> pd.Categorical:
    """A column of words. Rows with a word that cannot be kept are noted in `faults`, with the reason."""
    encoded = column.combine_chunks().dictionary_encode()
    words, codes = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    wrong = faults_of(name, words)
    if wrong:
        faults |= {row: wrong[int(codes[row])] for row in np.flatnonzero(np.isin(codes, list(wrong))).tolist()}
    return pd.Categorical.from_codes(codes, pd.Index(words.to_pandas(), dtype="str"))


def first_filled(choices: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Row by row the first text that is not blank."""
    chosen = choices[0]
    for other in choices[1:]:
        chosen = pc.if_else(pc.equal(chosen, ""), other, chosen)
    return chosen


def _success(table: pa.Table, activity: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    statuses, status = coded(table["status"])
    reasons, reason = coded(table["reason"])
    words = [Activity(word) for word in ACTIVITIES.categories]
    said = (activity.astype(np.int64) * len(statuses) + status) * len(reasons) + reason
    different, position = np.unique(said, return_inverse=True)
    ended_well = [
        is_success(
            words[code // len(reasons) // len(statuses)],
            statuses[code // len(reasons) % len(statuses)],
            reasons[code % len(reasons)],
        )
        for code in different.tolist()
    ]
    return np.array(ended_well, bool)[position]


def _ids(column: pa.ChunkedArray) -> "pd.Series[str]":
    """The source's own ids as an object column, None for a row without."""
    return pd.Series(pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column).to_pylist(), dtype=object)
