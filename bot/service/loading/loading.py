"""Loading a file: recognise it, read it, put it into the ledger, and give the receipt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from bot.reports.parsing.options import ReadOptions
from bot.reports.receipt import Receipt
from bot.service.ports import Clock, Ledger, Snapshots


@dataclass(frozen=True, slots=True)
class Loading:
    """Loads reports into the ledger and renews the snapshot."""

    ledger: Ledger
    snapshots: Snapshots
    options: ReadOptions
    clock: Clock

    def load(
        self,
        name: str,
        stream: BinaryIO,
        *,
        fingerprint: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> Receipt:
        """One report in, whole or not at all; the receipt says what became of each row.

        Raises ReportError when the file is no report that the bot knows, StoreError when the database refuses.
        """
        from bot.reports.formats.registry import read  # noqa: PLC0415 - whoever only asks needs no readers

        report = read(name, stream, self.options, progress)
        receipt = self.ledger.record(report, name, self.clock(), fingerprint)
        self.snapshots.refresh()
        return receipt
