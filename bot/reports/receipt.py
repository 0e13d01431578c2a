"""The counted account of one load."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Final


class ReportKind(StrEnum):
    """What a file was recognised as."""

    RESET = "reset activity"
    REGISTRATION = "registration activity"
    AUDIT = "audit log"
    ROSTER = "registration details"
    UNREAD = "not read"  # a file, or a part of one, that was passed over; its receipt has the reason and no rows


IN_ARCHIVE: Final = ", in the archive as "  # before a member's name, at the end of how its report was recognised


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read: kept, never dropped in silence."""

    line: int  # as a text editor counts, from 1
    reason: str
    raw: str  # the row as it stood in the file


@dataclass(frozen=True, slots=True)
class Folded:
    """What the new steps of an audit log have made of the attempts and registrations that are folded from them."""

    new: int
    changed: int  # known before; later steps say more of them
    gone: int  # known before; later steps made them a part of others


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one load read and what became of it; rows == new + repeated + changed + rejected + skipped.

    A row of an audit log is one step, and a step never changes.
    """

    path: str
    report: ReportKind
    recognised: str  # "reset activity report, CSV with semicolons, UTF-16, times taken as UTC"
    loaded_at: datetime
    rows: int
    new: int
    repeated: int
    changed: int
    rejected: tuple[Rejected, ...]  # the first hundred; rejected_count says how many there were
    rejected_count: int
    skipped: int  # rows of an audit log that are no steps; else repeated headers and notes, which are no report rows
    unknown_details: tuple[tuple[str, int], ...]  # sentence, rows; most frequent first
    unknown_values: tuple[tuple[str, int], ...]  # "result: Weird", rows
    first: datetime | None
    last: datetime | None
    warnings: tuple[str, ...]  # sentences: cut-off suspicion, naive times taken as UTC ...
    position: int = 0  # the ledger position after this load
    folded: Folded | None = None  # of an audit log alone
    number: int = 0  # of the load; 0 where nothing was recorded

    @property
    def form(self) -> str:
        """How it was recognised, whatever an archive called it."""
        return self.recognised.partition(IN_ARCHIVE)[0]

    @property
    def taken(self) -> int:
        """Rows that say something, new or known already."""
        return self.rows - self.rejected_count - self.skipped


def file_name(path: str) -> str:
    """The last part of a path: where a file lies is nobody's business in a channel."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def not_read(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Of receipts, newest first, those of what was not read and has not been loaded since."""
    seen: set[str] = set()
    found = []
    for receipt in receipts:
        if receipt.report is ReportKind.UNREAD and receipt.path not in seen:
            found.append(receipt)
        seen.add(receipt.path)
    return tuple(found)


def unread(path: str, reason: str, now: datetime) -> Receipt:
    """The receipt of what was not read; `reason` is a sentence or the end of one, which channels may hear of."""
    name = PurePath(path).name
    shown = reason.replace(path, name)
    shown = f"it {shown.removeprefix(f'{name} ')}" if shown.startswith(f"{name} ") else shown
    return Receipt(path, ReportKind.UNREAD, shown, now, 0, 0, 0, 0, (), 0, 0, (), (), None, None, ())
