"""A digest's slot and its delivery: when it is due, the parts that are posted, and the cases that were reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.analysis.digest import DigestAnswer
from bot.reports.instants import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """One slot of one subscription, and so the one delivery of it."""

    subscription: int
    due: datetime

    def __str__(self) -> str:
        return f"{self.subscription}-{to_micros(self.due)}"

    @staticmethod
    def parse(text: str) -> "DeliveryKey | None":
        """Return the key that `str` wrote; None for anything else."""
        number, _, micros = text.partition("-")
        if not (number.isdecimal() and micros.isdecimal() and len(number) < 10 and len(micros) < 18):  # noqa: PLR2004
            return None
        return DeliveryKey(int(number), from_micros(int(micros)))


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a digest is due, claimed by a replica."""

    key: DeliveryKey
    first_due: datetime  # of the missed ones that are reported with it
    missed: int
    by_hand: bool  # asked for with `digest now`
    attempts: int  # the claim's own number


class PartKind(StrEnum):
    """How a part of a delivery is posted."""

    MESSAGE = "message"  # the first message
    THREAD = "thread"  # a message in its thread
    MORE = "more"  # another message in its thread, which is never edited
    FILE = "file"  # a file in its thread


@dataclass(frozen=True, slots=True)
class Part:
    """One message or file of a delivery, as it was decided before anything was posted."""

    number: int
    kind: PartKind
    payload: Mapping[str, Any]  # text and blocks of a message; name, title and alt of a file
    content: bytes | None = None  # of a file
    ts: str | None = None  # once it is posted
    skipped: str = ""  # why it never will be


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is posted for one slot."""

    key: DeliveryKey
    channel: str
    made_at: datetime
    since: datetime | None
    from_position: int
    to_position: int
    note: str  # "Catch-up ..." or ""
    answer: DigestAnswer
    data_suspect: bool  # whether its data was in doubt: stale, failed, or none at all
    parts: tuple[Part, ...]  # none when there was nothing to say
    done: bool = False


class ReportedAs(StrEnum):
    """Under which heading a delivery listed a case."""

    NEW = "new"
    RECOVERED = "recovered"
    HELPDESK = "helpdesk"


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """One case of one delivery."""

    key: DeliveryKey
    user: str
    cause: str
    opened_position: int
    reported_as: ReportedAs
    recovered_at: datetime | None = None
