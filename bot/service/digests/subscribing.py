"""Subscribing channels: who may, which channels may be, and what became of a subscription."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digests.calendars import has_estimates, next_holidays
from bot.digests.due_times import due_slots, next_slot
from bot.digests.plan import Frequency, SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionOrigin, SubscriptionState
from bot.errors import RefusedError
from bot.privacy import Role
from bot.render.digests.plan_words import plan_in_words
from bot.render.digests.subscriptions import Subscribed
from bot.service.asker import Asker
from bot.service.channel_policy import ANYWHERE, DigestChannels, problem
from bot.service.digests.ports import SubscriptionStore
from bot.service.ports import AccessLog, Clock
from bot.service.posting import Channels, PostError

_WEEKS = timedelta(weeks=2)  # in so long every plan has come
MOST = 20  # subscriptions of one channel


@dataclass(frozen=True, slots=True)
class Subscribing:
    """Makes, changes, lists and ends subscriptions. Raises RefusedError with what to do instead."""

    subscriptions: SubscriptionStore
    channels: Channels | None  # None where there is no Slack to ask about a channel
    access_log: AccessLog
    clock: Clock
    allowed: DigestChannels = ANYWHERE

    def subscribe(self, asker: Asker, channel: str, plan: SubscriptionPlan) -> Subscription:
        """Subscribe a channel; its first digest, at the first slot, is the baseline."""
        self.admit(asker, channel, "subscribe")
        self._check(channel)
        existing = self.subscriptions.not_ended(channel)
        same = next((one for one in existing if one.plan == plan), None)
        if same and same.state is SubscriptionState.PAUSED:
            self.subscriptions.resume(same.number)
            return self.found(same.number)
        if same:
            raise RefusedError("This channel gets exactly that digest already.")
        self._refuse_twin(existing, plan)
        if len(existing) >= MOST:
            raise RefusedError(f"This channel gets {len(existing)} digests already; stop one first.")
        made = self.subscriptions.add(channel, plan, asker.id, self.clock(), origin=SubscriptionOrigin.SLACK)
        self._record(asker, channel, "subscribe", made.number)
        return made

    def change(self, asker: Asker, number: int, plan: SubscriptionPlan) -> Subscription:
        """Give a subscription another plan; what was reported is not reported again."""
        one = self.own(asker, number)
        self._check(one.channel)
        self._refuse_twin(
            [other for other in self.subscriptions.not_ended(one.channel) if other.number != number], plan
        )
        self.subscriptions.change(number, plan, self.clock())
        self.subscriptions.resume(number)
        self._record(asker, one.channel, "subscribe", number)
        return self.found(number)

    def unsubscribe(self, asker: Asker, channel: str, which: str | None = None) -> tuple[Subscription, ...]:
        """End one subscription of a channel by its number, all with "all", or the only one; () when there is none."""
        self.admit(asker, channel, "unsubscribe")
        existing = self.subscriptions.not_ended(channel)
        if which is None and len(existing) > 1:
            numbers = ", ".join(str(one.number) for one in existing)
            raise RefusedError(f"This channel gets several digests; say which: {numbers} or all.")
        chosen = [one for one in existing if which in (None, "all", str(one.number))]
        fixed = [one for one in chosen if one.origin is SubscriptionOrigin.FILE]
        if fixed and len(fixed) == len(chosen):
            raise RefusedError("That digest is set up in the configuration file; take it out there.")
        ended = tuple(one for one in chosen if one.origin is SubscriptionOrigin.SLACK)
        for one in ended:
            self.subscriptions.end(one.number)
            self._record(asker, channel, "unsubscribe", one.number)
        return ended

    def not_ended(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """List the subscriptions of a channel, or of all."""
        return self.subscriptions.not_ended(channel)

    def found(self, number: int) -> Subscription:
        """Find one subscription. Raises RefusedError when there is none of this number, or it has ended."""
        one = self.subscriptions.find(number)
        if one is None or one.state is SubscriptionState.ENDED:
            raise RefusedError(f"There is no digest {number} any more.")
        return one

    def own(self, asker: Asker, number: int) -> Subscription:
        """Find one subscription for an admin to change. Raises RefusedError for others, and for one from the file."""
        one = self.found(number)
        self.admit(asker, one.channel, "subscribe")
        if one.origin is SubscriptionOrigin.FILE:
            raise RefusedError("That digest is set up in the configuration file; change it there.")
        return one

    def resume(self, channel: str) -> tuple[Subscription, ...]:
        """Resume the paused subscriptions of a channel, say when the bot was invited again."""
        paused = tuple(one for one in self.subscriptions.not_ended(channel) if one.state is SubscriptionState.PAUSED)
        for one in paused:
            self.subscriptions.resume(one.number)
        return paused

    def admit(self, asker: Asker, channel: str, action: str) -> None:
        """Let only admins pass. Raises RefusedError for others, and records that they tried."""
        if asker.role < Role.ADMIN:
            self.access_log.record(replace(asker, channel=channel), action, None, "refused")
            raise RefusedError("Only admins may set up digests here.")

    def shown(self, one: Subscription) -> Subscribed:
        """Describe a subscription as messages list it."""
        calendar, zone = one.plan.calendar, ZoneInfo(one.plan.zone)
        return Subscribed(
            one.number,
            one.plan.words(),
            one.created_by,
            self.next_at(one),
            one.problem,
            next_holidays(calendar, self.clock().astimezone(zone).date()) if calendar else (),
            has_estimates(calendar) if calendar else False,
            zone,
            plan_in_words(one.plan),
            at_once=one.plan.frequency is Frequency.SIGNS and one.state is SubscriptionState.ACTIVE,
        )

    def next_at(self, one: Subscription) -> datetime | None:
        """Find when its next digest is due; None while it is paused."""
        return next_slot(one.plan, max(one.cursor, self.clock())) if one.state is SubscriptionState.ACTIVE else None

    def _refuse_twin(self, existing: Collection[Subscription], plan: SubscriptionPlan) -> None:
        """Refuse a digest that would come at the same times about the same attempts as another one of the channel."""
        twin = next((one for one in existing if _comes_with(one.plan, plan, self.clock())), None)
        if twin and plan.frequency is Frequency.SIGNS:
            raise RefusedError(f"Urgent signs come to this channel already. Change number {twin.number} instead.")
        if twin:
            raise RefusedError(
                f"Digest {twin.number} of this channel comes at that time with the same filters already. "
                "Change that one, or choose another time or filter."
            )

    def refuse_unlisted(self, channel: str) -> None:
        """Raise RefusedError for a channel that whoever runs the bot keeps from digests, with what to do instead."""
        if wrong := problem(channel, None, self.allowed):
            raise RefusedError(wrong)

    def _check(self, channel: str) -> None:
        try:
            wrong = problem(channel, self.channels.channel_info(channel) if self.channels else None, self.allowed)
        except PostError as failed:
            raise RefusedError(str(failed)) from failed
        if wrong:
            raise RefusedError(wrong)

    def _record(self, asker: Asker, channel: str, action: str, number: int) -> None:
        self.access_log.record(replace(asker, channel=channel), action, None, "done", str(number))


def _comes_with(one: SubscriptionPlan, other: SubscriptionPlan, now: datetime) -> bool:
    """Whether two plans of one kind with the same filters come at one time, in whatever zones they are written."""
    if (one.filters, one.frequency) != (other.filters, other.frequency):
        return False
    if one.frequency is Frequency.SIGNS:
        return True
    weeks = now, now + _WEEKS
    return not set(due_slots(one, *weeks)).isdisjoint(due_slots(other, *weeks))
