"""From an audit log's raw rows, whatever their format, to steps: which rows are ours, who, when, what."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bot.errors import ReportError
from bot.knowledge.catalogue import load
from bot.reports import impossible_times, made_up_times
from bot.reports.copies.repeated_rows import on_two_clocks
from bot.reports.folding import filtered_log, sorted_column
from bot.reports.folding.steps import ACTIVITIES, Activity, activity_of, is_ours, is_success, is_unheard_of
from bot.reports.formats.audit_words import NO_ACCOUNT, faults_of, of_other_targets, people_of, reasons_of, shortened
from bot.reports.formats.coded_columns import Coded, combinations
from bot.reports.half_days import HalfDays
from bot.reports.instants import utc
from bot.reports.parsing import cut_off, excerpts, powershell, summary
from bot.reports.parsing.date_order import DateOrder
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import ReadReport
from bot.reports.parsing.times import UNREADABLE, are_days, parse_times
from bot.reports.parsing.zones import Micros, to_utc
from bot.reports.receipt import Rejected, ReportKind

# What a format's own reader hands over of each row in words, "" for what is missing; beside its time and its id.
WORDS: Final = (
    "service", "activity", "status", "reason", "correlation",
    "target", "target_id", "actor", "actor_id", "address", "agent", "changes", "tenant",
)  # fmt: skip

_NO_ID: Final = "00000000-0000-0000-0000-000000000000"
_UNTOLD: Final = "was it filtered by another service?"
_BETWEEN: Final = re.compile(r"[\r\n|;,\"'\[\]]+")  # what stands between the values of a list in a cell
_WHO: Final = ("target", "target_id", "actor", "actor_id")

_FEW: Final = 3  # steps without a reason
_PART: Final = 0.05

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RawRows:
    """An audit log taken apart. `raw_of` gives a row as it stood in the file, by its position."""

    times: Any  # Arrow column of strings
    words: Mapping[str, Coded]  # WORDS
    event_ids: Any | None  # Arrow column of strings; None where the source has none
    raw_of: Callable[[int], str]
    line_of: Callable[[int], int]  # the line that a row starts on; only asked for the few rows that somebody is shown
    rejected: tuple[Rejected, ...]  # what could not even be taken apart
    which: Callable[[int], str] = lambda _: ""  # what tells a row from others of its line
    short: int = 0  # rows whose last cells were left out
    cut: int = 0  # rows in the middle of which the file ends: 1 or 0; among those rejected
    headers: int = 0  # lines of the file that are above its rows
    no_rows: int = 0  # of the rows: the header again, or a line that is drawn below it
    shifted: Mapping[int, str] = field(default_factory=dict)  # rows with cells under other columns, and what shows it
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
class _Ours:
    """The rows that are ours."""

    positions: npt.NDArray[np.int64]  # among all rows of the file
    words: Mapping[str, Coded]
    event_ids: Any | None


@dataclass(frozen=True, slots=True)
class _Timed:
    """When they happened."""

    micros: Micros
    order: DateOrder
    warnings: tuple[str, ...]


def report_of(raw: RawRows, file: FileInfo) -> ReadReport:
    """The report that the rows make: steps of our activities, the rest skipped and counted.

    Raises ReportError where only a person can tell how its times are meant, or where it names nobody at all.
    """
    _check_cells(file.name, raw.words["activity"])
    mine, unheard = _are_ours(raw.words)
    mine[list(raw.shifted)] = False
    positions = np.flatnonzero(mine)
    event_ids = None if raw.event_ids is None else raw.event_ids.filter(pa.array(mine))
    ours = _Ours(positions, {name: column.only(positions) for name, column in raw.words.items()}, event_ids)
    _check_tenant(file.name, ours.words["tenant"])
    timed = _timed(raw.times.filter(pa.array(mine)), positions, raw, file)
    wrong = impossible_times.are_impossible(timed.micros, file.options.now)
    timely = ~wrong & (timed.micros != UNREADABLE)
    impossible_times.check(file.name, timed.micros[wrong].tolist(), len(wrong), file.options)
    frame, rejected = _steps(ours, timed.micros, raw, now=file.options.now)
    if not len(frame) and any(powershell.is_object(row.raw) or "names nobody" in row.reason for row in rejected):
        raise ReportError(powershell.nameless(file.name))
    twice = tuple(on_two_clocks(file.name, frame, ["user", "correlation", "activity", "reason"]))
    sorted_column.check(file.name, frame)
    rows = len(raw.times) + len(raw.rejected) - raw.no_rows
    return ReadReport(
        kind=ReportKind.AUDIT,
        recognised=", ".join(phrase for phrase in ("audit log", file.recognised, timed.order.phrase) if phrase),
        frame=frame,
        rows=rows,
        rejected=tuple(sorted((*raw.rejected, *_shifted(raw), *rejected), key=lambda row: row.line)),
        skipped=len(mine) - len(positions) - raw.no_rows - len(raw.shifted),
        warnings=(
            *_warnings(raw, rows, any_ours=bool(mine.any())),
            *_silent(frame),
            *_filtered(frame, file.options, alone=bool(mine.all())),
            *summary.nameless(frame["user"].cat.categories),
            *summary.one_person(frame, len(frame["correlation"].cat.categories)),
            *twice,
            *sorted_column.warnings(frame),
            *made_up_times.warnings(frame),
            *impossible_times.lone(timed.micros[timely], lambda row: raw.line_of(int(positions[timely][row]))),
            *timed.warnings,
            *unheard,
        ),
    )


def _shifted(raw: RawRows) -> list[Rejected]:
    return [
        Rejected(raw.line_of(row), f"its cells stand under other columns: {why}", excerpts.row(raw.raw_of(row)))
        for row, why in raw.shifted.items()
    ]


def _warnings(raw: RawRows, rows: int, *, any_ours: bool) -> Iterator[str]:
    if not rows:
        yield "The report holds no rows."
    elif len(raw.times) > raw.no_rows and not any_ours:
        yield f"None of its rows is about password reset or registration: {_UNTOLD}"
    limits = load().limits
    ceilings = (limits["audit_max_rows"], limits["log_analytics_rows"], limits["kusto_max_rows"])
    yield from summary.ceilings(rows - raw.cut, raw.headers + raw.no_rows - 1, ceilings, "download")
    if raw.cut:
        yield cut_off.WARNING
    if raw.short:
        yield summary.shorter_rows(raw.short)
    yield from raw.warnings


def _silent(frame: pd.DataFrame) -> Iterator[str]:
    """That no step on the way says which it is, or that many do not."""
    reasons = frame["reason"][frame["activity"] == str(Activity.FLOW)]
    blank = int((reasons == "").sum())
    if len(reasons) and blank == len(reasons):
        yield summary.NO_REASONS
    elif blank >= max(_FEW, _PART * len(reasons)):
        yield summary.few_reasons(blank, len(reasons))


def _check_cells(name: str, activity: Coded) -> None:
    """Raise ReportError where one cell holds the activities of several steps: such a row is no step, but hides some."""
    for text in activity.texts:
        if activity_of(text) is None and sum(map(_is_step, _BETWEEN.split(text))) > 1:
            raise ReportError(
                f"Cells of {name} hold several activities each, as where a query lists the values of an attempt "
                "(stats values, make_list). Export the rows themselves, one for each event."
            )


def _is_step(text: str) -> bool:
    return activity_of(text) is not None


def _check_tenant(name: str, tenant: Coded) -> None:
    """Raise ReportError where steps are of several tenants: whose people would count as one's."""
    ids = {text.casefold() for text in tenant.used().texts if text}
    if len(ids) > 1:
        raise ReportError(
            f"The rows of {name} are of {len(ids):,} tenants or workspaces (AADTenantId, TenantId) and would count as "
            "one's: export those of each by themselves. If they are one tenant's, leave that column out."
        )


def _filtered(frame: pd.DataFrame, options: ReadOptions, *, alone: bool) -> Iterator[str]:
    """What a filter or the log's end has left out; `alone` is whether no rows of other services go on after ours."""
    if not options.more_pages:  # of a page nothing follows
        yield from filtered_log.warnings(frame, now=options.now)
    if alone and not options.more_pages:
        yield from filtered_log.open_at_its_end(frame, now=options.now)


RAW_TIMES: Final = "The times are written without a zone and were taken as UTC, which the service writes."


def _timed(texts: Any, positions: npt.NDArray[np.int64], raw: RawRows, file: FileInfo) -> _Timed:
    """The rows' times, those without a zone on the clock that the header names, else the one that is set."""
    times = parse_times(texts)
    order = DateOrder(file.options.day_first)
    order.learn(times, lambda row: raw.line_of(int(positions[row])))
    order.day_first = order.resolved(file.name)
    at = order.choose(times)
    naive = (at != UNREADABLE) & ~times.zoned
    days = bool((at != UNREADABLE).any()) and are_days(times.clocks, times.midnights)
    warnings = (summary.NO_CLOCKS,) if days else ()
    half_days = HalfDays()
    half_days.learn(at, times)
    if half_days.warning:
        warnings = (*warnings, half_days.warning)
    if not naive.any() or (file.clock == "utc" and file.raw_times):
        return _Timed(at, order, warnings)
    if file.clock == "utc":
        return _Timed(at, order, (*warnings, summary.HEADER_SAYS_UTC))
    if file.clock != "local" and (file.raw_times or file.options.local is None):
        return _Timed(at, order, (*warnings, RAW_TIMES if file.raw_times else summary.zoneless("UTC")))
    return _localised(_Timed(at, order, warnings), naive, file)


def _localised(timed: _Timed, naive: Flags, file: FileInfo) -> _Timed:
    local = file.clock == "local"
    if local and not file.options.zone_known:
        raise ReportError(summary.local_times(file.name))
    converted = to_utc(timed.micros[naive], file.options.zone)
    at = timed.micros.copy()
    at[naive] = converted.at
    zone = file.options.zone.key
    warnings = (
        *timed.warnings,
        summary.local_taken(zone) if local else summary.zoneless(zone),
        *summary.odd_hours(converted.doubled, converted.missing),
    )
    return _Timed(at, timed.order, warnings)


def _are_ours(words: Mapping[str, Coded]) -> tuple[Flags, list[str]]:
    """Which rows are steps, and a warning for what the reset service logged that nobody has heard of."""
    service, name = words["service"], words["activity"]
    first, position = combinations([service, name])
    services, names = service.only(first).strings.to_pylist(), name.only(first).strings.to_pylist()
    ours = np.array([is_ours(*pair) for pair in zip(services, names, strict=True)], bool)[position]
    unheard = Counter[str]()
    for pair, count in zip(zip(services, names, strict=True), np.bincount(position).tolist(), strict=True):
        if is_unheard_of(*pair):
            unheard[pair[1]] += count
    return ours, [f'{count:,} rows of the unknown activity "{text}" were skipped.' for text, count in unheard.items()]


def _steps(ours: _Ours, at: Micros, raw: RawRows, *, now: datetime | None) -> tuple[pd.DataFrame, list[Rejected]]:
    """The frame of steps, and the rows that name no time or nobody, or hold what no log writes."""
    activity = _activities(ours.words["activity"])
    correlation = ours.words["correlation"].mapped(lambda ids: pc.if_else(pc.equal(ids, _NO_ID), "", ids))
    agent = ours.words["agent"].mapped(shortened)
    columns = {
        **_people(ours.words, activity),
        "correlation": correlation,
        "reason": reasons_of(ours.words, activity),
        "address": ours.words["address"],
        "agent": agent,
    }
    faults: dict[int, str] = {}
    said = {name: _said(name, column.used(), faults) for name, column in columns.items()}
    impossible = impossible_times.are_impossible(at, now)
    for row in np.flatnonzero((at == UNREADABLE) | impossible).tolist():
        text = f'"{excerpts.cell(raw.times[int(ours.positions[row])].as_py())}"'
        unreadable = f"the time {text} is not understood"
        faults[row] = impossible_times.reason(text, int(at[row]), now) if now and impossible[row] else unreadable
    frame = pd.DataFrame(
        {
            "at": utc(at),
            "user": said["user"],
            "correlation": said["correlation"],
            "activity": pd.Categorical.from_codes(activity, dtype=ACTIVITIES),
            "reason": said["reason"],
            "success": _success(ours.words, activity),
            "event_id": _ids(ours),
            **{name: said[name] for name in ("user_id", "actor", "address", "agent")},
        }
    )
    faults = dict.fromkeys(of_other_targets(frame, at), NO_ACCOUNT) | faults
    rejected = [
        Rejected(raw.line_of(position), f"{reason}{raw.which(position)}", excerpts.row(raw.raw_of(position)))
        for row, reason in sorted(faults.items())
        for position in [int(ours.positions[row])]
    ]
    return _without(frame, list(faults)) if faults else frame, rejected


def _people(words: Mapping[str, Coded], activity: npt.NDArray[np.int8]) -> dict[str, Coded]:
    """Whose the steps are and who acted, looked at once for each different combination of cells."""
    kinds = Coded(pa.array(ACTIVITIES.categories.tolist()), activity.astype(np.int32))
    first, position = combinations([kinds, *(words[name] for name in _WHO)])
    few = {name: words[name].only(first).strings for name in _WHO}
    return {name: Coded.of(column).only(position) for name, column in people_of(few, activity[first]).items()}


def _without(frame: pd.DataFrame, rows: list[int]) -> pd.DataFrame:
    """The frame without some rows, and without the words that only they have said."""
    rest = frame.drop(index=rows).reset_index(drop=True)
    names = ("user", "correlation", "reason", "user_id", "actor", "address", "agent")
    return rest.assign(**{name: rest[name].cat.remove_unused_categories() for name in names})


def _activities(column: Coded) -> npt.NDArray[np.int8]:
    """Each row's position among ACTIVITIES."""
    column = column.used()
    return pd.Categorical([str(activity_of(text)) for text in column.texts], dtype=ACTIVITIES).codes[column.codes]


def _said(name: str, column: Coded, faults: dict[int, str]) -> pd.Categorical:
    """A column as the frame has it. Rows with a word that cannot be kept are noted in `faults`, with the reason."""
    wrong = faults_of(name, column.words)
    if wrong:
        faults |= {
            row: wrong[int(column.codes[row])] for row in np.flatnonzero(np.isin(column.codes, list(wrong))).tolist()
        }
    return column.categorical()


def first_filled(choices: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Row by row the first text that is not blank."""
    chosen = choices[0]
    for other in choices[1:]:
        chosen = pc.if_else(pc.equal(chosen, ""), other, chosen)
    return chosen


def _success(words: Mapping[str, Coded], activity: npt.NDArray[np.int8]) -> Flags:
    kinds = Coded(pa.array(ACTIVITIES.categories.tolist()), activity.astype(np.int32))
    columns = [kinds, words["status"], words["reason"]]
    first, position = combinations(columns)
    said = [column.only(first).strings.to_pylist() for column in columns]
    ended_well = [is_success(Activity(kind), status, reason) for kind, status, reason in zip(*said, strict=True)]
    return np.array(ended_well, bool)[position]


def _ids(ours: _Ours) -> "pd.Series[str]":
    """The source's own ids as an object column, None for a row without."""
    if ours.event_ids is None:
        return pd.Series([None] * len(ours.positions), dtype=object)
    ids = pc.if_else(pc.equal(ours.event_ids, ""), pa.scalar(None, pa.string()), ours.event_ids)
    return pd.Series(ids.to_pylist(), dtype=object)
