"""The digest scheduler: finds digests that are due, every few seconds and when the next one is, and delivers them."""

import logging
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.digests.delivery import DeliveryKey
from bot.digests.due_times import next_slot
from bot.digests.subscription import SubscriptionState
from bot.errors import BotError
from bot.schedule.clock_guard import always_trusted
from bot.service.digest_services import PostedDigests
from bot.service.digests.health import DigestHealth, health
from bot.service.ports import Clock, Snapshots
from bot.service.posting import PostError

if TYPE_CHECKING:
    from bot.schedule.jobs import Jobs

EVERY = timedelta(seconds=20)
IDLE = timedelta(minutes=15)  # between visits to one of many tenants, where nothing is due or loaded
WORKERS = 4  # digests delivered at once: a slow channel does not hold up the others
_log = logging.getLogger(__name__)


class DigestScheduler:
    """Delivers in threads of its own. Any number of replicas may run: the database decides who delivers what."""

    def __init__(
        self, digests: PostedDigests, snapshots: Snapshots, clock: Clock, doubt: Callable[[], str] = always_trusted
    ) -> None:
        """`doubt` says why the clock is not to be trusted just now; nothing is done meanwhile."""
        self._digesting = digests.digesting
        self._delivering = digests.delivering
        self._edit_posted = digests.edit_posted
        self._following = digests.following
        self._notices = digests.notices
        self._subscriptions = digests.subscriptions
        self._slots = digests.slots
        self._snapshots = snapshots
        self._clock = clock
        self._find_doubt = doubt
        self._doubt = ""
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="sspr-digest")
        self._busy: dict[DeliveryKey, Future[None]] = {}
        self._lock = threading.Lock()
        self._marked: object = None
        self._searched: object = None
        self._last_run: datetime | None = None
        self._well = True
        self._jobs: Jobs | None = None

    def start(self, jobs: "Jobs") -> None:
        """Run now, and again and again."""
        self._last_run = self._clock()
        self._jobs = jobs
        jobs.every(EVERY, self.run_once, name="digests")

    def stop(self) -> None:
        """Let what is being delivered finish; the jobs are stopped before."""
        self._pool.shutdown(wait=True)

    def run_once(self) -> None:
        """Open what is due and dispatch what waits. A problem is logged once, until all is well again."""
        try:
            self._run(self._clock())
            self._well = True
        except Exception as error:  # noqa: BLE001 - the scheduler goes on, whatever the database raises
            if self._well:  # a database's own message may hold values
                _log.error("Digests wait: %s", error if isinstance(error, BotError) else type(error).__name__)
            self._well = False

    def drain(self) -> None:
        """Run, and return when everything that could be delivered is: for the demo and the command line."""
        self.run_once()
        while waiting := self._futures():
            for future in waiting:
                future.result()

    def visit(self) -> datetime:
        """Run, wait until all is delivered that could be, and say when to come again. Raises as the stores do."""
        self._run(self._clock())
        for waiting in self._futures():
            waiting.result()
        now = self._clock()
        if self._doubt or self._slots.oldest_open(now) is not None:
            return now + EVERY
        return min([*self._next_times(now), now + IDLE])

    def health(self) -> DigestHealth:
        """Look how the digests are. Raises StoreError when the database does not answer."""
        return health(self._subscriptions, self._slots, self._clock(), self._last_run, self._doubt)

    def _run(self, now: datetime) -> None:
        doubt = self._find_doubt()
        if doubt:
            if not self._doubt:
                _log.error("Digests wait: %s", doubt)
            self._doubt, self._last_run = doubt, now
            return
        self._doubt = ""
        self._digesting.open_due(now)
        self._open_urgent(now)
        for key in self._slots.waiting(now):
            self._dispatch(key)
        self._mark_recovered()
        self._following.run(now)
        self._notices.run(now)
        self._last_run = now
        self._plan_next(now)

    def _dispatch(self, key: DeliveryKey) -> None:
        """Hand a slot to a thread of the pool, unless one has it already."""
        with self._lock:
            if key not in self._busy:
                self._busy[key] = self._pool.submit(self._deliver, key)

    def _deliver(self, key: DeliveryKey) -> None:
        """Deliver one slot in a thread of the pool; whatever happens, the thread lives on and the claim runs out."""
        try:
            self._delivering.deliver(key)
        except BotError as error:
            _log.error("Digest %s could not be delivered and is tried again: %s", key, error.logged)
        except Exception as error:  # noqa: BLE001 - our own fault; its message may hold values of the data
            frame = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("Digest %s failed: %s in %s line %s", key, type(error).__name__, frame.name, frame.lineno)
        finally:
            with self._lock:
                self._busy.pop(key, None)

    def _futures(self) -> list[Future[None]]:
        with self._lock:
            return list(self._busy.values())

    def _open_urgent(self, now: datetime) -> None:
        """Look for urgent incidents, when anything was loaded since the last run, or quiet hours may have ended."""
        self._snapshots.refresh(patient=True)  # another process may have loaded something
        version = self._snapshots.current().version
        if (version, now.hour) != self._searched and self._digesting.open_urgent(now):
            self._searched = (version, now.hour)

    def _mark_recovered(self) -> None:
        """Mark recovered cases, when anything was loaded since the last run."""
        version = self._snapshots.current().version
        if version == self._marked:
            return
        try:
            self._edit_posted.mark_recovered()
            self._marked = version
        except PostError as failed:
            _log.warning("Recovered cases could not be marked and are tried again: %s", failed)

    def _plan_next(self, now: datetime) -> None:
        """Run again at the very time at which the next digest is due, when that is sooner than the next run."""
        times = self._next_times(now)
        if self._jobs and times and min(times) - now < EVERY:
            self._jobs.after(min(times) - now, self.run_once, name="due")

    def _next_times(self, now: datetime) -> list[datetime]:
        active = [one for one in self._subscriptions.not_ended() if one.state is SubscriptionState.ACTIVE]
        return [at for one in active if (at := next_slot(one.plan, max(one.cursor, now))) is not None]
