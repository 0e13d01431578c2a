"""What the stories of digests speak of and need from outside: subscriptions, slots, deliveries, decisions, a poster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from bot.analysis.digest import DigestAnswer
from bot.questions.plan import SubscriptionPlan
from bot.render.blocks.message import Message
from bot.reports.window import EPOCH

_MICROSECOND = timedelta(microseconds=1)

# ---- subscriptions ---------------------------------------------------------------------------------------------------


class State(StrEnum):
    """Whether a subscription gets its digests."""

    ACTIVE = "active"
    PAUSED = "paused"  # its channel cannot be written to; its trouble says why
    ENDED = "ended"


class Source(StrEnum):
    """Where a subscription was made."""

    SLACK = "slack"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One channel's wish for digests, and how far it has been told."""

    number: int
    channel: str
    plan: SubscriptionPlan
    created_by: str  # a Slack user ID, "" when the file names nobody
    created_at: datetime
    source: Source
    name: str  # of its entry in the file; "" for one from Slack
    state: State
    trouble: str  # why it is paused, or what holds it up; "" when all is well
    cursor: datetime  # slots after it have not been looked at
    position: int | None  # the newest place in the ledger that was told; None before the first digest
    delivered_at: datetime | None  # when the last digest was made
    posted_at: datetime | None  # when the last one was made that had anything to say
    doubted: bool  # whether the last one had doubts about its data


class Subscriptions(Protocol):
    """Keeps the subscriptions of a tenant."""

    def add(
        self, channel: str, plan: SubscriptionPlan, by: str, now: datetime, *, source: Source, name: str = ""
    ) -> Subscription:
        """A new one; its first slot is the first after now."""
        ...

    def find(self, number: int) -> Subscription | None:
        """The one of this number, whatever became of it."""
        ...

    def living(self, channel: str | None = None) -> tuple[Subscription, ...]:
        """All that have not ended, of one channel or of all, by number."""
        ...

    def change(self, number: int, plan: SubscriptionPlan, now: datetime, *, by: str | None = None) -> None:
        """Another plan, from now on; what was told stays told."""
        ...

    def end(self, number: int) -> None:
        """No more digests."""
        ...

    def pause(self, number: int, trouble: str) -> bool:
        """Until its channel can be written to again; True when it was not paused before."""
        ...

    def hold(self, number: int, trouble: str) -> bool:
        """Say what holds it up, while it is tried on; True when that is news: it holds up no other digest yet."""
        ...

    def resume(self, number: int) -> None:
        """Go on; what was missed becomes one catch-up."""
        ...


# ---- slots -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """One slot of one subscription, and so the one delivery of it."""

    subscription: int
    due: datetime

    def __str__(self) -> str:
        return f"{self.subscription}-{(self.due - EPOCH) // _MICROSECOND}"

    @staticmethod
    def parse(text: str) -> "DeliveryKey | None":
        """The key that `str` wrote; None for anything else."""
        number, _, micros = text.partition("-")
        if not (number.isdecimal() and micros.isdecimal() and len(number) < 10 and len(micros) < 18):  # noqa: PLR2004
            return None
        return DeliveryKey(int(number), EPOCH + int(micros) * _MICROSECOND)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a digest is due, claimed by a replica."""

    key: DeliveryKey
    first_due: datetime  # of the missed ones that are told with it
    missed: int
    by_hand: bool  # asked for with `digest now`
    attempts: int  # the claim's own number


class Slots(Protocol):
    """Opens slots and lets one replica at a time have each."""

    def open(self, subscription: Subscription, due: Sequence[datetime], *, by_hand: bool = False) -> bool:
        """One slot for these due times; False when another replica opened it already."""
        ...

    def waiting(self, now: datetime) -> tuple[DeliveryKey, ...]:
        """The slots that may be claimed now, oldest first, one of each subscription."""
        ...

    def claim(self, key: DeliveryKey, owner: str, now: datetime, until: datetime) -> Slot | None:
        """This slot, for this replica alone until then; None when it is not to be had."""
        ...

    def renew(self, slot: Slot, owner: str, until: datetime) -> bool:
        """Keep it longer; False when it was lost to another replica."""
        ...

    def put_off(self, slot: Slot, owner: str, not_before: datetime) -> None:
        """Give it back, to be tried again later."""
        ...

    def newer(self, key: DeliveryKey) -> DeliveryKey | None:
        """The next open slot of the same subscription."""
        ...

    def merge(self, slot: Slot, into: DeliveryKey) -> None:
        """Tell this slot with a newer one; its delivery, of which nothing was posted, is dropped."""
        ...

    def oldest_open(self, now: datetime) -> datetime | None:
        """The due time of the oldest slot that should have been delivered by now."""
        ...


# ---- deliveries ------------------------------------------------------------------------------------------------------


class PartKind(StrEnum):
    """How a part of a delivery is posted."""

    MESSAGE = "message"  # the first message
    THREAD = "thread"  # a message in its thread
    CHART = "chart"  # a picture in its thread; a digest is whole without it
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
    """What is told for one slot."""

    key: DeliveryKey
    channel: str
    made_at: datetime
    since: datetime | None
    from_position: int
    to_position: int
    note: str  # "Catch-up ..." or ""
    answer: DigestAnswer
    doubted: bool  # whether its data was in doubt: stale, failed, or none at all
    parts: tuple[Part, ...]  # none when there was nothing to say
    done: bool = False


class ToldAs(StrEnum):
    """As what a case stood in a delivery."""

    NEW = "new"
    RECOVERED = "recovered"
    HELPDESK = "helpdesk"


@dataclass(frozen=True, slots=True)
class ToldCase:
    """One case of one delivery."""

    key: DeliveryKey
    user: str
    cause: str
    opened_position: int
    told_as: ToldAs
    recovered_at: datetime | None = None


class Deliveries(Protocol):
    """Keeps what was decided and what of it was posted."""

    def freeze(self, delivery: Delivery) -> None:
        """Write it down before anything is posted."""
        ...

    def find(self, key: DeliveryKey) -> Delivery | None:
        """The delivery of a slot; None when none was made, or it was dropped."""
        ...

    def posted(self, key: DeliveryKey, part: int, ts: str) -> None:
        """Write down that a part was posted."""
        ...

    def skipped(self, key: DeliveryKey, part: int, why: str) -> None:
        """Write down that a part will not be posted."""
        ...

    def finish(self, delivery: Delivery) -> None:
        """Delivery and slot done and the position moved, in one transaction."""
        ...

    def newest(self, *, channel: str | None = None, user: str | None = None) -> Delivery | None:
        """The newest one that was done, in a channel, or in which a person stood."""
        ...

    def told(self, key: DeliveryKey) -> tuple[ToldCase, ...]:
        """The cases of a delivery."""
        ...

    def unmarked(self, since: datetime) -> tuple[ToldCase, ...]:
        """The new cases of done deliveries since then that have not been marked as recovered."""
        ...

    def mark(self, case: ToldCase, at: datetime) -> None:
        """Write down that a case has closed by success."""
        ...


# ---- decisions -------------------------------------------------------------------------------------------------------


class Deed(StrEnum):
    """What can be decided about a case or a cause."""

    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class CaseKey:
    """What a decision is about: one person with one cause, or with "" as the user the cause as a whole."""

    user: str  # casefolded
    cause: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, as it is kept."""

    case: CaseKey
    deed: Deed
    by: str  # a Slack user ID
    at: datetime
    position: int  # the newest place in the ledger then: later rows are not covered
    to: str | None = None
    reason: str | None = None
    until: datetime | None = None


class DecisionLog(Protocol):
    """Keeps what was decided: append-only."""

    def record(self, decided: Decided) -> None:
        """Append one."""
        ...

    def all(self) -> tuple[Decided, ...]:
        """Every decision, oldest first."""
        ...


# ---- posting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as Slack describes it."""

    name: str
    archived: bool
    shared: bool  # with another organisation
    member: bool  # whether the bot is in it


@dataclass(frozen=True, slots=True)
class Mark:
    """The metadata of a digest message: which delivery it belongs to, and as which part."""

    delivery: str
    part: int


class PostFailed(Exception):  # noqa: N818 - the fact; whether it is an error is for the story to say
    """Slack did not take something. A transient failure may have happened after the work was done."""

    def __init__(self, sentence: str, *, code: str, transient: bool, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence  # what is wrong and what to do, for a person
        self.code = code  # Slack's word: channel_not_found, token_revoked, ratelimited ...
        self.transient = transient
        self.retry_after = retry_after  # seconds


class Poster(Protocol):
    """Writes to Slack and reads back what it wrote. Every method may raise PostFailed."""

    def place(self, channel: str) -> Place:
        """What kind of channel it is now."""
        ...

    def direct(self, user: str) -> str:
        """The channel of the direct message with a person."""
        ...

    def post(self, channel: str, message: Message, *, mark: Mark | None = None, thread_ts: str | None = None) -> str:
        """A message; its ts."""
        ...

    def update(self, channel: str, ts: str, message: Message, *, mark: Mark | None = None) -> None:
        """Other words for a message."""
        ...

    def upload(self, channel: str, thread_ts: str, name: str, content: bytes, *, title: str, alt: str) -> str:
        """A file in a thread; its id."""
        ...

    def find(self, channel: str, mark: Mark, *, since: datetime, thread_ts: str | None = None) -> str | None:
        """The ts of the message that carries this mark, read back from the channel or a thread; None: not posted."""
        ...

    def find_file(self, channel: str, thread_ts: str, name: str) -> str | None:
        """The id of our file of this name in a thread; None: not there."""
        ...
