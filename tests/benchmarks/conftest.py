"""The tenants that are measured, and the table at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.app.services import Services, build_services
from bot.settings import Settings
from tests.benchmarks import processes
from tests.benchmarks.data import write_attempts, write_registrations
from tests.benchmarks.results_table import Board

_BOARD = pytest.StashKey[Board]()
NOW = datetime.now(UTC).replace(microsecond=0)  # so that `7d` means the data's last seven days for real clocks, too


@dataclass(frozen=True, slots=True)
class Tenant:
    """A database with the reports of one size in it, and the files they came from."""

    folder: Path
    rows: int
    people: int
    attempts: Path
    loading_mb: float  # the most memory of `sspr load`

    @property
    def settings(self) -> Settings:
        """Those of its database; nothing comes from the environment but the tokens' absence."""
        return Settings.model_validate({"SSPR_DATABASE_URL": self.url})

    @property
    def url(self) -> str:
        """Where its database is."""
        return f"sqlite:///{self.folder / 'sspr.db'}"


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_BOARD] = Board()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[_BOARD].rows:
        terminalreporter.section("benchmarks: medians of runs in turn")
        for line in config.stash[_BOARD].markdown():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def board(pytestconfig: pytest.Config) -> Board:
    return pytestconfig.stash[_BOARD]


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """pytest's own temporary folders stay for three runs: too much for a database of three million rows."""
    with TemporaryDirectory(prefix="sspr-benchmarks-") as place:
        yield Path(place)


@pytest.fixture(scope="session")
def small(folder: Path) -> Tenant:
    return _tenant(folder / "small", 75_000, 20_000)


@pytest.fixture(scope="session")
def large(folder: Path) -> Tenant:
    return _tenant(folder / "large", 3_000_000, 200_000)


@pytest.fixture(scope="session")
def small_core(small: Tenant) -> Iterator[Services]:
    yield from _core(small)


@pytest.fixture(scope="session")
def large_core(large: Tenant) -> Iterator[Services]:
    yield from _core(large)


def _tenant(folder: Path, rows: int, people: int) -> Tenant:
    folder.mkdir()
    attempts = write_attempts(folder / "attempts.csv", rows, people, NOW)
    signed_up = write_registrations(folder / "registrations.csv", people * 3 // 2, people, NOW)
    url = f"sqlite:///{folder / 'sspr.db'}"
    processes.sspr(url, "load", str(signed_up))
    return Tenant(folder, rows, people, attempts, processes.peak_mb(url, "load", str(attempts)))


def _core(tenant: Tenant) -> Iterator[Services]:
    core = build_services(tenant.settings, clock=lambda: NOW)
    yield core
    core.close()
