"""The stores of digests: subscriptions, slots, deliveries and decisions. Every method may raise StoreError."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # who reads decisions alone, as an answer does, needs nothing of digests
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.analysis.answers import Case
    from bot.digests.decision import CaseKey, Decision, DecisionHistory
    from bot.digests.delivery import Delivery, DeliveryKey, ReportedCase, Slot
    from bot.digests.plan import SubscriptionPlan
    from bot.digests.subscription import Subscription, SubscriptionOrigin


class SubscriptionStore(Protocol):
    """Keeps the subscriptions of a tenant."""

    def add(
        self,
        channel: str,
        plan: SubscriptionPlan,
        by: str,
        now: datetime,
        *,
        origin: SubscriptionOrigin,
        name: str = "",
    ) -> Subscription:
        """Add a subscription; its first slot is the first after now."""
        ...

    def find(self, number: int) -> Subscription | None:
        """Find the subscription of this number, ended or not."""
        ...

    def not_ended(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """List all that have not ended, of one channel or of all, by number."""
        ...

    def change(self, number: int, plan: SubscriptionPlan, now: datetime, *, by: str | None = None) -> None:
        """Give it another plan, from now on; what was reported is not reported again."""
        ...

    def end(self, number: int) -> None:
        """End it: it gets no more digests."""
        ...

    def pause(self, number: int, problem: str) -> bool:
        """Pause it until its channel can be written to again; True when it was active before."""
        ...

    def report_problem(self, number: int, problem: str) -> bool:
        """Write down what holds it up while it is tried on; True when this problem holds up no other digest yet."""
        ...

    def resume(self, number: int) -> None:
        """Go on with a paused one; what was missed becomes one catch-up."""
        ...


class SlotStore(Protocol):
    """Opens slots and lets one replica at a time have each."""

    def open(self, subscription: Subscription, due: Sequence[datetime], *, by_hand: bool = False) -> bool:
        """Open one slot for these due times; False when another replica opened it already."""
        ...

    def go_back(self, subscription: Subscription, now: datetime) -> None:
        """Look for slots from now on again, after a wrong clock had looked ahead; what it opened is dropped."""
        ...

    def waiting(self, now: datetime) -> tuple[DeliveryKey, ...]:
        """List the slots that may be claimed now, oldest first, one of each subscription."""
        ...

    def claim(self, key: DeliveryKey, owner: str, now: datetime, until: datetime) -> Slot | None:
        """Claim this slot for this replica alone until then; None when it is not to be had."""
        ...

    def renew(self, slot: Slot, owner: str, until: datetime) -> bool:
        """Extend the claim; False when it was lost to another replica."""
        ...

    def postpone(self, slot: Slot, owner: str, not_before: datetime) -> None:
        """Give up the claim, so that the slot is tried again later."""
        ...

    def newer(self, key: DeliveryKey) -> DeliveryKey | None:
        """Find the next open slot of the same subscription."""
        ...

    def merge(self, slot: Slot, into: DeliveryKey) -> None:
        """Merge this slot into a newer one; its delivery, of which nothing was posted, is dropped."""
        ...

    def oldest_open(self, now: datetime) -> datetime | None:
        """Find the due time of the oldest slot that should have been delivered by now."""
        ...


class DeliveryStore(Protocol):
    """Keeps what was decided to post, and what of it was posted."""

    def save(self, delivery: Delivery) -> None:
        """Write a delivery down before anything of it is posted."""
        ...

    def find(self, key: DeliveryKey) -> Delivery | None:
        """Find the delivery of a slot; None when none was made, or it was dropped."""
        ...

    def mark_posted(self, key: DeliveryKey, part: int, ts: str) -> None:
        """Write down that a part was posted."""
        ...

    def mark_skipped(self, key: DeliveryKey, part: int, why: str) -> None:
        """Write down that a part will not be posted."""
        ...

    def finish(self, delivery: Delivery) -> None:
        """Complete delivery and slot and move the position, in one transaction. Twice does no harm."""
        ...

    def newest(self, *, channel: str | None = None, user: str | None = None) -> Delivery | None:
        """Find the newest finished one, of a channel, or that listed a person."""
        ...

    def reported_at(self, subscription: int, position: int | None) -> tuple[Case, ...]:
        """List the open cases that were new in the finished deliveries of a subscription up to this position.

        Those before one that took something back are left out.
        """
        ...

    def cases(self, key: DeliveryKey) -> tuple[ReportedCase, ...]:
        """List the cases of a delivery."""
        ...

    def listing(self, case: CaseKey, since: datetime) -> tuple[DeliveryKey, ...]:
        """List the finished deliveries since then that reported this case, or any of this cause, as new."""
        ...

    def unmarked_cases(self, since: datetime) -> tuple[ReportedCase, ...]:
        """List the new cases of finished deliveries since then that have not been marked as recovered."""
        ...

    def mark_recovered(self, case: ReportedCase, at: datetime) -> None:
        """Write down that a case has closed by success."""
        ...


class DecisionStore(Protocol):
    """Keeps decisions: append-only."""

    def record(self, decision: Decision) -> None:
        """Append one."""
        ...

    def newest(self) -> int:
        """Return the number of the newest one: how many there are."""
        ...

    def about(self, cases: Iterable[tuple[str, Sequence[Case]]]) -> DecisionHistory:
        """Find those that may still count for cases, and for their causes as a whole: a `DecisionsOn`."""
        ...

    def of(self, case: CaseKey) -> tuple[Decision, ...]:
        """List all on this very case or cause, oldest first."""
        ...

    def every(self) -> Sequence[Decision]:
        """List all, oldest first."""
        ...
