"""What every reader hands over, whatever the dialect."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from bot.errors import ReportError
from bot.reports.receipt import Rejected, ReportKind

if TYPE_CHECKING:
    import pandas as pd

    from bot.reports.roster import Roster

MOST_BROKEN: Final = 100_000  # rows that cannot be read; a file with so many, and fewer good ones, is no report


def check_readable(broken: int, whole: int) -> None:
    """Raise ReportError once a file is known to be a ruin: each broken row takes a hundred times its own memory."""
    if broken > MOST_BROKEN and broken > whole:
        raise ReportError(
            f"The file holds more than {MOST_BROKEN:,} rows that cannot be read, and fewer that can, so nothing of it "
            "was taken: it is damaged, or no report. Download it again."
        )


@dataclass(frozen=True, slots=True)
class ReadReport:
    """One report, read but not yet loaded. `frame` has the READ_* columns of `columns.py` for its kind."""

    kind: ReportKind
    recognised: str  # a phrase for the receipt: which report, which dialect, how times were taken
    frame: "pd.DataFrame"
    rows: int  # data rows seen, good and bad
    rejected: tuple[Rejected, ...]
    skipped: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file, or a file, that was not read, and why: the end of a sentence."""

    name: str
    reason: str


def listed_reasons(unread: Sequence[Unread]) -> str:
    """Why the first parts of a file were not read, as a sentence; "" where there are none."""
    return "; ".join(f"{one.name}: {one.reason}" for one in unread[:3]) + "." * bool(unread)


def part_reason(error: ReportError, name: str) -> str:
    """Why a part of a file was not read, as the end of a sentence and without a word out of it: it is kept and told."""
    reason = error.logged.partition("; `sspr load`")[0].removeprefix(f"{name}: ")
    return reason.replace(f"{name} ", "it ", 1).replace(name, PurePath(name).name).removesuffix(".")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file held: reports, and what was passed over."""

    reports: tuple[ReadReport, ...] = ()
    rosters: "tuple[Roster, ...]" = ()
    unread: tuple[Unread, ...] = ()

    def warned(self, more: Sequence[str]) -> "Reading":
        """The same with more warnings of each report and roster."""
        if not more:
            return self
        return replace(
            self,
            reports=tuple(replace(one, warnings=(*one.warnings, *more)) for one in self.reports),
            rosters=tuple(replace(one, warnings=(*one.warnings, *more)) for one in self.rosters),
        )
