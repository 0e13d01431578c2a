"""Work that takes longer than an acknowledgement may: done in small bounded pools, with a message when it fails."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from threading import BoundedSemaphore, Condition

from bot.errors import BotError, RefusedError
from bot.render.blocks.message import Message
from bot.slack.client import WHILE_SOMEBODY_WAITS
from bot.slack.error_handler import report
from bot.turns import waiting

_JOBS = 4  # threads
_SENDERS = 16  # threads, which wait for Slack and do nothing else
_MOST = 64  # waiting or being done; beyond it the bot says that it is busy

Work = Callable[[], object]
Tell = Callable[[Message], None]
_log = logging.getLogger(__name__)


class _Lane:
    """A pool that takes so much and no more."""

    def __init__(self, threads: int, name: str) -> None:
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.room = BoundedSemaphore(_MOST)


class Background:
    """Bounded pools of threads. Whoever waits for a job is told when it fails, if they can be reached at all."""

    def __init__(self, patience: float = WHILE_SOMEBODY_WAITS) -> None:
        """`patience` is how many seconds a request may wait for what it sends."""
        self._patience = patience
        self._jobs, self._senders = _Lane(_JOBS, "sspr-job"), _Lane(_SENDERS, "sspr-sender")
        self._idle = Condition()
        self._open = 0

    def submit(self, work: Work, tell: Tell | None = None) -> None:
        """Do it soon, and tell when it fails. Raises RefusedError when too much is waiting already."""
        self._begin(self._jobs, partial(_do, work, tell)).add_done_callback(lambda _: self._end(self._jobs))

    def send(self, work: Work, tell: Tell | None = None) -> bool:
        """Send something at once and wait for that, but not longer than a request may; whether it was done by then.

        After that it goes on alone, and `tell` hears when it fails. Raises what the work raises in time, and
        RefusedError as `submit` does.
        """
        job = self._begin(self._senders, work)
        with waiting():
            done = bool(wait((job,), self._patience).done)
        if not done:
            job.add_done_callback(partial(_failed_late, tell))
        job.add_done_callback(lambda _: self._end(self._senders))
        if done:
            try:
                job.result()
            finally:
                del job  # what it raised holds this frame, and so the answer, until the next look for garbage
        return done

    def wait_idle(self, seconds: float | None = None) -> bool:
        """Wait until nothing is left to do; False when that took too long."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._open, seconds)

    def stop(self) -> None:
        """Finish what was begun and take nothing more."""
        self._jobs.pool.shutdown(wait=True)
        self._senders.pool.shutdown(wait=True)

    def _begin(self, lane: _Lane, work: Work) -> Future[object]:
        if not lane.room.acquire(blocking=False):
            raise RefusedError("I am busy with other things just now. Please try again in a minute.")
        with self._idle:
            self._open += 1
        try:
            return lane.pool.submit(work)
        except RuntimeError:  # the pool is closed: the bot is about to end
            self._end(lane)
            raise RefusedError("I am about to restart. Please try again in a minute.") from None

    def _end(self, lane: _Lane) -> None:
        lane.room.release()
        with self._idle:
            self._open -= 1
            self._idle.notify_all()


def _do(work: Work, tell: Tell | None) -> None:
    try:
        work()
    except Exception as failed:  # noqa: BLE001 - the last stop of a thread: whatever it is, the bot goes on
        report(failed, tell)


def _failed_late(tell: Tell | None, job: Future[object]) -> None:
    failed = job.exception()
    if isinstance(failed, BotError):
        _log.warning("An answer was not sent: %s", failed.logged)
    if isinstance(failed, Exception):
        report(failed, tell)
