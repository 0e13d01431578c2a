"""Exports: the rows behind an answer, written as a file."""

from datetime import datetime
from typing import Final

from bot.analysis.rows_behind import RowsBehind
from bot.questions import question as q
from bot.render.answers.export import CLASSIC, ExportFile, classic, csv_file, parquet_file

_WRITERS: Final = {q.ExportFormat.CSV: csv_file, q.ExportFormat.PARQUET: parquet_file}


def export(asked: q.Export, found: RowsBehind, now: datetime) -> ExportFile | q.Misunderstood:
    """The rows as a file; a Misunderstood where the classic columns cannot hold them."""
    if asked.classic and found.what not in CLASSIC:
        return _no_classic(asked)
    frame = classic(found.frame, found.what) if asked.classic else found.frame
    name = f"{asked.question.kind}-{now:%Y-%m-%d}{'-classic' if asked.classic else ''}.{asked.format}"
    return ExportFile(name, _WRITERS[asked.format](frame), len(frame), found.coverage)


def _no_classic(asked: q.Export) -> q.Misunderstood:
    return q.Misunderstood(
        text=f"export {asked.question.kind} classic",
        word="classic",
        sentence=f"The classic reports hold attempts and registrations; {asked.question.kind} does not fit them.",
        suggestion=f"export {asked.question.kind}",
    )
