"""Snapshots of a ledger, read as the bot reads them."""

from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.reader import SnapshotReader


def reader_of(ledger: Ledger) -> SnapshotReader:
    """The reader of what a ledger holds."""
    return SnapshotReader(ledger.tenant, ledger.catalogue)
