"""The digests put together: what the Slack side, the clockwork, the command line and the demo share."""

import logging
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.app.core import Core
from bot.knowledge.catalogue import Catalogue
from bot.schedule.chart import draw
from bot.schedule.clockwork import Clockwork
from bot.service.deciding import Deciding
from bot.service.delivering import Delivering
from bot.service.digest_ports import Poster
from bot.service.digesting import Digesting
from bot.service.refreshing import Refreshing
from bot.service.subscribing import Subscribing
from bot.storage.decisions import DecisionLog
from bot.storage.deliveries import Deliveries
from bot.storage.slots import Slots
from bot.storage.subscriptions import Subscriptions

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Digests:
    """The stories of digests; `clockwork` is not started yet."""

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
    tell: Callable[[str], None] = _log.error,
    troubles: Callable[[], Sequence[str]] = tuple,
    checkpoint: Callable[[str], None] = lambda _: None,
) -> Digests:
    """Put the digest stories on the core's database. `tell` reaches the operator, once for each trouble."""
    tenant = core.ledger.tenant
    subscriptions, slots = Subscriptions(core.engine, tenant), Slots(core.engine, tenant)
    deliveries, decisions = Deliveries(core.engine, tenant), DecisionLog(core.engine, tenant)
    allowed = core.settings.digest_channels
    delivering = Delivering(
        subscriptions=subscriptions,
        slots=slots,
        deliveries=deliveries,
        decisions=decisions,
        snapshots=core.snapshots,
        catalogue=core.catalogue,
        poster=poster,
        clock=core.clock,
        owner=f"{socket.gethostname()[:60]}-{secrets.token_hex(8)}",
        draw=partial(draw, title=partial(_title, core.catalogue)),
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


def _title(catalogue: Catalogue, cause: str) -> str:
    return catalogue.causes[cause].title if cause in catalogue.causes else cause
