"""The rounds through many tenants: what is due for one is claimed and done, in a few threads, beside other replicas."""

import logging
import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from bot.errors import BotError
from bot.service.ports import Clock
from bot.service.tenant_work import Claim, Work

LEASE: Final = timedelta(minutes=1)
_RENEW_EVERY: Final = 15.0  # seconds
_LOOK_EVERY: Final = 1.0  # seconds, while nothing is due
_log = logging.getLogger(__name__)


class TenantRounds:
    """Does what is due of some kinds, so much at once. Whatever happens to one tenant, the others go on."""

    def __init__(
        self,
        work: Work,
        do: Callable[[str, str], datetime],
        kinds: Collection[str],
        clock: Clock,
        *,
        threads: int,
        tell: Callable[[str], None],
        jitter: Callable[[], float],
        doubt: Callable[[], str],
    ) -> None:
        """`do` does one kind for one tenant and says when it is due again; `tell` hears of what is given up.

        `doubt` says why the clock is not to be trusted just now; nothing is begun meanwhile, and what was is due again.
        """
        self._work, self._do, self._kinds, self._clock = work, do, tuple(kinds), clock
        self._tell, self._jitter, self._doubt = tell, jitter, doubt
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="sspr-round")
        self._free = threading.Semaphore(threads)
        self._threads = threads
        self._stopping = threading.Event()
        self._runners = [
            threading.Thread(target=self._run, name="sspr-rounds", daemon=True),
            threading.Thread(target=self._keep, name="sspr-claims", daemon=True),
        ]
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why nothing is claimed; "" when all is well."""
        return self._problem

    def start(self) -> None:
        """Begin."""
        for runner in self._runners:
            runner.start()

    def stop(self) -> None:
        """Let what is under way finish, and begin nothing else."""
        self._stopping.set()
        self._pool.shutdown(wait=True)

    def run_due(self) -> int:
        """Do everything that is due now, and return when it is done; how much that was. For the demo and tests."""
        number = 0
        while claims := self._claim(self._threads):
            for done in [self._pool.submit(self._one, claim) for claim in claims]:
                done.result()
            number += len(claims)
        return number

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._free.acquire()
            claims = () if self._stopping.is_set() else self._claim(1)
            for claim in claims:
                self._pool.submit(self._one_of_many, claim)
            if not claims:
                self._free.release()
                self._stopping.wait(_LOOK_EVERY)

    def _keep(self) -> None:
        while not self._stopping.wait(_RENEW_EVERY):
            try:
                if not self._doubt():
                    self._work.renew(self._clock() + LEASE)
            except BotError as error:
                _log.warning("Claims could not be renewed: %s", error.logged)

    def _claim(self, most: int) -> Collection[Claim]:
        try:
            now, doubt = self._clock(), self._doubt()
            claims = () if doubt else self._work.claim(self._kinds, now, now + LEASE, most)
            self._problem = doubt
        except Exception as error:  # noqa: BLE001 - the rounds go on, whatever the database raises
            problem = error.log_line if isinstance(error, BotError) else type(error).__name__
            if problem != self._problem:
                _log.error("The work of tenants waits: %s", problem)
            self._problem = problem
            return ()
        return claims

    def _one_of_many(self, claim: Claim) -> None:
        try:
            self._one(claim)
        finally:
            self._free.release()

    def _one(self, claim: Claim) -> None:
        """Do one thing. A process that ends meanwhile loses nothing: the claim runs out, and another one has it."""
        try:
            try:
                due = self._do(claim.tenant, claim.kind)
                self._work.done(claim, claim.at if self._doubt() else due)
            except Exception as error:  # noqa: BLE001 - its message may hold values of the data
                self._failed(claim, error.log_line if isinstance(error, BotError) else type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the database is away; the claim runs out
            what = type(error).__name__
            _log.error("What became of the %s of %s is not written down: %s", claim.kind, claim.tenant, what)

    def _failed(self, claim: Claim, problem: str) -> None:
        _log.warning("The %s of %s did not succeed: %s", claim.kind, claim.tenant, problem)
        if self._work.failed(claim, problem, claim.at if self._doubt() else self._clock(), self._jitter()):
            self._tell(f"{claim.tenant}, {claim.kind}: given up until sspr retry {claim.tenant}: {problem}")
