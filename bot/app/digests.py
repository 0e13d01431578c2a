"""Digests put together: stores on the database, services on the stores, and a poster where there is one."""

import logging
import socket
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import overload
from zoneinfo import ZoneInfo

from bot.app.services import Services, boot_seconds
from bot.errors import SettingsError
from bot.service.answers.digest_questions import DigestQuestions, Work
from bot.service.channel_policy import DigestChannels
from bot.service.decisions.case_actions import CaseActions
from bot.service.decisions.decisions import Deciding
from bot.service.decisions.following import Following
from bot.service.digest_services import Digests, PostedDigests
from bot.service.digests.delivery import Delivering
from bot.service.digests.digesting import Digesting
from bot.service.digests.edit_posted import EditPosted
from bot.service.digests.signs import UrgentSigns
from bot.service.digests.subscribing import Subscribing
from bot.service.digests.subscription_file import FileEntry, apply, differences, read_entries
from bot.service.notices.notices import Notices
from bot.service.notices.ports import FindRecipient
from bot.service.posting import Poster
from bot.settings import Settings, text_encoding
from bot.storage.digests.decisions import DecisionLog
from bot.storage.digests.deliveries import Deliveries
from bot.storage.digests.follows import Follows
from bot.storage.digests.notices import NoticeLog
from bot.storage.digests.sign_reviews import SignReviews
from bot.storage.digests.slots import Slots
from bot.storage.digests.subscriptions import Subscriptions
from bot.storage.ledger.addresses import Addresses

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Audience:
    """What is known of Slack users to whom the bot writes.

    Whether they may see people, where they are, and in which channels.
    """

    may_see: Callable[[str], bool]
    zone_of: Callable[[str], ZoneInfo]
    recipient: FindRecipient
    channels_of: Callable[[str], Collection[str]]  # empty where Slack does not say


NOBODY = Audience(lambda _: False, lambda _: ZoneInfo("UTC"), lambda _: None, lambda _: frozenset())


def _at_once(work: Work) -> None:
    work()


def digest_channels(settings: Settings) -> DigestChannels:
    """The channels that digests may go to."""
    return DigestChannels(settings.digest_channels, settings.other_channels)


@overload
def build_digests(services: Services, poster: None) -> Digests: ...
@overload
def build_digests(
    services: Services,
    poster: Poster,
    *,
    warnings: Callable[[], Sequence[str]] = ...,
    tell: Callable[[str], None] = ...,
    checkpoint: Callable[[str], None] = ...,
    later: Callable[[Work], None] = ...,
    elapsed: Callable[[], float] = ...,
    audience: Audience = ...,
) -> PostedDigests: ...
def build_digests(
    services: Services,
    poster: Poster | None,
    *,
    warnings: Callable[[], Sequence[str]] = tuple,
    tell: Callable[[str], None] = _log.error,
    checkpoint: Callable[[str], None] = lambda _: None,
    later: Callable[[Work], None] = _at_once,
    elapsed: Callable[[], float] = boot_seconds,
    audience: Audience = NOBODY,
) -> Digests:
    """Put the digests together; nothing runs yet.

    `warnings` gives what is wrong with the sources, a sentence each, which a digest repeats rather than reporting
    nothing new. `tell` reaches whoever runs the bot, `checkpoint` hears the name of each step of a delivery, `later`
    runs what takes longer than an answer may, `elapsed` counts seconds on a clock that nobody can set.
    `audience` knows Slack users.
    """
    tenant, snapshots, catalogue = services.activity, services.snapshots, services.catalogue
    access_log, clock, allowed = services.access_log, services.clock, digest_channels(services.settings)
    budget, runbooks = services.settings.incident_budget, services.runbooks.current
    subscriptions, slots = Subscriptions(tenant), Slots(tenant)
    deliveries, decisions = Deliveries(tenant), DecisionLog(tenant)
    unhurried = replace(tenant, wait=None)  # nobody waits for a delivery, and one that gives up is late by minutes
    signs = UrgentSigns(SignReviews(services.activity).all, Addresses(services.tenant))
    delivering = (
        None
        if poster is None
        else Delivering(
            subscriptions=Subscriptions(unhurried),
            slots=Slots(unhurried),
            deliveries=Deliveries(unhurried),
            decisions=decisions,
            snapshots=snapshots,
            catalogue=catalogue,
            poster=poster,
            clock=clock,
            elapsed=elapsed,
            owner=f"{socket.gethostname()}-{uuid.uuid4().hex[:12]}",
            tell=tell,
            signs=signs,
            allowed=allowed,
            incident_budget=budget,
            runbooks=runbooks,
            smallest_group=services.settings.smallest_group,
            warnings=warnings,
            checkpoint=checkpoint,
        )
    )
    notices = NoticeLog(tenant) if poster else None
    following = (
        Following(
            follows=Follows(tenant),
            snapshots=snapshots,
            catalogue=catalogue,
            tokens=services.tokens,
            access_log=access_log,
            clock=clock,
            poster=poster,
            may_see=audience.may_see,
            zone_of=audience.zone_of,
        )
        if poster
        else None
    )
    subscribing = Subscribing(subscriptions, poster, access_log, clock, allowed)
    digesting = Digesting(
        subscriptions,
        slots,
        deliveries,
        decisions,
        snapshots,
        catalogue,
        access_log,
        clock,
        signs,
        delivering,
        budget,
        runbooks,
        services.settings.smallest_group,
    )
    digests = Digests(
        subscriptions=subscriptions,
        slots=slots,
        deliveries=deliveries,
        decisions=decisions,
        subscribing=subscribing,
        digesting=digesting,
        deciding=Deciding(decisions, snapshots, access_log, clock),
        questions=DigestQuestions(
            subscribing,
            digesting,
            deliveries,
            decisions,
            snapshots,
            poster,
            later,
            notices,
            following,
            audience.channels_of,
        ),
    )
    if not (poster and delivering and following):
        return digests
    return _posted(services, digests, poster, delivering, following, audience)


def _posted(
    services: Services,
    digests: Digests,
    poster: Poster,
    delivering: Delivering,
    following: Following,
    audience: Audience,
) -> PostedDigests:
    """Add what needs the poster."""
    edit_posted = EditPosted(
        digests.subscriptions,
        digests.deliveries,
        digests.decisions,
        services.snapshots,
        services.catalogue,
        poster,
        services.clock,
        services.runbooks.current,
        smallest_group=services.settings.smallest_group,
        reviews=SignReviews(services.activity).all,
    )
    return PostedDigests(
        subscriptions=digests.subscriptions,
        slots=digests.slots,
        deliveries=digests.deliveries,
        decisions=digests.decisions,
        subscribing=digests.subscribing,
        digesting=digests.digesting,
        deciding=digests.deciding,
        questions=digests.questions,
        poster=poster,
        delivering=delivering,
        edit_posted=edit_posted,
        case_actions=CaseActions(
            deciding=digests.deciding,
            deliveries=digests.deliveries,
            subscriptions=digests.subscriptions,
            tokens=services.tokens,
            snapshots=services.snapshots,
            catalogue=services.catalogue,
            access_log=services.access_log,
            clock=services.clock,
            edit_posted=edit_posted,
        ),
        following=following,
        notices=Notices(
            store=NoticeLog(services.activity),
            snapshots=services.snapshots,
            catalogue=services.catalogue,
            access_log=services.access_log,
            clock=services.clock,
            poster=poster,
            recipient=audience.recipient,
        ),
    )


def apply_file(services: Services) -> tuple[str, ...]:
    """Bring the subscriptions to what SSPR_SUBSCRIPTIONS says. Returns a sentence for each change."""
    entries = _entries(services)
    return () if entries is None else apply(entries, Subscriptions(services.activity), services.clock())


def file_differences(services: Services) -> tuple[str, ...]:
    """List where the subscriptions differ from what SSPR_SUBSCRIPTIONS says, a sentence each."""
    entries = _entries(services)
    return () if entries is None else differences(entries, Subscriptions(services.activity).not_ended())


def _entries(services: Services) -> tuple[FileEntry, ...] | None:
    """Read the file's entries; None without a file. Raises SettingsError when it cannot be read."""
    path = services.settings.subscriptions_file
    if path is None:
        return None
    try:
        text = path.read_text(text_encoding(path))
    except (OSError, UnicodeDecodeError) as error:
        where = services.settings.where("subscriptions_file")
        raise SettingsError(f"{where}: {path} cannot be read ({type(error).__name__}).") from error
    return read_entries(text, catalogue=services.catalogue, zone=services.settings.zone, now=services.clock())
