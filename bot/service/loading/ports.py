"""What a pull needs from outside: a source of pages, and stores for its checkpoint and for the roster."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.errors import SourceError
from bot.reports.covered_spans import Checkpoint, Pulled
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.window import Window

if TYPE_CHECKING:
    from bot.reports.roster import Roster


class LinkExpired(SourceError):  # noqa: N818 - the fact; the pull begins its window again
    """The service has forgotten the link to a next page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came, its records, and the link to the next one; "" behind the last."""

    content: bytes
    records: Sequence[Mapping[str, Any]]
    link: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pull has come."""

    report: ReportKind
    records: int
    fraction_done: float | None  # of the window; None when nobody can tell


OnProgress = Callable[[Progress], None]


class PageSource(Protocol):
    """Gives records, page by page. Raises SourceError when they do not come."""

    def audit_page(self, window: Window, link: str) -> Page:
        """Fetch a page of the audit log: the window's first when `link` is empty. Raises LinkExpired."""
        ...

    def roster_page(self, link: str) -> Page:
        """Fetch a page of everybody's registration state."""
        ...


class CheckpointStore(Protocol):
    """Keeps how far a pull has come, and what pulls have covered."""

    def find(self) -> Checkpoint | None:
        """Find the checkpoint of a pull of the audit log that was not finished."""
        ...

    def save(self, checkpoint: Checkpoint) -> None:
        """Write down that everything up to here is in the ledger."""
        ...

    def finish(self, fresh: Pulled | None) -> None:
        """Write down that the audit log is read to its end; None when nothing can be said to be covered."""
        ...

    def spans(self, report: ReportKind) -> tuple[Pulled, ...]:
        """List the spans of a report that pulls have covered, oldest first."""
        ...


class RosterStore(Protocol):
    """Keeps the registration state of everybody."""

    def record(self, roster: "Roster", path: str, now: datetime, fingerprint: str = "") -> Receipt:
        """Write down what changed, the day's counts and the receipt, or nothing. Raises StoreError."""
        ...
