"""The fleet in the provider's own channels, at the hours that `digest` in [provider] names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.analysis.fleet.fleet import fleet
from bot.analysis.fleet.numbers import of_crowds
from bot.app.bot import Bot
from bot.app.tenants.executor import Executor
from bot.app.tenants.fleet import FleetTask, titled
from bot.app.tenants.tenants_file import ProviderRow
from bot.digests.due_times import due_slots, next_slot
from bot.digests.plan import Frequency
from bot.render.blocks.message import Message
from bot.render.tenants import fleet as fleet_message
from bot.reports.window import Window, last
from bot.service.posting import Mark

_LATE: Final = timedelta(hours=1)  # so long after its hour it is still posted
_AGAIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FleetDigest:
    """Posts what is due to each of the provider's channels, once; numbers of few people are left out for all."""

    executor: Executor
    titles: Callable[[], Mapping[str, str]]

    def visit(self, bot: Bot, row: ProviderRow, now: datetime) -> datetime:
        """Post it where it is due and is not there yet; when to come again. Raises PostError."""
        plan = row.plan
        if plan is None:
            return now + _AGAIN
        due = due_slots(plan, now - _LATE, now)
        if due:
            length = timedelta(days=7 if plan.frequency is Frequency.WEEKLY else 1)
            message, mark = self._message(bot, due[-1], length), Mark(f"fleet-{int(due[-1].timestamp())}", 1)
            for channel in row.all_channels():
                if bot.digests.poster.find(channel, mark, since=due[-1]) is None:  # posted before a crash, or not
                    bot.digests.poster.post(channel, message, mark=mark)
        return next_slot(plan, now) or now + _AGAIN

    def _message(self, bot: Bot, at: datetime, length: timedelta) -> Message:
        settings, titles = bot.services.settings, self.titles()
        window, previous = last(length, now=at), Window(at - 2 * length, at - length, "before")
        found = self.executor.run(FleetTask(window, previous, at), list(titles))
        numbers = [titled(of_crowds(one, settings.smallest_group), titles) for one in found]
        return fleet_message.message(fleet(window, "", numbers, bot.services.catalogue), zone=settings.zone)
