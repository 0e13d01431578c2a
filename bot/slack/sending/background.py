"""Work that takes longer than an acknowledgement may: done in a small bounded pool, with a message when it fails."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Condition

from bot.errors import RefusedError
from bot.slack.error_handler import report
from bot.slack.sending.replies import Tell

_THREADS = 4
_MOST = 64  # waiting or being done; beyond it the bot says that it is busy

Work = Callable[[], None]


class Background:
    """A bounded pool of threads. Whoever waits for a job is told when it fails, if they can be reached at all."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="sspr-job")
        self._room = BoundedSemaphore(_MOST)
        self._idle = Condition()
        self._open = 0

    def submit(self, work: Work, tell: Tell | None = None) -> None:
        """Do it soon, and tell when it fails. Raises RefusedError when too much is waiting already."""
        if not self._room.acquire(blocking=False):
            raise RefusedError("I am busy with other things just now. Please try again in a minute.")
        with self._idle:
            self._open += 1
        try:
            self._pool.submit(self._do, work, tell)
        except RuntimeError:  # the pool is closed: the bot is about to end
            self._done()
            raise RefusedError("I am about to restart. Please try again in a minute.") from None

    def wait_idle(self, seconds: float | None = None) -> bool:
        """Wait until nothing is left to do; False when that took too long."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._open, seconds)

    def stop(self) -> None:
        """Finish what was begun and take nothing more."""
        self._pool.shutdown(wait=True)

    def _do(self, work: Work, tell: Tell | None) -> None:
        try:
            work()
        except Exception as failed:  # noqa: BLE001 - the last stop of a thread: whatever it is, the bot goes on
            report(failed, tell)
        finally:
            self._done()

    def _done(self) -> None:
        self._room.release()
        with self._idle:
            self._open -= 1
            self._idle.notify_all()
