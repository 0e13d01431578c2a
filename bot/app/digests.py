"""Digests put together: subscriptions, slots, deliveries and decisions on the database, and the clockwork on Slack."""

import logging
import socket
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.app.chart_png import draw
from bot.app.core import Core
from bot.errors import SettingsError
from bot.schedule.digest_scheduler import Clockwork
from bot.service.decisions.decisions import Deciding
from bot.service.digests.delivery import Delivering
from bot.service.digests.digesting import Digesting
from bot.service.digests.edit_posted import Refreshing
from bot.service.digests.subscribing import Subscribing
from bot.service.digests.subscription_file import Entry, apply, differences, read_entries
from bot.service.posting import Poster
from bot.settings import text_encoding
from bot.slack.directory.bot_user import Identity
from bot.slack.sending.channel_rate_limit import ChannelRateLimit
from bot.slack.sending.poster import SlackPoster
from bot.storage.digests.decisions import DecisionLog
from bot.storage.digests.deliveries import Deliveries
from bot.storage.digests.slots import Slots
from bot.storage.digests.subscriptions import Subscriptions

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Digests:
    """The services around digests of one bot."""

    poster: Poster
    subscribing: Subscribing
    digesting: Digesting
    deciding: Deciding
    refreshing: Refreshing
    clockwork: Clockwork


def build_digests(
    core: Core, client: WebClient, identity: Identity, troubles: Callable[[], Sequence[str]] = tuple
) -> Digests:
    """The digests of a bot whose Slack client is at hand; the clockwork is not started yet.

    `troubles` tells what is wrong with the sources, a sentence each: a digest says so rather than nothing new.
    """
    tenant, allowed = core.tenant, core.settings.digest_channels
    poster: Poster = SlackPoster(client, identity, ChannelRateLimit())
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
        owner=f"{socket.gethostname()}-{uuid.uuid4().hex[:12]}",
        draw=lambda points: draw(points, lambda key: core.catalogue.causes[key].title),
        tell=_log.error,
        allowed=allowed,
        troubles=troubles,
    )
    digesting = Digesting(
        subscriptions, slots, deliveries, decisions, core.snapshots, core.catalogue, core.access_log, core.clock,
        delivering,
    )  # fmt: skip
    refreshing = Refreshing(
        subscriptions, deliveries, decisions, core.snapshots, core.catalogue, poster, core.clock
    )  # fmt: skip
    return Digests(
        poster=poster,
        subscribing=Subscribing(subscriptions, poster, core.access_log, core.clock, allowed),
        digesting=digesting,
        deciding=Deciding(decisions, core.snapshots, core.access_log, core.clock),
        refreshing=refreshing,
        clockwork=Clockwork(digesting, delivering, refreshing),
    )


def apply_file(core: Core) -> tuple[str, ...]:
    """Bring the subscriptions to what SSPR_SUBSCRIPTIONS says; what was changed, a sentence each."""
    entries = _entries(core)
    return () if entries is None else apply(entries, Subscriptions(core.tenant), core.clock())


def file_differences(core: Core) -> tuple[str, ...]:
    """Where the subscriptions differ from what SSPR_SUBSCRIPTIONS says."""
    entries = _entries(core)
    return () if entries is None else differences(entries, Subscriptions(core.tenant).not_ended())


def _entries(core: Core) -> tuple[Entry, ...] | None:
    """The file's entries; None without a file. Raises SettingsError when it cannot be read."""
    path = core.settings.subscriptions_file
    if path is None:
        return None
    try:
        text = path.read_text(text_encoding(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"SSPR_SUBSCRIPTIONS: {path} cannot be read ({type(error).__name__}).") from error
    return read_entries(text, catalogue=core.catalogue, zone=core.settings.zone, now=core.clock())
