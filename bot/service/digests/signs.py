"""Signs that cannot wait, for the channels that asked for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analysis.cases.sign_reviews import SignReview
from bot.analysis.odd import Sign
from bot.digests.plan import Frequency
from bot.digests.subscription import Subscription
from bot.digests.urgent import SIGNS_RECENT, urgent_signs
from bot.reports.snapshot import Snapshot
from bot.reports.window import last
from bot.service.ports import OriginStore


@dataclass(frozen=True, slots=True)
class UrgentSigns:
    """Finds them. Every method may raise StoreError."""

    reviews: Callable[[], Sequence[SignReview]]
    origins: OriginStore

    def of(self, subscription: Subscription, snapshot: Snapshot, now: datetime) -> tuple[Sign, ...]:
        """List those that a channel does not know yet; none for a subscription to digests."""
        if subscription.plan.frequency is not Frequency.SIGNS:
            return ()
        origins = self.origins.crowded(snapshot, last(SIGNS_RECENT, now=now))
        return urgent_signs(subscription, snapshot, origins, self.reviews(), now)
