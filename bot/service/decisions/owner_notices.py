"""Whoever a runbook names as owner hears of new cases: one message an hour at most, however many there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Final, Protocol

from bot.analysis.answers import Case
from bot.analysis.stuck import stuck
from bot.digests.decision import by_cause, without_closed
from bot.errors import BotError
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import Runbooks
from bot.render.cases import owner_notice
from bot.render.lines.runbook import Own
from bot.reports.snapshot import Snapshot
from bot.service.digests.ports import DecisionStore
from bot.service.ports import Clock, Snapshots
from bot.service.posting import Poster, PostError

APART: Final = timedelta(hours=1)  # between two messages to the same owner


@dataclass(frozen=True, slots=True)
class Noticed:
    """Up to which position of the ledger an owner has heard of cases, and when the last message was sent."""

    position: int
    sent_at: datetime | None


class OwnerNoticeStore(Protocol):
    """Keeps what owners have heard of, for all replicas. Every method may raise StoreError."""

    def find(self, owner: str) -> Noticed | None:
        """Find what an owner has heard of; None before the first look."""
        ...

    def begin(self, owner: str, position: int) -> None:
        """Begin at a position: what was open before is no news."""
        ...

    def move(self, owner: str, before: Noticed, after: Noticed) -> bool:
        """Move on, if it still stands where it stood; False when another replica was first."""
        ...


@dataclass(frozen=True, slots=True)
class OwnerNotices:
    """Sends the messages. What was taken and cannot be posted is given back, and tried again."""

    runbooks: Callable[[], Runbooks]
    snapshots: Snapshots
    catalogue: Catalogue
    decisions: DecisionStore
    store: OwnerNoticeStore
    poster: Poster
    may_see: Callable[[str], bool]  # whether the role of a Slack user shows them people
    zone: tzinfo
    clock: Clock
    log: Callable[[str], None] = field(default=lambda _: None)

    def run_once(self) -> int:
        """Write to every owner who has new cases and was not written to within the hour; how many were."""
        books, snapshot = self.runbooks(), self.snapshots.current()
        owners = sorted({book.owner for book in books.books.values() if book.owner})
        try:
            return sum(self._look(owner, books, snapshot) for owner in owners)
        except BotError as error:
            self.log(error.logged)
            return 0

    def _look(self, owner: str, books: Runbooks, snapshot: Snapshot) -> bool:
        before, now = self.store.find(owner), self.clock()
        if before is None:
            self.store.begin(owner, snapshot.position)
            return False
        if snapshot.position <= before.position or (before.sent_at and timedelta(0) <= now - before.sent_at < APART):
            return False
        new = self._new_cases(owner, books, snapshot, before.position, now)
        after = Noticed(snapshot.position, now if new else before.sent_at)
        if not self.store.move(owner, before, after) or not new:
            return False
        try:
            message = owner_notice.message(new, Own(books, now), zone=self.zone, names=self.may_see(owner))
            self.poster.post(self.poster.direct(owner), message)
        except PostError as failed:
            self.store.move(owner, after, before)
            self.log(f"An owner of runbooks could not be written to: {failed.code}")
            return False
        return True

    def _new_cases(
        self, owner: str, books: Runbooks, snapshot: Snapshot, position: int, now: datetime
    ) -> tuple[Case, ...]:
        """The open cases that the ledger first knew of after a position, in the care of an owner."""
        groups = stuck(snapshot, catalogue=self.catalogue, now=now).groups
        found = [case for group in groups for case in group.cases if case.opened_position > position]
        kept = without_closed(found, self.decisions.about(by_cause(found)).in_force(now)) if found else []
        return tuple(case for case in kept if (book := books.find(case.cause.key, case.detail)) and book.owner == owner)
