"""Exports: the rows behind an answer, written as a file."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.analysis.rows_behind import RowsBehind
from bot.later import later_import
from bot.questions import question as q
from bot.render.answers.export import CLASSIC, ExportFile, classic, write_parquet
from bot.render.formats.csv_rows import write_frame
from bot.reports.window import Window

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = later_import("pandas")

_WRITERS: Final = {q.ExportFormat.CSV: write_frame, q.ExportFormat.PARQUET: write_parquet}


def export(asked: q.Export, found: RowsBehind, now: datetime) -> ExportFile | q.Misunderstood:
    """The rows as a file; a Misunderstood where the classic columns cannot hold them."""
    if asked.classic and found.what not in CLASSIC:
        return _no_classic(asked)
    frame = classic(found.frame, found.what) if asked.classic else found.frame
    other = _other_span(found.frame, getattr(asked.question, "window", None))
    days = f"{now:%Y-%m-%d}" if other is None else f"{other[0]:%Y-%m-%d}-to-{other[1]:%Y-%m-%d}"
    kind = "attempts" if isinstance(asked.question, q.Trend) else asked.question.kind
    name = f"{kind}-{days}{'-classic' if asked.classic else ''}.{asked.format}"
    of_attempts = found.what == "attempts"
    return ExportFile(name, partial(_WRITERS[asked.format], frame), len(frame), found.coverage, of_attempts, other)


def _other_span(frame: pd.DataFrame, window: Window | None) -> tuple[datetime, datetime] | None:
    """From when to when the rows are, where the window that was asked for holds none of them."""
    if window is None or not len(frame) or "at" not in frame:
        return None
    first, last = frame["at"].min().to_pydatetime(), frame["at"].max().to_pydatetime()
    return (first, last) if last < window.start or first >= window.end else None


def _no_classic(asked: q.Export) -> q.Misunderstood:
    return q.Misunderstood(
        text=f"export {asked.question.kind} classic",
        word="classic",
        sentence=f"The classic reports hold attempts and registrations; {asked.question.kind} does not fit them.",
        suggestion=f"export {asked.question.kind}",
    )
