"""What does not wait for the next digest: urgent incidents and signs that a channel does not know yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.analysis.cases.sign_reviews import SignReview
from bot.analysis.incidents import BUDGET, Incident, incidents
from bot.analysis.odd import Sign
from bot.analysis.signs.fresh import fresh_signs
from bot.analysis.signs.scope import Scope
from bot.digests.subscription import Subscription
from bot.knowledge.catalogue import Catalogue
from bot.reports.origins import Origins
from bot.reports.snapshot import Snapshot
from bot.reports.window import last

RECENT: Final = timedelta(days=1)  # an incident that ended before is reported by the next digest
SIGNS_RECENT: Final = timedelta(days=7)  # reports may be loaded but once a week


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


def urgent_signs(
    subscription: Subscription, snapshot: Snapshot, origins: Origins, reviews: Sequence[SignReview], now: datetime
) -> tuple[Sign, ...]:
    """Those of the last week of which nothing showed when the last ones were posted; of a first time, all of them."""
    scope = Scope(snapshot, last(SIGNS_RECENT, now=now), ZoneInfo(subscription.plan.zone), origins)
    return fresh_signs(scope, subscription.position or 0, reviews, now)
