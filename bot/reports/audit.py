"""From an audit log's raw rows, whatever their format, to steps: which rows are ours, who, when, what."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from bot.knowledge.catalogue import load
from bot.reports.audit_times import parse_times
from bot.reports.read import ReadReport
from bot.reports.receipt import Rejected, ReportKind
from bot.reports.steps import ACTIVITIES, SERVICES, Activity, activity_of, is_success, is_unheard_of

# What a format's own reader hands over: texts, "" for what is missing. `line` is the line that the row starts on.
TEXTS: Final = (
    "at", "service", "activity", "status", "reason", "correlation",
    "target", "target_id", "actor", "actor_id", "event_id",
)  # fmt: skip

_NO_ID: Final = "00000000-0000-0000-0000-000000000000"

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class RawRows:
    """An audit log taken apart. `raw_of` gives a row as it stood in the file, by its place in the table."""

    table: pa.Table  # TEXTS, and `line` (int64)
    raw_of: Callable[[int], str]
    rejected: tuple[Rejected, ...]  # what could not even be taken apart


def report_of(raw: RawRows, recognised: str) -> ReadReport:
    """The report that the rows make: steps of our activities, the rest skipped and counted."""
    table = raw.table.append_column("place", pa.array(np.arange(raw.table.num_rows)))
    ours, warnings = _ours(table)
    frame, rejected = _steps(table.filter(pa.array(ours)), raw)
    rows = raw.table.num_rows + len(raw.rejected)
    if rows == load().limits["audit_max_rows"]:
        warnings.append(
            f"The file has exactly {rows:,} rows, the most that a download holds: older rows are probably cut off."
        )
    return ReadReport(
        kind=ReportKind.AUDIT,
        recognised=recognised,
        frame=frame,
        rows=rows,
        rejected=tuple(sorted((*raw.rejected, *rejected), key=lambda row: row.line)),
        skipped=int((~ours).sum()),
        warnings=tuple(warnings),
    )


def coded(column: pa.ChunkedArray) -> tuple[list[str], Codes]:
    """The different texts of a column, and each row's place among them."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):  # pragma: no cover - one chunk was asked for
        encoded = encoded.unify_dictionaries().chunk(0)
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


def _steps(table: pa.Table, raw: RawRows) -> tuple[pd.DataFrame, list[Rejected]]:
    """The frame of steps, and the rows that name no time or nobody."""
    names, name = coded(table["activity"])
    activities = [str(activity_of(text)) for text in names]
    activity = pd.Categorical([activities[code] for code in range(len(names))], dtype=ACTIVITIES).codes[name]
    users = _users(table, activity == ACTIVITIES.categories.get_loc(str(Activity.ADMIN_RESET)))
    at = parse_times(table["at"])
    frame = pd.DataFrame(
        {
            "at": at,
            "user": _category(users),
            "correlation": _category(pc.if_else(pc.equal(table["correlation"], _NO_ID), "", table["correlation"])),
            "activity": pd.Categorical.from_codes(activity, dtype=ACTIVITIES),
            "reason": _category(table["reason"]),
            "success": _success(table, activity),
            "event_id": _ids(table["event_id"]),
            "line": table["line"].to_numpy(),
        }
    )
    nobody = pc.equal(users, "").to_numpy(zero_copy_only=False)
    bad = at.isna() | nobody
    rejected = [
        Rejected(
            line=int(frame["line"].iloc[row]),
            reason="no user is named" if nobody[row] else f'the time "{table["at"][row]}" is not understood',
            raw=raw.raw_of(table["place"][row].as_py()),
        )
        for row in np.flatnonzero(bad).tolist()
    ]
    return frame[~bad].reset_index(drop=True) if rejected else frame, rejected


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


def _category(column: pa.ChunkedArray) -> pd.Categorical:
    texts, codes = coded(column)
    return pd.Categorical.from_codes(codes, pd.Index(texts, dtype="str"))


def _success(table: pa.Table, activity: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    statuses, status = coded(table["status"])
    reasons, reason = coded(table["reason"])
    words = [Activity(word) for word in ACTIVITIES.categories]
    said = (activity.astype(np.int64) * len(statuses) + status) * len(reasons) + reason
    different, place = np.unique(said, return_inverse=True)
    ended_well = [
        is_success(
            words[code // len(reasons) // len(statuses)],
            statuses[code // len(reasons) % len(statuses)],
            reasons[code % len(reasons)],
        )
        for code in different.tolist()
    ]
    return np.array(ended_well, bool)[place]


def _ids(column: pa.ChunkedArray) -> "pd.Series[str]":
    """The source's own ids as an object column, None for a row without."""
    return pd.Series(pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column).to_pylist(), dtype=object)
