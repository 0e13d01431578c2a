"""The digest stories on a core and a poster, each part within a test's reach."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.app.chart_png import draw
from bot.app.core import Core
from bot.schedule.digest_scheduler import Clockwork
from bot.service.decisions.decisions import Deciding
from bot.service.digests.delivery import Delivering
from bot.service.digests.digesting import Digesting
from bot.service.digests.edit_posted import Refreshing
from bot.service.digests.message_parts import Draw
from bot.service.digests.subscribing import Subscribing
from bot.service.posting import Poster
from bot.storage.digests.decisions import DecisionLog
from bot.storage.digests.deliveries import Deliveries
from bot.storage.digests.slots import Slots
from bot.storage.digests.subscriptions import Subscriptions


@dataclass(frozen=True, slots=True)
class Digests:
    """All of them; `clockwork` is not started."""

    subscriptions: Subscriptions
    slots: Slots
    deliveries: Deliveries
    decisions: DecisionLog
    subscribing: Subscribing
    deciding: Deciding
    digesting: Digesting
    delivering: Delivering
    refreshing: Refreshing
    clockwork: Clockwork


def build_digests(
    core: Core,
    poster: Poster,
    *,
    tell: Callable[[str], None] = print,
    troubles: Callable[[], Sequence[str]] = tuple,
    checkpoint: Callable[[str], None] = lambda _: None,
    picture: Draw = draw,
    allowed: Sequence[str] = (),
) -> Digests:
    """As the composition root does, with what a test wants to hear, break or watch."""
    tenant = core.tenant
    subscriptions, slots = Subscriptions(tenant), Slots(tenant)
    deliveries, decisions = Deliveries(tenant), DecisionLog(tenant)
    delivering = Delivering(
        subscriptions=subscriptions,
        slots=slots,
        deliveries=deliveries,
        decisions=decisions,
        snapshots=core.snapshots,
        catalogue=core.catalogue,
        poster=poster,
        clock=core.clock,
        owner=secrets.token_hex(8),
        draw=picture,
        tell=tell,
        allowed=allowed,
        troubles=troubles,
        checkpoint=checkpoint,
    )
    digesting = Digesting(
        subscriptions=subscriptions,
        slots=slots,
        deliveries=deliveries,
        decisions=decisions,
        snapshots=core.snapshots,
        catalogue=core.catalogue,
        access_log=core.access_log,
        clock=core.clock,
        delivering=delivering,
    )
    refreshing = Refreshing(subscriptions, deliveries, decisions, core.snapshots, core.catalogue, poster, core.clock)
    return Digests(
        subscriptions=subscriptions,
        slots=slots,
        deliveries=deliveries,
        decisions=decisions,
        subscribing=Subscribing(subscriptions, poster, core.access_log, core.clock, allowed),
        deciding=Deciding(decisions, core.snapshots, core.access_log, core.clock),
        digesting=digesting,
        delivering=delivering,
        refreshing=refreshing,
        clockwork=Clockwork(digesting, delivering, refreshing),
    )
