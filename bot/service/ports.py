"""The ports of the services: what they need from outside, filled by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from bot.analysis.answers import GroupBy
from bot.reports.origins import Origins
from bot.reports.receipt import Receipt
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from bot.service.asker import Asker

if TYPE_CHECKING:  # they need what few answers need
    from bot.analysis.fleet.numbers import TenantNumbers
    from bot.reports.parsing.read_report import ReadReport

Clock = Callable[[], datetime]


class Fleet(Protocol):
    """Gives the numbers of many tenants."""

    def numbers(
        self, asker: Asker, window: Window, previous: Window, now: datetime, by: GroupBy | None
    ) -> "Sequence[TenantNumbers]":
        """The numbers of all tenants of which this person may see any, `by` one of BREAKDOWNS if that was asked.

        A tenant that cannot be read is a row, too.
        """
        ...


class Snapshots(Protocol):
    """Gives the snapshot to answer from."""

    def current(self) -> Snapshot:
        """Return the last good one; never blocks on a load."""
        ...

    def refresh(self, *, patient: bool = False) -> bool:
        """Look for newer data now; True when there was some. A `patient` one leaves a load under way to its loader."""
        ...


class OriginStore(Protocol):
    """Knows from which addresses people did their steps."""

    def crowded(self, snapshot: Snapshot, window: Window) -> Origins:
        """Find the addresses that several people came from in a window, with what is known of them before it.

        Raises StoreError.
        """
        ...


class Resolver(Protocol):
    """Finds which user ID in the reports a Slack person has."""

    def user_of(self, slack_id: str) -> str | None:
        """The person's e-mail address, or None when Slack does not give it.

        Raises RefusedError for somebody who is none of those whose reports these are.
        """
        ...


class AccessLog(Protocol):
    """Records who asked what about whom."""

    def record(
        self,
        asker: Asker,
        kind: str,
        subject: str | None,
        outcome: str,
        reference: str = "",
        *,
        scope: str = "",
        rows: int | None = None,
        personal: bool = False,
    ) -> None:
        """Append one line; with a subject, or when `personal`, it is on disk when this returns.

        `kind` is that of the question, or what was done; `subject` the user key it was about, None for aggregates;
        `outcome` is answered, refused, shared ...; `scope` the window and filters, `rows` how many are handed over.
        `personal` says that people are named. Raises StoreError when such a line cannot be written within a second.
        """
        ...


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that a button of its answer can bring back."""

    text: str
    asker: str
    asked_at: datetime


class TokenStore(Protocol):
    """Keeps questions behind tokens, which the buttons of their answers carry."""

    def keep(self, question: KeptQuestion) -> str:
        """Keep a question; return its new token."""
        ...

    def find(self, token: str, now: datetime) -> KeptQuestion | None:
        """Find a token's question; None when it is unknown or too old."""
        ...


class ShareStore(Protocol):
    """Keeps which answers stand in which channel."""

    def claim(self, token: str, channel: str, by: str, now: datetime) -> bool:
        """Note that somebody shares an answer in a channel; False when it is there already. Raises StoreError."""
        ...

    def sharer(self, token: str, channel: str) -> str | None:
        """Find who shared an answer in a channel; None when it is not there."""
        ...

    def release(self, token: str, channel: str) -> None:
        """Forget that an answer is in a channel. Raises StoreError."""
        ...


class Ledger(Protocol):
    """Keeps what was read."""

    def record(self, report: "ReadReport", path: str, now: datetime, fingerprint: str = "") -> Receipt:
        """Write down all rows and the receipt, or nothing. Raises StoreError."""
        ...

    def pass_over(self, receipt: Receipt, fingerprint: str = "") -> None:
        """Remember a file, or a part of one, that was not read. Raises StoreError."""
        ...
