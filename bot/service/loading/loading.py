"""Loading a file: recognise it, read it, put it into the ledger, and give the receipt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from bot.errors import ReportError
from bot.reports.parsing.options import ReadOptions
from bot.reports.receipt import Receipt, unread
from bot.service.loading.ports import RosterStore
from bot.service.ports import Clock, Ledger, Snapshots

if TYPE_CHECKING:
    from bot.reports.parsing.read_report import Unread


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: a receipt for each report in it, and what was passed over."""

    receipts: tuple[Receipt, ...]
    unread: "tuple[Unread, ...]" = ()

    @property
    def rows(self) -> int:
        """Rows that were taken, of all reports: neither rejected nor skipped."""
        return sum(receipt.taken for receipt in self.receipts)


@dataclass(frozen=True, slots=True)
class Loading:
    """Loads reports into the ledger and renews the snapshot."""

    ledger: Ledger
    rosters: RosterStore
    snapshots: Snapshots
    options: ReadOptions
    clock: Clock
    apart: Callable[[str, BinaryIO, str], Loaded | None] = lambda *_: None  # loads a large file in another process

    def load_all(
        self,
        name: str,
        stream: BinaryIO,
        *,
        fingerprint: str = "",
        progress: Callable[[int], None] | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> Loaded:
        """Every report of a file in, each whole or not at all; the receipts say what became of each row.

        `check` raises once all is read and nothing recorded, when what was read may not be the whole file.
        Raises ReportError when it holds no report that the bot knows, StoreError when the database refuses.
        """
        if loaded := self.apart(name, stream, fingerprint):
            self.snapshots.refresh()
            return loaded
        from bot.reports.formats.registry import read_all  # noqa: PLC0415 - whoever only asks needs no readers

        options = replace(self.options, now=self.clock(), ahead=[])
        try:
            reading = read_all(name, stream, options, progress)
            check()
        except ReportError as error:
            self.ledger.pass_over(unread(name, error.logged, self.clock()), _mark(fingerprint, options))
            self.snapshots.refresh()
            raise
        records = [
            *((self.ledger.record, report) for report in reading.reports),
            *((self.rosters.record, roster) for roster in reading.rosters),
        ]
        receipts = []
        for left, (record, report) in zip(reversed(range(len(records))), records, strict=True):
            # The file counts as loaded with the last of its reports: what is stopped before is loaded once more.
            receipts.append(record(report, name, self.clock(), "" if left else _mark(fingerprint, options)))  # type: ignore[operator]
        for one in reading.unread:
            part = one.name.replace("/", ": ")  # a name that is shown ends a path
            self.ledger.pass_over(unread(f"{name}, {part}", one.reason, self.clock()))
        self.snapshots.refresh()
        return Loaded(tuple(receipts), reading.unread)

    def load(self, name: str, stream: BinaryIO) -> Receipt:
        """The receipt of a file that holds one report. Raises ReportError as `load_all` does."""
        loaded = self.load_all(name, stream)
        if len(loaded.receipts) != 1:
            raise ReportError(f"{name} holds {len(loaded.receipts)} reports.")
        return loaded.receipts[0]


def _mark(fingerprint: str, options: ReadOptions) -> str:
    """What a file is known by, and from when on (in microseconds) it is to be read again: rows of it lay ahead."""
    until = options.readable_from
    return fingerprint if until is None or not fingerprint else f"{fingerprint}>{until}"
