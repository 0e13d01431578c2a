"""What /metrics shows of a bot with many tenants: numbers about the work, none about a tenant or a person."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.app.metrics import Opinions
from bot.app.tenants.rounds import Rounds
from bot.app.version import program_version
from bot.errors import BotError
from bot.storage.tenant_work import WAITING


class _Tenants:
    """Looks at the registry and the work whenever it is collected."""

    def __init__(self, rounds: Rounds, data_blocks_refused: Callable[[], int], feedback: Opinions) -> None:
        self._rounds, self._refused, self._feedback = rounds, data_blocks_refused, feedback

    def collect(self) -> Iterator[Metric]:
        """Measure now."""
        registry = self._rounds.registry
        version = GaugeMetricFamily("sspr_version_info", "The version that runs.", labels=["version"])
        version.add_metric([program_version()], 1)
        yield version
        held: Mapping[str, int] = registry.held()
        yield GaugeMetricFamily("sspr_tenants", "Tenants that SSPR_TENANTS names.", len(registry.tenants.rows))
        yield GaugeMetricFamily("sspr_tenants_loaded", "Tenants whose bot is loaded.", len(held))
        yield GaugeMetricFamily("sspr_tenants_bytes", "About how much data is held for them.", sum(held.values()))
        with suppress(BotError):  # /readyz says that the database is away
            yield from self._work()
        refused = "Messages that Slack refused with charts and tables, and took as text."
        yield CounterMetricFamily("sspr_data_blocks_refused", refused, self._refused())
        given = CounterMetricFamily(
            "sspr_feedback", "What people thought of answers.", labels=("question", "verdict", "reason")
        )
        for labels, number in sorted(self._feedback().items()):
            given.add_metric(labels, number)
        yield given

    def _work(self) -> Iterator[Metric]:
        rows, now = self._rounds.work.rows(), self._rounds.clock()
        counted = GaugeMetricFamily("sspr_tenant_work", "Work of tenants.", labels=("kind", "state"))
        for labels, number in sorted(Counter((row.kind, row.state) for row in rows).items()):
            counted.add_metric(labels, number)
        yield counted
        late = [(now - row.due).total_seconds() for row in rows if row.state == WAITING and row.due < now]
        yield GaugeMetricFamily("sspr_tenant_work_late_seconds", "How late the oldest is.", max(late, default=0.0))


def registry_of_tenants(
    rounds: Rounds, data_blocks_refused: Callable[[], int], feedback: Opinions
) -> CollectorRegistry:
    """Make the registry of one process."""
    registry = CollectorRegistry()
    registry.register(_Tenants(rounds, data_blocks_refused, feedback))
    ProcessCollector(registry=registry)
    return registry
