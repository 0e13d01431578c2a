"""The digest of all behind a position, in a process of its own: one JSON line of CPU seconds, and of its memory in MB.

python -m tests.benchmarks.day_of_failures DATABASE_URL POSITION NOW
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.__main__ import SELDOM
from bot.app.services import build_services
from bot.digests.decision import DecisionHistory
from bot.digests.delivery import DeliveryKey, Slot
from bot.digests.plan import Frequency, SubscriptionPlan
from bot.digests.subscription import Subscription, SubscriptionOrigin, SubscriptionState
from bot.privacy import Visibility
from bot.service.digests.message_parts import DigestInputs, make_delivery
from bot.settings import Settings


def delivery(url: str, position: int, now: datetime) -> Callable[[], object]:
    """The making of a digest of all behind a position: contents, messages and the file, with names."""
    services = build_services(Settings.model_validate({"SSPR_DATABASE_URL": url}), clock=lambda: now)
    plan = SubscriptionPlan(Frequency.DAILY, "UTC", now.time(), show=Visibility.NAMES)
    then = now - timedelta(days=1)
    subscription = Subscription(
        1, "C1", plan, "U1", then, SubscriptionOrigin.SLACK, "", SubscriptionState.ACTIVE, "", then, position, then, then, False,
    )  # fmt: skip
    inputs = DigestInputs(services.snapshots.current(), lambda _: DecisionHistory(), (), services.catalogue)
    return lambda: make_delivery(subscription, Slot(DeliveryKey(1, now), now, 0, False, 1), inputs, now)


def main() -> None:
    """Measure, and print."""
    gc.set_threshold(*SELDOM)  # as in the bot
    make = delivery(sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]))
    before = time.process_time()
    make()
    seconds = time.process_time() - before
    status = Path("/proc/self/status").read_text()  # getrusage counts the process that started this one, too
    sys.stdout.write(json.dumps([seconds, int(status.partition("VmHWM:")[2].split()[0]) / 1024]))


if __name__ == "__main__":
    main()
