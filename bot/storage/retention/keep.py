"""For how many days each kind of data is kept, and what a load leaves out because of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from bot.later import later_import
from bot.reports.instants import to_micros
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import ReportKind
from bot.storage.erasure.erased import without_unused

if TYPE_CHECKING:
    import pandas as pd
else:  # a bot looks each hour whether a round is due, and does without
    pd = later_import("pandas")

ORIGINS: Final = ("actor", "address", "agent")
QUIET: Final = 24 * 3_600 * 1_000_000  # microseconds without a step, behind which no attempt goes on

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Keep:
    """Days; None where a kind is kept for ever. Without facts there are no steps, and without steps no origins."""

    facts: int | None = None  # attempts, registrations, interventions, refused rows, people without any
    steps: int | None = None  # of audit logs; what is folded from them stays as long as facts do
    origins: int | None = None  # from where, by whom and with which browser a step was done
    deliveries: int | None = None  # digests as they were posted, and who stood in them
    access_log: int | None = None
    setting: str = field(default="SSPR_KEEP_DAYS", compare=False)  # where that is said

    @classmethod
    def of(cls, days: Mapping[str, int], setting: str) -> Keep:
        """From the words of a setting."""
        return cls(**{name.replace("-", "_"): number for name, number in days.items()}, setting=setting)

    def cutoff(self, kind: str, now: datetime) -> int | None:
        """What is older than this goes, in microseconds; None where nothing does."""
        kinds = {"steps": ("facts", "steps"), "origins": ("facts", "steps", "origins")}.get(kind, (kind,))
        days = [number for number in (getattr(self, one) for one in kinds) if number is not None]
        return to_micros(now - timedelta(days=min(days))) if days else None


def within(report: ReadReport, keep: Keep, now: datetime) -> ReadReport:
    """The report without what would be too old to be kept; how much that is, is in it."""
    frame = report.frame
    old = np.zeros(len(frame), dtype=np.bool_)
    if report.kind is ReportKind.AUDIT:
        if (cutoff := keep.cutoff("steps", now)) is not None:
            users = frame["user"].astype("str").str.casefold().factorize()[0].astype(np.int64)
            old = old_steps(users, _micros(frame), cutoff)
        frame = without_origins(frame, keep.cutoff("origins", now))
    elif (cutoff := keep.cutoff("facts", now)) is not None:
        old = _micros(frame) < cutoff
    if not old.any():
        return replace(report, frame=frame)
    count = int(old.sum())
    rows = "1 row is" if count == 1 else f"{count:,} rows are"
    sentence = f"{rows} older than {keep.setting} keeps, and left out."
    kept = without_unused(frame[~old].reset_index(drop=True))  # whom they were about is not kept either
    return replace(report, frame=kept, rows=report.rows - count, warnings=(*report.warnings, sentence))


def without_origins(frame: pd.DataFrame, cutoff: int | None) -> pd.DataFrame:
    """The frame with nothing about who acted from where in rows that are older."""
    if cutoff is None or "at" not in frame or not len(frame):
        return frame
    old = _micros(frame) < cutoff
    said = [name for name in ORIGINS if name in frame and (frame.loc[old, name].astype("str") != "").any()]
    if not said:
        return frame
    gone = pd.Series(old, index=frame.index)
    blank: dict[str, Any] = {name: frame[name].astype("str").mask(gone, "").astype("category") for name in said}
    return frame.assign(**blank)


def old_steps(person: Ints, at: Ints, cutoff: int) -> npt.NDArray[np.bool_]:
    """Which steps are older, whole attempts at a time: those followed by a day without any of the same person."""
    order = np.lexsort((at, person))
    people, times = person[order], at[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (people[1:] != people[:-1]) | (times[1:] - times[:-1] > QUIET)
    part = np.cumsum(begins) - 1
    ends = np.zeros(int(part[-1]) + 1 if len(part) else 0, dtype=np.int64)
    np.maximum.at(ends, part, times)
    found = np.zeros(len(order), dtype=np.bool_)
    found[order] = ends[part] < cutoff - QUIET
    return found


def _micros(frame: pd.DataFrame) -> Ints:
    return np.asarray(frame["at"].astype("int64"), dtype=np.int64)
