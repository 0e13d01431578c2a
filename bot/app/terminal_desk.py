"""The digests' desk where there is no Slack: it lists, previews and explains; nothing is posted."""

from dataclasses import replace

from bot.app.core import Core
from bot.service.answering import Answering
from bot.service.deciding import Deciding
from bot.service.desk import DigestDesk
from bot.service.digesting import Digesting
from bot.service.subscribing import Subscribing
from bot.storage.decisions import DecisionLog
from bot.storage.deliveries import Deliveries
from bot.storage.slots import Slots
from bot.storage.subscriptions import Subscriptions


def terminal_answering(core: Core) -> Answering:
    """The core's answers, with what the database knows of digests and decisions."""
    name = core.ledger.tenant
    subscriptions, decisions = Subscriptions(core.engine, name), DecisionLog(core.engine, name)
    digesting = Digesting(
        subscriptions=subscriptions,
        slots=Slots(core.engine, name),
        deliveries=Deliveries(core.engine, name),
        decisions=decisions,
        snapshots=core.snapshots,
        catalogue=core.catalogue,
        access_log=core.access_log,
        clock=core.clock,
    )
    subscribing = Subscribing(subscriptions, None, core.access_log, core.clock, core.settings.digest_channels)
    deciding = Deciding(decisions, core.snapshots, core.access_log, core.clock)
    return replace(core.answering, desk=DigestDesk(subscribing, digesting, deciding))
