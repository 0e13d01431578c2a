"""Delivering one digest: claim its slot, make it, write it down, post it part by part, and only then move the position.

The irreversible thing comes first, and then it is written down that it was done: a crash in between could repeat a
message, where the other order would lose one. So whoever takes over a claim reads the channel back before posting
anything, by the metadata that each message carries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.analysis.incidents import BUDGET
from bot.analysis.people.crowds import names_too_few
from bot.digests.delivery import Delivery, DeliveryKey, Part, PartKind, Slot
from bot.digests.plan import SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionState
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import NO_RUNBOOKS, Runbooks
from bot.privacy import CROWD, Visibility
from bot.render.blocks.message import Message
from bot.render.digests.notices import cannot_deliver
from bot.service.channel_policy import ANYWHERE, DigestChannels, problem
from bot.service.digests.message_parts import DigestInputs, make_delivery, part_as_shown
from bot.service.digests.ports import DecisionStore, DeliveryStore, SlotStore, SubscriptionStore
from bot.service.digests.signs import UrgentSigns
from bot.service.ports import Clock, Snapshots
from bot.service.posting import NOT_ALLOWED, Mark, Poster, PostError

LEASE = timedelta(minutes=5)  # longer than posting any one part takes, rate limits waited out; renewed before each
CHANGED = "changed"  # the subscription no longer shows what a part holds
_CHANNEL = frozenset(
    {NOT_ALLOWED, "channel_not_found", "not_in_channel", "is_archived"}
)  # what is wrong with a channel
_TOKEN = frozenset({"token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed"})
_SCOPE = frozenset({"missing_scope", "no_permission"})
_SKEW = timedelta(hours=1)  # our clock and Slack's may differ by so much when a channel is read back
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
_MANY = 3  # attempts after which the operator hears of it
_NOTICE = 0  # the part number of the direct message to a subscriber


@dataclass(frozen=True, slots=True)
class Delivering:
    """Delivers slots. Safe to share between threads and among replicas, each with an owner name of its own.

    `checkpoint` is called with the name of each step, so that a test can end the process there; `tell` reaches whoever
    runs the bot; `warnings` are sentences about sources that failed.
    """

    subscriptions: SubscriptionStore
    slots: SlotStore
    deliveries: DeliveryStore
    decisions: DecisionStore
    snapshots: Snapshots
    catalogue: Catalogue
    poster: Poster
    clock: Clock
    owner: str
    elapsed: Callable[[], float]  # seconds, by a clock that nobody can set
    tell: Callable[[str], None]
    signs: UrgentSigns
    allowed: DigestChannels = ANYWHERE
    incident_budget: float = BUDGET
    runbooks: Callable[[], Runbooks] = lambda: NO_RUNBOOKS
    smallest_group: int = CROWD
    warnings: Callable[[], Sequence[str]] = tuple
    checkpoint: Callable[[str], None] = lambda _: None

    def deliver(self, key: DeliveryKey) -> bool:
        """Deliver one slot, if it is to be had; True when it was delivered (or had nothing to say).

        Raises StoreError when the database refuses; the claim then runs out and the slot is tried again.
        """
        now = self.clock()
        self.checkpoint("before claim")
        slot = self.slots.claim(key, self.owner, now, now + LEASE)
        subscription = self.subscriptions.find(key.subscription)
        if slot is None or subscription is None:
            return False
        self.checkpoint("claimed")
        try:
            return self._deliver(slot, subscription)
        except _ClaimRanOutError:
            return False  # whoever has it now reads the channel back, and so do we when we claim it again
        except PostError as failed:
            self._failed(slot, subscription, failed)
            return False

    def _deliver(self, slot: Slot, subscription: Subscription) -> bool:
        info = self.poster.channel_info(subscription.channel)
        wrong = problem(subscription.channel, info, self.allowed) or self._about_few(subscription.plan)
        if wrong:
            raise PostError(wrong, code=NOT_ALLOWED, transient=False)
        delivery = self.deliveries.find(slot.key)
        newer = self.slots.newer(slot.key)
        if newer and (delivery is None or not self._begun(delivery)):
            self.slots.merge(slot, newer)
            return self.deliver(newer)
        if delivery is None:
            delivery = self._make(slot, subscription)
            self.deliveries.save(delivery)
        self.checkpoint("saved")
        if not self._post(slot, delivery):
            return False
        self.checkpoint("before the position moves")
        self.deliveries.finish(delivery)
        return True

    def _about_few(self, plan: SubscriptionPlan) -> str:
        """Why a digest of numbers is not posted: its filter leads to a few people, of whom each number would tell."""
        few = self.smallest_group
        if plan.show is not Visibility.COUNTS or not names_too_few(self.snapshots.current(), plan.filters, few):
            return ""
        return (
            f"It shows numbers alone, and its filter names fewer than {few} people, or all but so few. Choose a wider "
            "filter, show:masked or show:names."
        )

    def _make(self, slot: Slot, subscription: Subscription) -> Delivery:
        self.snapshots.refresh()  # another process may have loaded something
        snapshot, now = self.snapshots.current(), self.clock()
        inputs = DigestInputs(
            snapshot,
            self.decisions.about,
            self.warnings(),
            self.catalogue,
            self.incident_budget,
            self.runbooks(),
            self.smallest_group,
            self.signs.of(subscription, snapshot, now),
            self.deliveries.reported_at(subscription.number, subscription.position),
        )
        return make_delivery(subscription, slot, inputs, now)

    def _begun(self, delivery: Delivery) -> bool:
        """Whether anything of it has been posted."""
        first = delivery.parts[:1]
        return bool(first) and (first[0].ts is not None or self._find(delivery, first[0], None) is not None)

    def _post(self, slot: Slot, delivery: Delivery) -> bool:
        """Post what is not posted yet; False when the claim was lost, or nobody wants the rest any more."""
        head: str | None = None
        for part in delivery.parts:
            ts = part.ts
            if ts is None and not part.skipped:
                until = self.elapsed() + LEASE.total_seconds()
                subscription = self._still_wanted(slot)
                if subscription is None:
                    return False
                ts = self._post_part(slot, delivery, part, head, Terms(subscription.plan, until))
            head = head or ts
        return True

    def _still_wanted(self, slot: Slot) -> Subscription | None:
        """Read the subscription again before each part: it may have been changed, ended or paused meanwhile.

        None when nothing more is to be posted, or the claim was lost.
        """
        subscription = self.subscriptions.find(slot.key.subscription)
        if subscription is None or subscription.state is not SubscriptionState.ACTIVE:
            return None
        return subscription if self.slots.renew(slot, self.owner, self.clock() + LEASE) else None

    def _post_part(self, slot: Slot, delivery: Delivery, planned: Part, head: str | None, terms: "Terms") -> str | None:
        """Post one part and write it down; None when it was left out, as only the messages are needed."""
        part = part_as_shown(
            delivery,
            planned,
            terms.plan,
            self.decisions.about,
            self.clock(),
            self.runbooks(),
            smallest_group=self.smallest_group,
        )
        if part is None:
            self.deliveries.mark_skipped(delivery.key, planned.number, CHANGED)
            return None
        try:
            ts = self._find(delivery, part, head) if slot.attempts > 1 else None
            if ts is None:
                ts = self._send(delivery, part, head, terms.until)
                self.checkpoint(f"posted {part.number}")
        except PostError as failed:
            if _can_go_without(part, failed):
                self.deliveries.mark_skipped(delivery.key, part.number, failed.code)
                return None
            raise
        self.deliveries.mark_posted(delivery.key, part.number, ts)
        self.checkpoint(f"recorded {part.number}")
        return ts

    def _send(self, delivery: Delivery, part: Part, head: str | None, until: float) -> str:
        def check() -> None:
            if self.elapsed() >= until:  # the process stood still meanwhile
                raise _ClaimRanOutError

        if part.content is not None:
            name, title, alt = (part.payload[key] for key in ("name", "title", "alt"))
            where = delivery.channel, head or "", name
            return self.poster.upload(*where, part.content, title=title, alt=alt, check=check)
        message = Message(part.payload["text"], tuple(part.payload["blocks"]))
        return self.poster.post(delivery.channel, message, mark=mark_of(delivery, part), thread_ts=head, check=check)

    def _find(self, delivery: Delivery, part: Part, head: str | None) -> str | None:
        if part.content is not None:
            return self.poster.find_file(delivery.channel, head or "", part.payload["name"])
        since = delivery.made_at - _SKEW
        return self.poster.find(delivery.channel, mark_of(delivery, part), since=since, thread_ts=head)

    # --- when Slack refuses

    def _failed(self, slot: Slot, subscription: Subscription, failed: PostError) -> None:
        """Postpone what may work later; pause what a person must put right, and inform that person once."""
        now = self.clock()
        if failed.transient or failed.code in _TOKEN:
            if slot.attempts >= _MANY or failed.code in _TOKEN | _SCOPE:
                self._report(subscription, str(failed))
            self.slots.postpone(slot, self.owner, now + _wait(slot.attempts, failed.retry_after))
        else:
            self._inform_subscriber(slot, subscription, str(failed))
            self.subscriptions.pause(subscription.number, str(failed))
            self.slots.postpone(slot, self.owner, now)

    def _report(self, subscription: Subscription, sentence: str) -> None:
        """Write down what holds a digest up; the operator hears of each problem once, for all digests together."""
        if self.subscriptions.report_problem(subscription.number, sentence):
            self.tell(f"Digest {subscription.number} waits: {sentence}")

    def _inform_subscriber(self, slot: Slot, subscription: Subscription, sentence: str) -> None:
        """Send a direct message to whoever subscribed; tell the operator where that is not possible."""
        mark = Mark(str(slot.key), _NOTICE)
        try:
            direct = self.poster.direct(subscription.created_by)
            if slot.attempts == 1 or not self._is_posted(direct, mark):
                notice = cannot_deliver(subscription.channel, subscription.plan.words(), sentence)
                self.poster.post(direct, notice, mark=mark)
        except PostError:
            self.tell(f"Digest {subscription.number} is paused: {sentence}")

    def _is_posted(self, direct: str, mark: Mark) -> bool:
        """Whether a direct message was posted before a crash; where Slack does not answer, it is posted once more."""
        try:
            return self.poster.find(direct, mark, since=self.clock() - timedelta(days=1)) is not None
        except PostError:
            return False


@dataclass(frozen=True, slots=True)
class Terms:
    """On what a part is posted: the plan as it is now, and until when the claim is ours, in elapsed seconds."""

    plan: SubscriptionPlan
    until: float


class _ClaimRanOutError(Exception):
    """The claim is somebody else's by now."""


def mark_of(delivery: Delivery, part: Part) -> Mark:
    """Return the metadata of a part's message."""
    return Mark(str(delivery.key), part.number)


def _wait(attempts: int, retry_after: float | None) -> timedelta:
    """How long to wait: what Slack asks for, else longer after each attempt."""
    own = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts - 1, 10))
    return own if retry_after is None else timedelta(seconds=retry_after)


def _can_go_without(part: Part, failed: PostError) -> bool:
    """Whether a digest is delivered without this part: one of its thread, when that alone is refused."""
    if part.kind is PartKind.MESSAGE:
        return False
    final = not failed.transient or failed.code in _SCOPE
    return final and failed.code not in _CHANNEL | _TOKEN
