"""The monthly round of SSPR_KEEP_DAYS, by hand and by schedule."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.app.services import Services, boot_seconds
from bot.errors import BotError
from bot.schedule.clock_guard import ClockGuard
from bot.storage.erasure.pages import write_anew
from bot.storage.retention.keep import Keep
from bot.storage.retention.retention import Retention
from bot.storage.snapshots.current import file_of

LOOK_EVERY: Final = timedelta(days=1)
_log = logging.getLogger(__name__)


def build_retention(services: Services) -> Retention:
    """Put it together."""
    keep = Keep.of(services.settings.keep_days, services.settings.where("keep_days"))
    return Retention(services.tenant, services.activity, services.access_log, keep)


def clock_doubt(services: Services) -> str:
    """Why the clock is not to be trusted, where there is a Slack to compare it with; else ""."""
    from bot.app.checking import has_slack, slack_time_of  # noqa: PLC0415 - by hand alone

    if not has_slack(services.settings):
        return ""
    return ClockGuard(services.clock, boot_seconds, lambda: slack_time_of(services.settings)).doubt()


def carry_out(services: Services) -> Counter[str]:
    """Take away what is too old, from the files as well; how many rows, by table. Raises StoreError."""
    counts = build_retention(services).carry_out(services.clock())
    if file := file_of(services.tenant):
        file.path.unlink(missing_ok=True)
    services.snapshots.refresh()
    for engine in dict.fromkeys((services.tenant.engine, services.activity.engine)):
        if not write_anew(engine):
            _log.warning("A file of the database is in use: what was taken away stays in it until the next round")
    return counts


@dataclass(frozen=True, slots=True)
class MonthlyRetention:
    """The round of each month. It never raises: what does not succeed is logged, and tried again the next time.

    `doubt` says why the clock is not to be trusted just now: one that is ahead would take away what is to be kept.
    """

    services: Services
    doubt: Callable[[], str]

    def __call__(self) -> None:
        """Carry the round out, unless this month has had one."""
        where = self.services.settings.where("keep_days")
        try:
            if build_retention(self.services).is_due(self.services.clock()):
                if doubt := self.doubt():
                    _log.warning("SSPR_KEEP_DAYS waits: %s", doubt)
                    return
                counts = carry_out(self.services)
                _log.info("%s: %d rows were too old and went", where, counts.total())
        except BotError as error:
            _log.error("%s could not be kept: %s", where, error.logged)
        except Exception as error:  # noqa: BLE001 - a message of the database may hold values
            _log.error("%s could not be kept: %s", where, type(error).__name__)
