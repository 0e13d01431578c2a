"""Microsoft Graph put together with the store: by hand, by schedule, and for `sspr check`."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.app.services import Services
from bot.app.tenants.settings import TenantSettings, secret
from bot.app.tenants.tenants_file import TenantRow
from bot.errors import BotError, SettingsError
from bot.settings import Settings
from bot.sources.graph import Graph, open_graph
from bot.sources.graph_client import Tokens
from bot.sources.graph_tokens import GivenToken, tokens_for, tokens_of_app
from bot.storage.ledger.checkpoints import PullCheckpoints

if TYPE_CHECKING:
    from bot.service.loading.pulling import Pulling

_log = logging.getLogger(__name__)


@contextmanager
def pulling(
    services: Services,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    jitter: Callable[[], float] = random.random,
) -> Iterator["Pulling"]:
    """Open a Pulling over the settings' Graph. Raises SourceError when address or credentials cannot be right."""
    from bot.service.loading.pulling import Pulling  # noqa: PLC0415 - a bot that loads nothing does without pandas
    from bot.storage.ledger.roster import Rosters  # noqa: PLC0415

    with _graph(services, sleep=sleep, clock=clock, jitter=jitter) as graph:
        yield Pulling(
            source=graph,
            ledger=services.ledger,
            checkpoints=PullCheckpoints(services.tenant),
            rosters=Rosters(services.tenant),
            snapshots=services.snapshots,
            clock=services.clock,
        )


@dataclass(slots=True)
class ScheduledPull:
    """The pull of every SSPR_PULL_MINUTES. It never raises: a problem is kept, and the next call goes on."""

    services: Services
    every: timedelta
    sleep: Callable[[float], None] = time.sleep
    problem: str = ""  # of the last call, for digests to repeat; "" when it went well

    def __call__(self) -> None:
        """Pull, unless another replica has just done so."""
        try:
            with pulling(self.services, sleep=self.sleep) as pull:
                receipts = pull.pull_if_due(self.every)
        except BotError as error:
            self._keep(f"The last pull from Microsoft Graph did not succeed. {error}", error.logged)
            return
        except Exception as error:  # noqa: BLE001 - its message may hold what was pulled
            self._keep("The last pull from Microsoft Graph did not succeed.", type(error).__name__)
            return
        if self.problem:
            _log.info("The pull from Microsoft Graph is well again")
        self.problem = ""
        for receipt in receipts:
            _log.info(
                "Pulled %s: %d rows, %d new, %d changed", receipt.report, receipt.rows, receipt.new, receipt.changed
            )

    def _keep(self, problem: str, logged: str) -> None:
        """Keep a problem, and log it when it is news."""
        if problem != self.problem:
            _log.warning("The pull from Microsoft Graph did not succeed: %s", logged)
        self.problem = problem


def graph_checks(services: Services) -> tuple[tuple[str, str | None], ...]:
    """Check each report of Graph: None when it can be read, else what is missing."""
    try:
        with _graph(services, sleep=time.sleep, clock=time.monotonic, jitter=random.random) as graph:
            return graph.checks(services.clock())
    except BotError as error:
        return (("graph", str(error)),)


@contextmanager
def _graph(
    services: Services, *, sleep: Callable[[float], None], clock: Callable[[], float], jitter: Callable[[], float]
) -> Iterator[Graph]:
    url = str(services.settings.graph_url)
    graph = open_graph(url, _tokens(services.settings), sleep=sleep, clock=clock, jitter=jitter)
    try:
        yield graph
    finally:
        graph.close()


def reads_graph(settings: Settings) -> bool:
    """Whether the row of a tenant says how to read its directory."""
    row = settings.row if isinstance(settings, TenantSettings) else None
    return isinstance(row, TenantRow) and bool(row.graph_token or (row.graph_tenant and row.graph_client))


def _tokens(settings: Settings) -> Tokens:
    """The tokens that pulls carry: of a tenant's own app where there are many, else of the one whose bot this is."""
    url = str(settings.graph_url)
    if not isinstance(settings, TenantSettings):
        return tokens_for(url, settings.graph_token.get_secret_value() if settings.graph_token else None)
    row = settings.row
    if not isinstance(row, TenantRow) or not reads_graph(settings):
        raise SettingsError(
            f"Nothing says how to read the directory of {settings.tenant}: its row of SSPR_TENANTS takes graph_tenant, "
            "graph_client and graph_secret."
        )
    if row.graph_token:
        return GivenToken(secret(row, row.graph_token), row.graph_token)
    return tokens_of_app(url, row.graph_tenant, row.graph_client, secret(row, row.graph_secret))
