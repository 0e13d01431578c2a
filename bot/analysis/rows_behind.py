"""The rows behind an answer, as one plain table: words as the report spells them, times in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.analysis.answers import UNFILTERED, Case, Filters
from bot.analysis.cases.sign_reviews import SignKey
from bot.analysis.changes import ChangesAnswer
from bot.analysis.frames import arrays
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.frames.selection import FAILED, Selection, everything, filtered, having, itemised, stopped_at, within
from bot.analysis.people.person_search import Matching
from bot.analysis.roster.cutoffs import CutoffsAnswer
from bot.analysis.signs.addresses import address_rows
from bot.analysis.signs.scope import Scope
from bot.analysis.signs.sign_rows import looked_for, sign_rows
from bot.analysis.status import PersonStatus, StatusAnswer, status
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.vocabulary import SEPARATOR
from bot.later import later_import
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import utc
from bot.reports.origins import NO_ORIGINS, Origins
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = later_import("pandas")


@dataclass(frozen=True, slots=True, eq=False)
class RowsBehind:
    """The rows behind an answer, with what they rest on."""

    what: str  # "attempts", "registrations", "changes", "cases", "signs", "cutoffs" or "roster"
    frame: pd.DataFrame
    coverage: Coverage


def attempts(
    snapshot: Snapshot, window: Window, filters: Filters, *, catalogue: Catalogue, now: datetime
) -> RowsBehind:
    """Every attempt that was counted, whatever became of it."""
    rows = _attempts_within(snapshot, window, filters, now)
    covered = coverage(snapshot, ReportKind.RESET, window, now)
    return RowsBehind("attempts", _attempt_table(rows, snapshot, catalogue), covered)


def failed_attempts(
    snapshot: Snapshot, window: Window, filters: Filters, *, catalogue: Catalogue, now: datetime
) -> RowsBehind:
    """The attempts that a breakdown of failures divides."""
    rows = itemised(_attempts_within(snapshot, window, filters, now), filters)
    covered = coverage(snapshot, ReportKind.RESET, window, now)
    return RowsBehind("attempts", _attempt_table(rows, snapshot, catalogue), covered)


def attempts_of(
    snapshot: Snapshot, asked: str, *, matching: Matching, catalogue: Catalogue, now: datetime
) -> RowsBehind | StatusAnswer:
    """All attempts of one person; the answer to `status` where it is not clear who that is."""
    answer = status(snapshot, asked, matching=matching, catalogue=catalogue, now=now)
    number = snapshot.people.number(answer.user) if isinstance(answer, PersonStatus) else None
    if number is None:
        return answer
    rows = Selection(snapshot.attempts, snapshot.attempts_of.rows(number))
    return RowsBehind("attempts", _attempt_table(rows, snapshot, catalogue), answer.coverage)


def registrations(snapshot: Snapshot, window: Window, filters: Filters, *, now: datetime) -> RowsBehind:
    """The registrations of a window, or of the one that ends at the newest row, as with attempts."""
    rows = within(snapshot.registrations, window)
    shifted = None if len(rows) else at_newest(snapshot.registrations, window, now)
    rows = filtered(within(snapshot.registrations, shifted) if shifted else rows, filters, snapshot.people)
    covered = coverage(snapshot, ReportKind.REGISTRATION, window, now)
    return RowsBehind("registrations", _registration_table(rows, snapshot), covered)


def open_cases(snapshot: Snapshot, filters: Filters, *, catalogue: Catalogue, now: datetime) -> RowsBehind:
    """Every open case."""
    answer = stuck(snapshot, filters=filters, catalogue=catalogue, now=now)
    found = [case for group in answer.groups for case in group.cases]
    return RowsBehind("cases", _case_table(found, catalogue), answer.coverage)


def roster(snapshot: Snapshot, filters: Filters, *, now: datetime) -> RowsBehind:
    """The directory's list, or a domain's part of it."""
    return RowsBehind("roster", _roster_table(snapshot, filters), coverage(snapshot, ReportKind.ROSTER, None, now))


def odd_attempts(
    snapshot: Snapshot,
    window: Window,
    *,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    origins: Origins = NO_ORIGINS,
    filters: Filters = UNFILTERED,
) -> RowsBehind:
    """The attempts behind each sign; one that shows two signs is there twice."""
    every = within(snapshot.attempts, window)
    span = window if len(every) else at_newest(snapshot.attempts, window, now) or window
    scope = Scope(snapshot, span, zone, origins, filters=filters)
    tables = [
        _attempt_table(sign_rows(key, scope), snapshot, catalogue).assign(sign=str(key), address="")
        for key in looked_for(scope)
        if key is not SignKey.ADDRESS
    ]
    tables += [
        _attempt_table(one.rows, snapshot, catalogue).assign(sign=str(SignKey.ADDRESS), address=one.address)
        for one in address_rows(scope)
    ]
    return RowsBehind("signs", pd.concat(tables, ignore_index=True), coverage(snapshot, ReportKind.RESET, window, now))


def cutoffs_of(answer: CutoffsAnswer) -> RowsBehind:
    """Everybody who loses reset, in the order of the answer; a date without a day is a month."""
    columns = ("user", "admin", "guest", "methods", "left", "more_needed", "change", "on")
    rows = [
        (one.shown, one.admin, one.guest, SEPARATOR.join(one.methods), SEPARATOR.join(one.left), one.missing,
         one.change, str(one.on))
        for one in answer.losing
    ]  # fmt: skip
    return RowsBehind("cutoffs", pd.DataFrame(rows, columns=pd.Index(columns)), answer.coverage)


def changes_of(answer: ChangesAnswer) -> RowsBehind:
    """The policy changes of the window, oldest first, those that did not succeed too."""
    columns = ("at", "by", "what", "succeeded")
    rows = [(one.at, one.by, one.what, one.succeeded) for one in reversed(answer.changes)]
    frame = pd.DataFrame(rows, columns=pd.Index(columns))
    return RowsBehind("changes", frame.assign(at=pd.to_datetime(frame["at"], utc=True)), answer.coverage)


def _attempts_within(snapshot: Snapshot, window: Window, filters: Filters, now: datetime) -> Selection:
    """The attempts of a window; where it holds none at all, those of the window that ends at the newest row."""
    rows = within(snapshot.attempts, window)
    shifted = None if len(rows) else at_newest(snapshot.attempts, window, now)
    return filtered(within(snapshot.attempts, shifted) if shifted else rows, filters, snapshot.people)


def _attempt_table(rows: Selection, snapshot: Snapshot, catalogue: Catalogue) -> pd.DataFrame:
    """Attempts, oldest first."""
    keys, stopped = rows.words("detail"), stopped_at(rows)
    return pd.DataFrame(
        {
            "user": _shown(rows, snapshot),
            "role": _words(rows, "role"),
            "at": _times(rows),
            "methods": _words(rows, "methods"),
            "result": _words(rows, "result"),
            "detail": _spelled(rows.codes("detail"), [catalogue.text_of(key) for key in keys]),
            "cause": _words(rows, "cause"),
            "failed_at": _spelled(np.where(having(rows, FAILED), stopped.codes, 0), stopped.names),
            "last_started": _words(rows, "started"),
        }
    )


def _registration_table(rows: Selection, snapshot: Snapshot) -> pd.DataFrame:
    """Registrations, oldest first."""
    return pd.DataFrame(
        {
            "user": _shown(rows, snapshot),
            "role": _words(rows, "role"),
            "at": _times(rows),
            "datum": _words(rows, "datum"),
        }
    )


def _case_table(found: Sequence[Case], catalogue: Catalogue) -> pd.DataFrame:
    """Cases, in the order given."""
    columns = ("user", "cause", "detail", "since", "last_try", "tries", "blocked_until", "back_again", "failed_at")
    rows = [
        (case.shown, case.cause.title, catalogue.text_of(case.detail), case.opened_at, case.last_at, case.tries,
         case.blocked_until, case.back_again, case.failed_at)
        for case in found
    ]  # fmt: skip
    from bot.reports.columns import TIME  # noqa: PLC0415 - with pandas

    frame = pd.DataFrame(rows, columns=pd.Index(columns))
    return frame.astype(dict.fromkeys(("since", "last_try", "blocked_until"), TIME))


def _roster_table(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """The directory's list."""
    frame = snapshot.roster
    rows = filtered(everything(frame), filters, snapshot.people)
    flags = {name: frame.values(name)[rows.rows] for name in ("registered", "enabled", "capable", "admin", "guest")}
    return pd.DataFrame(
        {
            "user": _shown(rows, snapshot),
            **flags,
            "methods": _words(rows, "methods"),
            "seen": utc(frame.times("seen")[rows.rows]),
        }
    )


def _shown(rows: Selection, snapshot: Snapshot) -> Any:
    return _spelled(rows.codes("user"), snapshot.people.shown)


def _words(rows: Selection, name: str) -> Any:
    return _spelled(rows.codes(name), rows.words(name))


def _spelled(codes: arrays.Ints, words: Sequence[str]) -> pd.Categorical:
    """Words by number, each kept once: two numbers may have the same word."""
    renumbered, distinct = pd.factorize(np.array(list(words), dtype=object))
    return pd.Categorical.from_codes(renumbered[codes] if len(words) else codes, categories=pd.Index(distinct))


def _times(rows: Selection) -> pd.Series:
    return pd.Series(utc(rows.times()))
