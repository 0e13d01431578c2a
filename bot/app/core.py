"""The bot without Slack: database, ledger, snapshot and services, put together from settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.catalogue import load as load_catalogue
from bot.privacy import Role
from bot.reports.coverage import STALE_AFTER
from bot.reports.parsing.options import ReadOptions
from bot.reports.receipt import Receipt, ReportKind
from bot.service.answers.answering import Answering
from bot.service.answers.person_lookup import TERMINAL
from bot.service.asker import Asker
from bot.service.loading.loading import Loading
from bot.service.ports import Clock, Resolver
from bot.settings import Settings
from bot.sources.folder import fingerprint, opened
from bot.storage.access_log import AccessLog
from bot.storage.background_writer import Writer
from bot.storage.button_tokens import KeptAnswers
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.current import LiveSnapshots


def wall_clock() -> datetime:
    """The one place that asks what time it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class NobodyKnown:
    """A Resolver for where there is no Slack."""

    def user_of(self, slack_id: str) -> str | None:  # noqa: ARG002
        """Nobody."""
        return None


@dataclass(frozen=True, slots=True)
class Core:
    """The bot without Slack: what the command line needs, and what the Slack side is built on."""

    settings: Settings
    clock: Clock
    engine: Engine
    catalogue: Catalogue
    ledger: Ledger
    snapshots: LiveSnapshots
    writer: Writer
    access_log: AccessLog
    answering: Answering
    loading: Loading

    def load_file(self, path: Path, progress: Callable[[int], None] | None = None) -> Receipt:
        """Load one file from disk."""
        with opened(path) as stream:
            return self.loading.load(str(path), stream, fingerprint=fingerprint(path), progress=progress)

    def load_once(self, path: Path) -> Receipt | None:
        """Load a file of the watched folder, unless this very file is in already."""
        known = self.ledger.has_loaded(str(path), fingerprint(path))
        return None if known else self.load_file(path)

    def terminal(self) -> Asker:
        """Whoever sits at the command line has the database anyway."""
        return Asker(TERMINAL, Role.ADMIN, None, self.settings.zone, TERMINAL)

    def close(self) -> None:
        """Write what is waiting and let go of the database."""
        self.writer.flush()
        self.engine.dispose()


def build_core(
    settings: Settings, *, clock: Clock = wall_clock, tenant: str | None = None, resolver: Resolver | None = None
) -> Core:
    """Open the database and put the services on it. Raises StoreError when it cannot be opened."""
    engine = open_database(settings.database_url)
    catalogue = load_catalogue()
    name = tenant or settings.tenant
    ledger = Ledger(engine, name, catalogue)
    snapshots = LiveSnapshots(ledger, clock)
    writer = Writer(engine)
    access_log = AccessLog(engine, name, writer)
    return Core(
        settings=settings,
        clock=clock,
        engine=engine,
        catalogue=catalogue,
        ledger=ledger,
        snapshots=snapshots,
        writer=writer,
        access_log=access_log,
        answering=Answering(
            snapshots=snapshots,
            catalogue=catalogue,
            clock=clock,
            kept=KeptAnswers(engine, name, writer),
            access_log=access_log,
            resolver=resolver or NobodyKnown(),
        ),
        loading=Loading(ledger, snapshots, read_options(settings), clock),
    )


def read_options(settings: Settings) -> ReadOptions:
    """How ambiguous dates and naive times are to be read."""
    day_first = None if settings.date_order is None else settings.date_order == "day-first"
    return ReadOptions(day_first=day_first, zone=ZoneInfo(settings.report_timezone))


def stale(core: Core) -> str:
    """The sentence that says that the data is old; "" when it is not, or when there is none."""
    snapshot = core.snapshots.current()
    newest = snapshot.newest()
    pulled = [span.end for span in snapshot.pulls if span.report is ReportKind.AUDIT]  # quiet time is no missing data
    if newest is None or core.clock() - max([newest, *pulled]) <= STALE_AFTER:
        return ""
    return f"The data is stale: its newest row is from {newest:%Y-%m-%d %H:%M} UTC; load a newer report."
