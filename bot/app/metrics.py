"""What /metrics shows: numbers about the data, never about a person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.app.services import Services
from bot.app.version import program_version
from bot.errors import BotError

Opinions = Callable[[], Mapping[tuple[str, str, str], int]]  # by kind of question, verdict and reason


class _Data:
    """Reads the current snapshot whenever it is collected."""

    def __init__(self, services: Services, data_blocks_refused: Callable[[], int], feedback: Opinions) -> None:
        self._services = services
        self._feedback = feedback
        self._data_blocks_refused = data_blocks_refused

    def collect(self) -> Iterator[Metric]:
        """Measure now."""
        snapshot = self._services.snapshots.current()
        version = GaugeMetricFamily("sspr_version_info", "The version that runs.", labels=["version"])
        version.add_metric([program_version()], 1)
        yield version
        yield GaugeMetricFamily("sspr_attempts", "Attempts loaded.", len(snapshot.attempts))
        yield GaugeMetricFamily("sspr_registrations", "Registrations loaded.", len(snapshot.registrations))
        yield GaugeMetricFamily("sspr_people", "People who occur in the data.", len(snapshot.people.keys))
        yield GaugeMetricFamily("sspr_position", "Newest position in the ledger.", snapshot.position)
        with suppress(BotError):  # /readyz says that the database is away
            lines, _ = self._services.access_log.newest()
            yield GaugeMetricFamily("sspr_access_log_lines", "Number of the newest line of the access log.", lines)
        refused = "Messages that Slack refused with charts and tables, and took as text."
        yield CounterMetricFamily("sspr_data_blocks_refused", refused, self._data_blocks_refused())
        given = CounterMetricFamily(
            "sspr_feedback", "What people thought of answers.", labels=("question", "verdict", "reason")
        )
        for labels, number in sorted(self._feedback().items()):
            given.add_metric(labels, number)
        yield given
        now = self._services.clock()
        newest = snapshot.newest(now)
        if newest is not None:
            age = (now - newest).total_seconds()
            yield GaugeMetricFamily("sspr_newest_row_age_seconds", "Age of the newest row.", age)


class Readiness:
    """How much /readyz has to say, as numbers; the sentences stay there."""

    def __init__(self, problems: Callable[[], Sequence[str]], warnings: Callable[[], Sequence[str]]) -> None:
        self._problems = problems
        self._warnings = warnings

    def collect(self) -> Iterator[Metric]:
        """Ask now."""
        problems = len(self._problems())
        yield GaugeMetricFamily("sspr_ready", "1 while nothing keeps the bot from its work.", int(not problems))
        yield GaugeMetricFamily("sspr_problems", "Problems that /readyz lists.", problems)
        yield GaugeMetricFamily("sspr_warnings", "Warnings that /readyz lists.", len(self._warnings()))

    def describe(self) -> Iterator[Metric]:
        """Name the metrics without asking for them: the bot is not up yet when this is registered."""
        return iter(())


def registry_of(
    services: Services, data_blocks_refused: Callable[[], int], feedback: Opinions = dict
) -> CollectorRegistry:
    """Make the registry of one bot."""
    registry = CollectorRegistry()
    registry.register(_Data(services, data_blocks_refused, feedback))
    ProcessCollector(registry=registry)
    return registry
