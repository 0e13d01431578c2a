"""The story of an export: the rows behind an answer become a file."""

from datetime import datetime
from typing import Any, Final

import pandas as pd

from bot.analysis import rows_behind
from bot.analysis.frames.selection import Selection
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import Catalogue
from bot.questions import question as q
from bot.render.answers.export import CLASSIC, ExportFile, classic, csv_file, parquet_file
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

_WRITERS: Final = {q.ExportFormat.CSV: csv_file, q.ExportFormat.PARQUET: parquet_file}

Rows = tuple[str, pd.DataFrame, Coverage]  # what they are, the rows, what they rest on


def export(asked: q.Export, snapshot: Snapshot, catalogue: Catalogue, now: datetime) -> object:
    """An ExportFile; a Misunderstood where the classic columns cannot hold the rows, or who the several people are."""
    found = _rows(asked.question, snapshot, catalogue, now)
    if not isinstance(found, tuple):
        return found
    what, frame, covered = found
    if asked.classic:
        if what not in CLASSIC:
            return _no_classic(asked)
        frame = classic(frame, what)
    name = f"{asked.question.kind}-{now:%Y-%m-%d}{'-classic' if asked.classic else ''}.{asked.format}"
    return ExportFile(name, _WRITERS[asked.format](frame), len(frame), covered)


def _rows(question: Any, snapshot: Snapshot, catalogue: Catalogue, now: datetime) -> object:
    match question:
        case q.Registrations(window=window):
            registered = rows_behind.registrations_within(snapshot, window)
            frame = rows_behind.registrations(registered, snapshot)
            return "registrations", frame, coverage(snapshot, ReportKind.REGISTRATION, window, now)
        case q.Stuck(filters=filters):
            answer = stuck(snapshot, filters=filters, catalogue=catalogue, now=now)
            cases = [case for group in answer.groups for case in group.cases]
            return "cases", rows_behind.cases(cases, catalogue), answer.coverage
        case q.Rollout():
            return "roster", rows_behind.roster(snapshot), coverage(snapshot, ReportKind.ROSTER, None, now)
        case q.Status(person=person):
            return _of_person(person or "", snapshot, catalogue, now)
    return _of_window(question, snapshot, catalogue, now)


def _of_window(
    question: q.Failures | q.Trend | q.Compare, snapshot: Snapshot, catalogue: Catalogue, now: datetime
) -> Rows:
    """The attempts that were counted: of `failures` those that failed, of the others all, of `compare` both windows."""
    window = question.window
    if isinstance(question, q.Compare):
        earlier = question.previous
        window = Window(min(earlier.start, window.start), max(earlier.end, window.end), "both windows")
    tried = rows_behind.attempts_within(snapshot, window, question.filters)
    if isinstance(question, q.Failures):
        tried = rows_behind.failing(tried, question.filters)
    covered = coverage(snapshot, ReportKind.RESET, window, now)
    return "attempts", rows_behind.attempts(tried, snapshot, catalogue), covered


def _of_person(person: str, snapshot: Snapshot, catalogue: Catalogue, now: datetime) -> object:
    """All attempts of one person; the answer of `status` where it is not clear who that is."""
    answer = status(snapshot, person, catalogue=catalogue, now=now)
    number = snapshot.people.number(answer.user) if isinstance(answer, PersonStatus) else None
    if number is None:
        return answer
    rows = Selection(snapshot.attempts, snapshot.attempts_of.rows(number))
    return "attempts", rows_behind.attempts(rows, snapshot, catalogue), answer.coverage


def _no_classic(asked: q.Export) -> q.Misunderstood:
    return q.Misunderstood(
        text=f"export {asked.question.kind} classic",
        word="classic",
        sentence=f"The classic reports hold attempts and registrations; {asked.question.kind} does not fit them.",
        suggestion=f"export {asked.question.kind}",
    )
