"""The clockwork: looks for digests that are due, every few seconds and when the next one is, and has them delivered."""

import logging
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor as OneThread
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.digests.delivery import DeliveryKey
from bot.digests.due_times import next_slot
from bot.digests.subscription import SubscriptionState
from bot.errors import BotError
from bot.service.digests.delivery import Delivering
from bot.service.digests.digesting import Digesting
from bot.service.digests.edit_posted import Refreshing
from bot.service.digests.health import DigestHealth, health
from bot.service.posting import PostError

EVERY = timedelta(seconds=20)
WORKERS = 4  # digests delivered at once: a slow channel does not hold up the others
_GRACE_SECONDS = 3600  # the default of one second would skip a look that is late, without a word
_log = logging.getLogger(__name__)


class Clockwork:
    """Runs in threads of its own. Any number of replicas may run: the database decides who delivers what."""

    def __init__(self, digesting: Digesting, delivering: Delivering, refreshing: Refreshing) -> None:
        self._digesting = digesting
        self._delivering = delivering
        self._refreshing = refreshing
        self._clock = delivering.clock
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="sspr-digest")
        self._busy: dict[DeliveryKey, Future[None]] = {}
        self._lock = threading.Lock()
        self._marked: object = None
        self._last_tick: datetime | None = None
        self._well = True
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": OneThread(1)},
            # Given to the constructor of the scheduler itself, these are ignored.
            job_defaults={"misfire_grace_time": _GRACE_SECONDS, "coalesce": True, "max_instances": 1},
        )

    def start(self) -> None:
        """Look now, and again and again."""
        self._last_tick = self._clock()
        self._scheduler.add_job(
            self.tick, IntervalTrigger(seconds=int(EVERY.total_seconds()), timezone=UTC), id="look",
            next_run_time=datetime.now(UTC),
        )  # fmt: skip
        self._scheduler.start()

    def stop(self) -> None:
        """Let what is being delivered finish, and look no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._pool.shutdown(wait=True)

    def tick(self) -> None:
        """Look once: open what is due, hand out what waits. Trouble is logged once, until all is well again."""
        try:
            self._look(self._clock())
            self._well = True
        except Exception as error:  # noqa: BLE001 - the clockwork goes on, whatever the database raises
            if self._well:  # a database's own message may hold values
                _log.error("Digests wait: %s", error if isinstance(error, BotError) else type(error).__name__)
            self._well = False

    def settle(self) -> None:
        """Look, and return when everything that could be delivered is: for the demo and the command line."""
        self.tick()
        while waiting := self._futures():
            for future in waiting:
                future.result()

    def health(self) -> DigestHealth:
        """How the digests are. Raises StoreError when the database does not say."""
        return health(self._delivering.subscriptions, self._delivering.slots, self._clock(), self._last_tick)

    def _look(self, now: datetime) -> None:
        self._digesting.open_due(now)
        for key in self._delivering.slots.waiting(now):
            self._hand_out(key)
        self._mark()
        self._last_tick = now
        self._wake(now)

    def _hand_out(self, key: DeliveryKey) -> None:
        with self._lock:
            if key not in self._busy:
                self._busy[key] = self._pool.submit(self._deliver, key)

    def _deliver(self, key: DeliveryKey) -> None:
        """One slot in a thread of the pool; whatever happens, the thread lives on and the claim runs out."""
        try:
            self._delivering.deliver(key)
        except BotError as error:
            _log.error("Digest %s could not be delivered and is tried again: %s", key, error.logged)
        except Exception as error:  # noqa: BLE001 - our own fault; its message may hold values of the data
            place = traceback.extract_tb(error.__traceback__)[-1]
            _log.error("Digest %s failed: %s in %s line %s", key, type(error).__name__, place.name, place.lineno)
        finally:
            with self._lock:
                self._busy.pop(key, None)

    def _futures(self) -> list[Future[None]]:
        with self._lock:
            return list(self._busy.values())

    def _mark(self) -> None:
        """Green marks, when anything was loaded since the last look."""
        version = self._refreshing.snapshots.current().version
        if version == self._marked:
            return
        try:
            self._refreshing.mark_recovered()
            self._marked = version
        except PostError as failed:
            _log.warning("Recovered cases could not be marked and are tried again: %s", str(failed))

    def _wake(self, now: datetime) -> None:
        """Look again at the very time at which the next digest is due, when that is sooner than the next look."""
        active = [one for one in self._delivering.subscriptions.not_ended() if one.state is SubscriptionState.ACTIVE]
        times = [at for one in active if (at := next_slot(one.plan, max(one.cursor, now))) is not None]
        if self._scheduler.running and times and min(times) - now < EVERY:
            trigger = DateTrigger(datetime.now(UTC) + (min(times) - now), timezone=UTC)
            self._scheduler.add_job(self.tick, trigger, id="due", replace_existing=True)
