"""Health of the digests: for readiness, for `sspr check`, and for whoever runs the bot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.digests.subscription import Subscription, SubscriptionState
from bot.service.digests.ports import SlotStore, SubscriptionStore

_TICKS = timedelta(minutes=5)  # a scheduler that has not run for so long has stopped
_OVERDUE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class DigestHealth:
    """The state of the digests at one moment."""

    at: datetime
    last_tick: datetime | None  # when the scheduler last ran; None where there is none
    oldest_open: datetime | None  # the due time of the oldest digest that is not delivered
    paused: tuple[tuple[int, str, str], ...]  # number, channel and why
    held_up: tuple[tuple[int, str, str], ...]

    @property
    def ready(self) -> bool:
        """Whether digests go out; a paused channel counts as ready, as only its people can put it right."""
        ticks = self.last_tick is not None and self.at - self.last_tick <= _TICKS
        return ticks and (self.oldest_open is None or self.at - self.oldest_open <= _OVERDUE)

    def sentences(self) -> Iterator[str]:
        """List what is wrong, one sentence each; nothing when all is well."""
        if self.last_tick is not None and self.at - self.last_tick > _TICKS:
            yield f"No digest was looked for since {self.last_tick:%Y-%m-%d %H:%M} UTC; restart the bot."
        if self.oldest_open is not None and self.at - self.oldest_open > _OVERDUE:
            yield f"A digest due {self.oldest_open:%Y-%m-%d %H:%M} UTC is not delivered yet."
        for number, channel, problem in self.held_up:
            yield f"Digest {number} for {channel} waits: {problem}"
        for number, channel, problem in self.paused:
            yield f"Digest {number} for {channel} is paused: {problem}"


def health(
    subscriptions: SubscriptionStore, slots: SlotStore, now: datetime, last_tick: datetime | None
) -> DigestHealth:
    """Look at the digests. Raises StoreError when the database does not answer."""
    with_problem = [one for one in subscriptions.not_ended() if one.problem]
    return DigestHealth(
        at=now,
        last_tick=last_tick,
        oldest_open=slots.oldest_open(now),
        paused=_listed(with_problem, SubscriptionState.PAUSED),
        held_up=_listed(with_problem, SubscriptionState.ACTIVE),
    )


def _listed(found: Iterable[Subscription], state: SubscriptionState) -> tuple[tuple[int, str, str], ...]:
    return tuple((one.number, one.channel, one.problem) for one in found if one.state is state)
