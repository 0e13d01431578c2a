"""Health of the digests: for readiness, for `sspr check`, and for whoever runs the bot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.digests.due_times import is_ahead
from bot.digests.subscription import Subscription, SubscriptionState
from bot.service.digests.ports import SlotStore, SubscriptionStore

_TICKS = timedelta(minutes=5)  # a scheduler that has not run for so long has stopped
_OVERDUE = timedelta(minutes=30)
NOT_ASKED = "Slack cannot be asked whether the clock here is right."


@dataclass(frozen=True, slots=True)
class DigestHealth:
    """The state of the digests at one moment."""

    at: datetime
    last_tick: datetime | None  # when the scheduler last ran; None where there is none
    oldest_open: datetime | None  # the due time of the oldest digest that is not delivered
    paused: tuple[tuple[int, str, str], ...]  # number, channel and why
    held_up: tuple[tuple[int, str, str], ...]
    doubt: str = ""  # why the clock is not to be trusted
    ahead: tuple[tuple[int, datetime], ...] = ()  # number of a digest that has looked into the future, and how far

    @property
    def ready(self) -> bool:
        """Whether digests go out; a paused channel counts as ready, as only its people can put it right."""
        ticks = self.last_tick is not None and abs(self.at - self.last_tick) <= _TICKS
        sure = self.doubt in ("", NOT_ASKED) and not self.ahead  # while Slack is away no digest could be posted
        return ticks and sure and (self.oldest_open is None or self.at - self.oldest_open <= _OVERDUE)

    def sentences(self) -> Iterator[str]:
        """List what is wrong, one sentence each; nothing when all is well."""
        if self.doubt:
            yield f"{self.doubt} No digest is looked for meanwhile."
        for number, cursor in self.ahead:
            yield f"Digest {number} was looked for until {cursor:%Y-%m-%d %H:%M} UTC, still to come; it goes back."
        if self.last_tick is not None and self.last_tick - self.at > _TICKS:
            yield f"Digests were last looked for at {self.last_tick:%Y-%m-%d %H:%M} UTC: the clock was set back."
        if self.last_tick is not None and self.at - self.last_tick > _TICKS:
            yield f"No digest was looked for since {self.last_tick:%Y-%m-%d %H:%M} UTC; restart the bot."
        if self.oldest_open is not None and self.at - self.oldest_open > _OVERDUE:
            yield f"A digest due {self.oldest_open:%Y-%m-%d %H:%M} UTC is not delivered yet."
        for number, channel, problem in self.held_up:
            yield f"Digest {number} for {channel} waits: {problem}"
        for number, channel, problem in self.paused:
            yield f"Digest {number} for {channel} is paused: {problem}"


def health(
    subscriptions: SubscriptionStore, slots: SlotStore, now: datetime, last_tick: datetime | None, doubt: str = ""
) -> DigestHealth:
    """Look at the digests. Raises StoreError when the database does not answer."""
    found = subscriptions.not_ended()
    with_problem = [one for one in found if one.problem]
    return DigestHealth(
        at=now,
        last_tick=last_tick,
        oldest_open=slots.oldest_open(now),
        paused=_listed(with_problem, SubscriptionState.PAUSED),
        held_up=_listed(with_problem, SubscriptionState.ACTIVE),
        doubt=doubt,
        ahead=tuple((one.number, one.cursor) for one in found if is_ahead(one, now)),
    )


def _listed(found: Iterable[Subscription], state: SubscriptionState) -> tuple[tuple[int, str, str], ...]:
    return tuple((one.number, one.channel, one.problem) for one in found if one.state is state)
