"""The one scheduler of a running bot: every job that runs again and again, or at a time."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

_THREADS = 10
_LOOK_EVERY = 1.0  # seconds between looks whether a job stands still


class Jobs:
    """Runs jobs in threads. A job never runs twice at a time, and a late one is run, not skipped.

    A heavy job may take minutes; only one of these runs at a time, and none of the others waits for it. Jobs must not
    raise: the scheduler would log the error with values of the data.
    """

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(_THREADS), "heavy": ThreadPoolExecutor(1)},
            # Given to the constructor of the scheduler itself, these are ignored. The default grace of one second
            # would skip a job that is late, without a word.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._lengths: dict[str, timedelta] = {}
        self._stopping = threading.Event()
        self._look = threading.Thread(target=self._keep_going, name="sspr-jobs", daemon=True)

    def every(self, length: timedelta, job: Callable[[], object], *, name: str, heavy: bool = False) -> None:
        """Run a job as soon as the scheduler is started, and then every so often."""
        trigger = IntervalTrigger(seconds=int(length.total_seconds()), timezone=UTC)
        executor = "heavy" if heavy else "default"
        self._lengths[name] = length
        self._scheduler.add_job(job, trigger, id=name, executor=executor, next_run_time=datetime.now(UTC))

    def after(self, length: timedelta, job: Callable[[], object], *, name: str) -> None:
        """Run a job once, so long from now; it replaces one of the same name that has not run yet."""
        trigger = DateTrigger(datetime.now(UTC) + length, timezone=UTC)
        self._scheduler.add_job(job, trigger, id=name, replace_existing=True)

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()
        self._look.start()

    def stop(self) -> None:
        """Let the jobs under way finish, and begin no other."""
        self._stopping.set()
        if self._scheduler.running:
            self._look.join()
            # A shutdown while a last run is handed out ends the scheduler's thread in an error: it no longer finds
            # the job that it is about to remove. With no job left, nothing can be handed out.
            self._scheduler.pause()
            self._scheduler.remove_all_jobs()
            self._scheduler.shutdown(wait=True)

    def _keep_going(self) -> None:
        """Run what would stand still: the next run is a wall time, and lies far ahead once the clock was set back."""
        while not self._stopping.wait(_LOOK_EVERY):
            now = datetime.now(UTC)
            for name, length in list(self._lengths.items()):
                job = self._scheduler.get_job(name)
                if job and job.next_run_time and job.next_run_time - now > length + timedelta(seconds=_LOOK_EVERY):
                    job.modify(next_run_time=now)
