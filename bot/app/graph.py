"""Microsoft Graph put together with the store: by hand, by schedule, and for `sspr check`."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.app.core import Core
from bot.errors import BotError
from bot.service.loading.pulling import Pulling
from bot.sources.graph import Graph, open_graph
from bot.storage.ledger.checkpoints import PullCheckpoints
from bot.storage.ledger.roster import Rosters

_log = logging.getLogger(__name__)


@contextmanager
def pulling(
    core: Core,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    jitter: Callable[[], float] = random.random,
) -> Iterator[Pulling]:
    """A Pulling over the settings' Graph. Raises SourceError when the address or the credentials cannot be right."""
    with _graph(core, sleep=sleep, clock=clock, jitter=jitter) as graph:
        yield Pulling(
            source=graph,
            ledger=core.ledger,
            checkpoints=PullCheckpoints(core.tenant),
            rosters=Rosters(core.tenant),
            snapshots=core.snapshots,
            clock=core.clock,
        )


@dataclass(slots=True)
class ScheduledPull:
    """What the running bot calls every SSPR_PULL_MINUTES. It never raises: trouble is kept, the next call goes on."""

    core: Core
    every: timedelta
    sleep: Callable[[float], None] = time.sleep
    trouble: str = ""  # of the last call, for digests to say; "" when it went well

    def __call__(self) -> None:
        """Pull, unless another replica has just done so."""
        try:
            with pulling(self.core, sleep=self.sleep) as pull:
                receipts = pull.pull_if_due(self.every)
        except BotError as error:
            self._tell(f"The last pull from Microsoft Graph did not succeed. {error}", error.logged)
            return
        except Exception as error:  # noqa: BLE001 - its message may hold what was pulled
            self._tell("The last pull from Microsoft Graph did not succeed.", type(error).__name__)
            return
        if self.trouble:
            _log.info("The pull from Microsoft Graph is well again")
        self.trouble = ""
        for receipt in receipts:
            _log.info(
                "Pulled %s: %d rows, %d new, %d changed", receipt.report, receipt.rows, receipt.new, receipt.changed
            )

    def _tell(self, trouble: str, logged: str) -> None:
        """Keep it, and tell whoever runs the bot when it is news."""
        if trouble != self.trouble:
            _log.warning("The pull from Microsoft Graph did not succeed: %s", logged)
        self.trouble = trouble


def graph_checks(core: Core) -> tuple[tuple[str, str | None], ...]:
    """For `sspr check`: each report of Graph with None when it can be read, else what is missing."""
    try:
        with _graph(core, sleep=time.sleep, clock=time.monotonic, jitter=random.random) as graph:
            return graph.checks(core.clock())
    except BotError as error:
        return (("graph", str(error)),)


@contextmanager
def _graph(
    core: Core, *, sleep: Callable[[float], None], clock: Callable[[], float], jitter: Callable[[], float]
) -> Iterator[Graph]:
    settings = core.settings
    token = settings.graph_token.get_secret_value() if settings.graph_token else None
    graph = open_graph(str(settings.graph_url), token, sleep=sleep, clock=clock, jitter=jitter)
    try:
        yield graph
    finally:
        graph.close()
