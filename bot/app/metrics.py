"""What /metrics shows: numbers about the data, never about a person."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from bot.app.services import Services
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


def registry_of(
    services: Services, data_blocks_refused: Callable[[], int], feedback: Opinions = dict
) -> CollectorRegistry:
    """Make the registry of one bot."""
    registry = CollectorRegistry()
    registry.register(_Data(services, data_blocks_refused, feedback))
    return registry
