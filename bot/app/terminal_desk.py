"""The digests' desk where there is no Slack: it lists, previews and explains; nothing is posted."""

from dataclasses import replace

from bot.app.core import Core
from bot.service.answers.answering import Answering
from bot.service.answers.digest_questions import DigestQuestions
from bot.service.decisions.decisions import Deciding
from bot.service.digests.digesting import Digesting
from bot.service.digests.subscribing import Subscribing
from bot.storage.digests.decisions import DecisionLog
from bot.storage.digests.deliveries import Deliveries
from bot.storage.digests.slots import Slots
from bot.storage.digests.subscriptions import Subscriptions


def terminal_answering(core: Core) -> Answering:
    """The core's answers, with what the database knows of digests and decisions."""
    tenant = core.tenant
    subscriptions, decisions = Subscriptions(tenant), DecisionLog(tenant)
    digesting = Digesting(
        subscriptions=subscriptions,
        slots=Slots(tenant),
        deliveries=Deliveries(tenant),
        decisions=decisions,
        snapshots=core.snapshots,
        catalogue=core.catalogue,
        access_log=core.access_log,
        clock=core.clock,
    )
    subscribing = Subscribing(subscriptions, None, core.access_log, core.clock, core.settings.digest_channels)
    deciding = Deciding(decisions, core.snapshots, core.access_log, core.clock)
    return replace(core.answering, digests=DigestQuestions(subscribing, digesting, deciding))
