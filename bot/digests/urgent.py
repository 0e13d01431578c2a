"""Urgent incidents that a channel's digests do not know yet: they do not wait for the next digest."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.analysis.incidents import BUDGET, Incident, incidents
from bot.digests.subscription import Subscription
from bot.knowledge.catalogue import Catalogue
from bot.reports.snapshot import Snapshot
from bot.reports.window import last

RECENT: Final = timedelta(days=1)  # an incident that ended before is reported by the next digest


def urgent_incidents(
    subscription: Subscription, snapshot: Snapshot, *, catalogue: Catalogue, now: datetime, budget: float = BUDGET
) -> tuple[Incident, ...]:
    """Those of urgent causes, within the last day, of which the last digest knew no row; none before the first one."""
    position = subscription.position
    if position is None or snapshot.position <= position:
        return ()
    found = incidents(
        snapshot,
        last(RECENT, now=now),
        filters=subscription.plan.filters,
        catalogue=catalogue,
        zone=ZoneInfo(subscription.plan.zone),
        budget=budget,
    )
    return tuple(one for one in found if one.cause.urgent and one.first_position > position)
