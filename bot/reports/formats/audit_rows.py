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

from bot.knowledge.catalogue import load
from bot.reports.folding.steps import ACTIVITIES, SERVICES, Activity, activity_of, is_success, is_unheard_of
from bot.reports.instants import utc
from bot.reports.parsing import excerpts
from bot.reports.parsing.date_order import DateOrder
from bot.reports.parsing.options import ReadOptions
from bot.reports.parsing.read_report import ReadReport
from bot.reports.parsing.times import UNREADABLE, parse_times
from bot.reports.parsing.word_columns import unfit
from bot.reports.parsing.zones import Micros
from bot.reports.receipt import Rejected, ReportKind

# What a format's own reader hands over: texts, "" for what is missing.
TEXTS: Final = (
    "at", "service", "activity", "status", "reason", "correlation",
    "target", "target_id", "actor", "actor_id", "event_id",
)  # fmt: skip

_NO_ID: Final = "00000000-0000-0000-0000-000000000000"

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class RawRows:
    """An audit log taken apart. `raw_of` gives a row as it stood in the file, by its position in the table."""

    table: pa.Table  # TEXTS
    raw_of: Callable[[int], str]
    line_of: Callable[[int], int]  # the line that a row starts on; only asked for the few rows that somebody is shown
    rejected: tuple[Rejected, ...]  # what could not even be taken apart
    which: Callable[[int], str] = lambda _: ""  # what tells a row from others of its line


@dataclass(frozen=True, slots=True)
class FileInfo:
    """The file that the rows come from."""

    name: str
    recognised: str  # which format, in which encoding
    options: ReadOptions


def report_of(raw: RawRows, file: FileInfo) -> ReadReport:
    """The report that the rows make: steps of our activities, the rest skipped and counted."""
    table = raw.table.append_column("position", pa.array(np.arange(raw.table.num_rows)))
    ours, unheard = _ours(table)
    table = table.filter(pa.array(ours))
    order = DateOrder(file.options.day_first)
    frame, rejected = _steps(table, raw, _micros(table, raw, order, file.name))
    rows = raw.table.num_rows + len(raw.rejected)
    return ReadReport(
        kind=ReportKind.AUDIT,
        recognised=", ".join(phrase for phrase in ("audit log", file.recognised, order.phrase) if phrase),
        frame=frame,
        rows=rows,
        rejected=tuple(sorted((*raw.rejected, *rejected), key=lambda row: row.line)),
        skipped=int((~ours).sum()),
        warnings=(*_warnings(rows, any_ours=bool(ours.any())), *unheard),
    )


def _warnings(rows: int, *, any_ours: bool) -> Iterator[str]:
    if not rows:
        yield "The report holds no rows."
    elif not any_ours:
        yield "None of its rows is about password reset or registration: was it filtered by another service?"
    if rows == load().limits["audit_max_rows"]:
        yield (
            f"The file has exactly {rows:,} rows, the most that one download holds: it is probably cut off. "
            "Download a shorter span."
        )


def _micros(table: pa.Table, raw: RawRows, order: DateOrder, name: str) -> Micros:
    """The rows' times. A time without a zone is UTC: all these exports say so."""
    times = parse_times(table["at"])
    order.learn(times, lambda row: raw.line_of(table["position"][row].as_py()))
    order.day_first = order.resolved(name)
    return times.chosen(day_first=order.day_first)


def coded(column: pa.ChunkedArray) -> tuple[list[str], Codes]:
    """The different texts of a column, and each row's position among them."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def _ours(table: pa.Table) -> tuple[npt.NDArray[np.bool_], list[str]]:
    """Which rows are steps, and a warning for what the reset service logged that nobody has heard of."""
    services, service = coded(table["service"])
    names, name = coded(table["activity"])
    ours = np.array([text.casefold() in SERVICES for text in services], bool)[service]
    ours &= np.array([activity_of(text) is not None for text in names], bool)[name]
    pairs, counts = np.unique(service.astype(np.int64) * len(names) + name, return_counts=True)
    unheard = Counter[str]()
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        if is_unheard_of(services[pair // len(names)], names[pair % len(names)]):
            unheard[names[pair % len(names)]] += count
    return ours, [f'{count:,} rows of the unknown activity "{text}" were skipped.' for text, count in unheard.items()]


def _steps(table: pa.Table, raw: RawRows, at: Micros) -> tuple[pd.DataFrame, list[Rejected]]:
    """The frame of steps, and the rows that name no time or nobody, or hold what no log writes."""
    activity = _activities(table)
    correlation = pc.if_else(pc.equal(table["correlation"], _NO_ID), "", table["correlation"])
    by_admin = activity == ACTIVITIES.categories.get_loc(str(Activity.ADMIN_RESET))
    texts = {"user": _users(table, by_admin), "correlation": correlation, "reason": table["reason"]}
    faults: dict[int, str] = {}
    words = {name: _words(name, column, faults) for name, column in texts.items()}
    faults |= {
        row: f'the time "{excerpts.cell(table["at"][row].as_py())}" is not understood'
        for row in np.flatnonzero(at == UNREADABLE).tolist()
    }
    frame = pd.DataFrame(
        {
            "at": utc(at),
            "user": words["user"],
            "correlation": words["correlation"],
            "activity": pd.Categorical.from_codes(activity, dtype=ACTIVITIES),
            "reason": words["reason"],
            "success": _success(table, activity),
            "event_id": _ids(table["event_id"]),
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
    return rest.assign(
        **{name: rest[name].cat.remove_unused_categories() for name in ("user", "correlation", "reason")}
    )


def _activities(table: pa.Table) -> npt.NDArray[np.int8]:
    """Each row's position among ACTIVITIES."""
    names, name = coded(table["activity"])
    return pd.Categorical([str(activity_of(text)) for text in names], dtype=ACTIVITIES).codes[name]


def _words(name: str, column: pa.ChunkedArray, faults: dict[int, str]) -> pd.Categorical:
    """A column of words. Rows with a word that cannot be kept are noted in `faults`, with the reason."""
    texts, codes = coded(pc.utf8_trim_whitespace(column))
    wrong = {number: fault for number, text in enumerate(texts) if (fault := _fault(name, text))}
    if wrong:
        faults |= {row: wrong[int(codes[row])] for row in np.flatnonzero(np.isin(codes, list(wrong))).tolist()}
    return pd.Categorical.from_codes(codes, pd.Index(texts, dtype="str")).remove_unused_categories()


def _fault(name: str, text: str) -> str | None:
    if fault := unfit(text):
        return f"the {name} {fault}"
    return "no user is named" if name == "user" and not text else None


def _users(table: pa.Table, by_admin: npt.NDArray[np.bool_]) -> pa.Array:
    """Whose password it is: the target, else the actor, by name, else by id. An admin is never taken for the user."""
    alone = pa.array(~by_admin)
    choices = (
        table["target"],
        pc.if_else(alone, table["actor"], ""),
        table["target_id"],
        pc.if_else(alone, table["actor_id"], ""),
    )
    return first_filled(choices)


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
