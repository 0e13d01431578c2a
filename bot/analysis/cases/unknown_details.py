"""The queue of details that no document lists: how many rows and people, since when, and the cause given here."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.analysis.frames import arrays
from bot.analysis.frames.selection import Selection, everything, within
from bot.knowledge.catalogue import UNRECOGNISED, Catalogue, Cause
from bot.reports.coverage import Coverage, coverage
from bot.reports.own_causes import code_of, is_unknown
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class UnknownDetail:
    """One sentence that no document lists."""

    code: str  # its short name, to give it a cause by
    text: str  # the report's own words
    result: str  # the most frequent one
    attempts: int
    people: int
    first_at: datetime
    last_at: datetime
    cause: Cause | None  # the cause that somebody here gave it; None: still unknown


@dataclass(frozen=True, slots=True)
class UnknownAnswer:
    """The details of a window that no document lists: those without a cause first, the most frequent first."""

    window: Window
    details: tuple[UnknownDetail, ...]
    coverage: Coverage

    @property
    def open(self) -> tuple[UnknownDetail, ...]:
        """Those that nobody gave a cause."""
        return tuple(one for one in self.details if one.cause is None)


def unknown(snapshot: Snapshot, window: Window, *, catalogue: Catalogue, now: datetime) -> UnknownAnswer:
    """What no document lists in a window. `first_at` is the first row of all that is loaded."""
    found = _details(within(snapshot.attempts, window), snapshot, catalogue)
    return UnknownAnswer(window, found, coverage(snapshot, ReportKind.RESET, window, now))


def every_unknown(snapshot: Snapshot, catalogue: Catalogue) -> tuple[UnknownDetail, ...]:
    """What no document lists in all that is loaded."""
    return _details(everything(snapshot.attempts), snapshot, catalogue)


def _details(rows: Selection, snapshot: Snapshot, catalogue: Catalogue) -> tuple[UnknownDetail, ...]:
    """Several spellings of one sentence are one."""
    words = rows.words("detail")
    spellings: dict[str, list[int]] = {}
    for place, key in enumerate(words):
        if is_unknown(key) and key.removeprefix("?").strip():
            spellings.setdefault(code_of(key), []).append(place)
    found = [
        _detail(code, rows.where(np.isin(rows.codes("detail"), places)), snapshot, catalogue)
        for code, places in spellings.items()
    ]
    listed = [one for one in found if one]
    return tuple(sorted(listed, key=lambda one: (one.cause is not None, -one.attempts, one.text)))


def _detail(code: str, rows: Selection, snapshot: Snapshot, catalogue: Catalogue) -> UnknownDetail | None:
    if not len(rows):
        return None
    frame, places = snapshot.attempts, np.unique(rows.codes("detail"))
    first = int(np.flatnonzero(np.isin(arrays.codes(frame, "detail"), places))[0])
    said = Counter(rows.codes("detail").tolist()).most_common(1)[0][0]
    result = Counter(rows.codes("result").tolist()).most_common(1)[0][0]
    cause = rows.words("cause")[int(rows.codes("cause")[0])]
    moments = arrays.moments(arrays.times(frame)[[first, rows.numbers()[-1]]])
    return UnknownDetail(
        code=code,
        text=catalogue.text_of(rows.words("detail")[said]),
        result=rows.words("result")[result],
        attempts=len(rows),
        people=arrays.distinct(rows.codes("user"), len(snapshot.people.keys)),
        first_at=moments[0],
        last_at=moments[1],
        cause=None if cause == UNRECOGNISED else catalogue.causes[cause],
    )
