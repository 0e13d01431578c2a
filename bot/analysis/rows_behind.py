"""The rows behind an answer, as one plain table: words as the report spells them, times in UTC."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from bot.analysis.answers import Case, Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.frames.selection import Selection, filtered, itemised, within
from bot.knowledge.catalogue import Catalogue
from bot.reports.columns import TIME
from bot.reports.instants import utc
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


def attempts_within(snapshot: Snapshot, window: Window, filters: Filters) -> Selection:
    """The attempts of a window; where it holds none at all, those of the window that ends at the newest row."""
    rows = within(snapshot.attempts, window)
    shifted = None if len(rows) else at_newest(snapshot.attempts, window)
    return filtered(within(snapshot.attempts, shifted) if shifted else rows, filters, snapshot.people)


def failing(rows: Selection, filters: Filters) -> Selection:
    """Those of the attempts that a breakdown is about."""
    return itemised(rows, filters)


def registrations_within(snapshot: Snapshot, window: Window) -> Selection:
    """The registrations of a window, or of the one that ends at the newest row, as with attempts."""
    rows = within(snapshot.registrations, window)
    shifted = None if len(rows) else at_newest(snapshot.registrations, window)
    return within(snapshot.registrations, shifted) if shifted else rows


def attempts(rows: Selection, snapshot: Snapshot, catalogue: Catalogue) -> pd.DataFrame:
    """Attempts, oldest first."""
    keys = rows.words("detail")
    return pd.DataFrame(
        {
            "user": _shown(rows, snapshot),
            "role": _words(rows, "role"),
            "at": _times(rows),
            "methods": _words(rows, "methods"),
            "result": _words(rows, "result"),
            "detail": _spelled(rows.codes("detail"), [catalogue.text_of(key) for key in keys]),
            "cause": _words(rows, "cause"),
        }
    )


def registrations(rows: Selection, snapshot: Snapshot) -> pd.DataFrame:
    """Registrations, oldest first."""
    return pd.DataFrame(
        {
            "user": _shown(rows, snapshot),
            "role": _words(rows, "role"),
            "at": _times(rows),
            "datum": _words(rows, "datum"),
        }
    )


def cases(found: Sequence[Case], catalogue: Catalogue) -> pd.DataFrame:
    """Cases as they stand."""
    columns = ("user", "cause", "detail", "since", "last_try", "tries", "blocked_until", "back_again")
    rows = [
        (case.shown, case.cause.title, catalogue.text_of(case.detail), case.opened_at, case.last_at, case.tries,
         case.blocked_until, case.back_again)
        for case in found
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=pd.Index(columns))
    return frame.astype(dict.fromkeys(("since", "last_try", "blocked_until"), TIME))


def roster(snapshot: Snapshot) -> pd.DataFrame:
    """The directory's list."""
    rows, frame = Selection(snapshot.roster, slice(0, len(snapshot.roster))), snapshot.roster
    flags = {name: frame[name].to_numpy(bool) for name in ("registered", "enabled", "capable", "admin", "guest")}
    return pd.DataFrame(
        {"user": _shown(rows, snapshot), **flags, "methods": _words(rows, "methods"), "seen": frame["seen"].to_numpy()}
    ).assign(seen=frame["seen"].reset_index(drop=True))


def _shown(rows: Selection, snapshot: Snapshot) -> Any:
    return _spelled(rows.codes("user"), snapshot.people.shown)


def _words(rows: Selection, name: str) -> Any:
    return _spelled(rows.codes(name), rows.words(name))


def _spelled(codes: arrays.Ints, words: Sequence[str]) -> Any:
    return np.array(list(words), dtype=object)[codes] if len(words) else np.empty(0, dtype=object)


def _times(rows: Selection) -> pd.Series:
    return pd.Series(utc(rows.times()))
