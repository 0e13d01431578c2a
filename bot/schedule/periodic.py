"""Work that is done again and again beside the answers, such as a pull."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

_GRACE_SECONDS = 3600  # the default of one second would skip a run that is late, without a word


class Every:
    """Runs `work` at once and then every so often, never twice at a time."""

    def __init__(self, length: timedelta, work: Callable[[], None]) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": _GRACE_SECONDS, "coalesce": True, "max_instances": 1},
        )
        trigger = IntervalTrigger(seconds=int(length.total_seconds()), timezone=UTC)
        self._scheduler.add_job(work, trigger, next_run_time=datetime.now(UTC))

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """Let the run under way finish, and begin no other."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
