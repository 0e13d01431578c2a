"""Working with digests: open those that are due, preview one, send one now, explain why somebody was in one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.analysis.answers import Case
from bot.analysis.incidents import BUDGET
from bot.analysis.why import NotInDigest, WhyAnswer, why_rows
from bot.digests.contents import digest_contents
from bot.digests.delivery import Delivery, DeliveryKey, ReportedAs
from bot.digests.due_times import due_slots, is_ahead, may_post_urgently
from bot.digests.plan import Frequency
from bot.digests.subscription import Subscription, SubscriptionState
from bot.digests.urgent import urgent_incidents
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import NO_RUNBOOKS, Runbooks
from bot.privacy import CROWD, Role
from bot.render.blocks.message import Message
from bot.render.digests import first_message
from bot.reports.instants import EPOCH
from bot.reports.snapshot import Snapshot
from bot.service.asker import Asker
from bot.service.digests.delivery import Delivering
from bot.service.digests.message_parts import cases_of, setting_for
from bot.service.digests.ports import DecisionStore, DeliveryStore, SlotStore, SubscriptionStore
from bot.service.digests.signs import UrgentSigns
from bot.service.ports import AccessLog, Clock, Snapshots

_RULES = {
    ReportedAs.NEW: "The reports first told of this case after the digest before, so it was new.",
    ReportedAs.RECOVERED: "The case was open in the digest before, and a success has closed it since.",
    ReportedAs.HELPDESK: "The case was open in the digest before, and an admin has reset the password since.",
}
_AGAIN = "The case had been closed, and the reports told of a new failure with the same cause since: back again."
_BASELINE = "It was the first digest of this channel, which counts every case that was open then."
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Digesting:
    """Works with digests, whoever asks. Safe to share between threads."""

    subscriptions: SubscriptionStore
    slots: SlotStore
    deliveries: DeliveryStore
    decisions: DecisionStore
    snapshots: Snapshots
    catalogue: Catalogue
    access_log: AccessLog
    clock: Clock
    signs: UrgentSigns
    delivering: Delivering | None  # None where there is no Slack to post to
    incident_budget: float = BUDGET  # false alarms a month
    runbooks: Callable[[], Runbooks] = lambda: NO_RUNBOOKS
    smallest_group: int = CROWD

    def open_due(self, now: datetime) -> None:
        """Open a slot for every subscription of which one or more are due; what was missed is one."""
        for one in self.subscriptions.not_ended():
            if is_ahead(one, now):
                self.slots.go_back(one, now)
                continue
            due = due_slots(one.plan, one.cursor, now) if one.state is SubscriptionState.ACTIVE else []
            if due:
                self.slots.open(one, due)
            elif self._begins_now(one):
                self.slots.open(one, [now])

    def open_urgent(self, now: datetime) -> bool:
        """Open a slot now for every subscription that an urgent incident or sign concerns which it does not know.

        Once each, as the message that it brings knows it. Quiet hours and holidays hold it, as they hold others. False
        when one could not be opened at this very instant, so that it is looked for again.
        """
        snapshot, opened = self.snapshots.current(), True
        for one in self.subscriptions.not_ended():
            may = one.state is SubscriptionState.ACTIVE and may_post_urgently(one.plan, now) and not self._has_open(one)
            if may and self._is_urgent(one, snapshot, now):
                opened &= self.slots.open(one, [now])
        return opened

    def preview(self, subscription: Subscription) -> tuple[Message, ...]:
        """Render the messages that a subscription would get now; nothing is posted, and the position stays."""
        now, decided = self.clock(), self.decisions.about
        contents = digest_contents(
            subscription,
            self.snapshots.current(),
            decided,
            catalogue=self.catalogue,
            now=now,
            budget=self.incident_budget,
            signs=self.signs.of(subscription, self.snapshots.current(), now),
            reported=self.deliveries.reported_at(subscription.number, subscription.position),
        )
        setting = setting_for(
            subscription.plan,
            contents.answer,
            decided,
            now,
            note="Preview",
            made_at=now,
            smallest_group=self.smallest_group,
            runbooks=self.runbooks(),
        )
        return first_message.message(contents.answer, setting).parts

    def send_now(self, asker: Asker, channel: str) -> tuple[Subscription, ...]:
        """Deliver every digest of a channel now, rather than at its slot. Returns those that were delivered.

        Raises RefusedError for others than admins, and where nothing is subscribed.
        """
        if asker.role < Role.ADMIN:
            raise RefusedError("Only admins may send digests here.")
        active = [one for one in self.subscriptions.not_ended(channel) if one.state is SubscriptionState.ACTIVE]
        if self.delivering is None or not active:
            raise RefusedError("This channel gets no digest. Subscribe it first, then send one.")
        self.access_log.record(replace(asker, channel=channel), "digest now", None, "done")
        return tuple(one for one in active if self._send(one, self.delivering))

    def why(self, user: str, channel: str = "") -> WhyAnswer | NotInDigest:
        """Explain why a person was in the newest digest that named them, of `channel` first: rows, rule, positions."""
        key = user.strip().casefold()
        here = self.deliveries.newest(channel=channel, user=key) if channel else None
        delivery = here or self.deliveries.newest(user=key)
        found = [case for case in cases_of(delivery.answer) if case.user == key] if delivery else []
        if delivery is None or not found:
            return NotInDigest(user)
        case = max(found, key=lambda case: case.last_at)
        reported_as = _reported_as(delivery, case)
        start, end = delivery.from_position, delivery.to_position
        rows = why_rows(self.snapshots.current(), case, catalogue=self.catalogue, from_position=start, to_position=end)
        return WhyAnswer(
            delivery=str(delivery.key),
            channel=delivery.channel,
            made_at=delivery.made_at,
            since=delivery.since,
            told_as=str(reported_as),
            rule=_rule(delivery, case, reported_as),
            case=case,
            rows=rows,
            from_position=start,
            to_position=end,
        )

    def _send(self, one: Subscription, delivering: Delivering) -> bool:
        """Deliver a subscription's digest; whatever waits of it goes out with it."""
        now = max(self.clock(), one.cursor + _TICK)
        self.slots.open(one, [*due_slots(one.plan, one.cursor, now - _TICK), now], by_hand=True)
        sent = False
        while (key := self._waiting(one, now)) and delivering.deliver(key):
            sent = True
        return sent

    def _is_urgent(self, one: Subscription, snapshot: Snapshot, now: datetime) -> bool:
        """Whether there is something that this channel has to know now."""
        if one.position is None or snapshot.position <= one.position:
            return False  # nothing before the first message, and nothing that came since
        if one.plan.frequency is Frequency.SIGNS:
            return bool(self.signs.of(one, snapshot, now))
        return bool(urgent_incidents(one, snapshot, catalogue=self.catalogue, now=now, budget=self.incident_budget))

    def _begins_now(self, one: Subscription) -> bool:
        """Whether it is one to signs that has begun: its first message says so at once, where anything is loaded."""
        begins = one.plan.frequency is Frequency.SIGNS and one.state is SubscriptionState.ACTIVE
        return begins and one.position is None and self.snapshots.current().position > 0 and not self._has_open(one)

    def _has_open(self, one: Subscription) -> bool:
        return self.slots.newer(DeliveryKey(one.number, EPOCH)) is not None

    def _waiting(self, one: Subscription, now: datetime) -> DeliveryKey | None:
        return next((key for key in self.slots.waiting(now) if key.subscription == one.number), None)


def _reported_as(delivery: Delivery, case: Case) -> ReportedAs:
    if case in delivery.answer.recovered:
        return ReportedAs.RECOVERED
    return ReportedAs.HELPDESK if case in delivery.answer.helpdesk else ReportedAs.NEW


def _rule(delivery: Delivery, case: Case, reported_as: ReportedAs) -> str:
    if delivery.answer.baseline:
        return _BASELINE
    again = reported_as is ReportedAs.NEW and case.opened_position <= delivery.from_position
    return _AGAIN if again else _RULES[reported_as]
