"""The bot without Slack: database, ledger, snapshot and services, put together from settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

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
from bot.storage.background_writer import BackgroundWriter
from bot.storage.button_tokens import ButtonTokens
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.current import LiveSnapshots
from bot.storage.tenant import Tenant


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
    tenant: Tenant
    catalogue: Catalogue
    ledger: Ledger
    snapshots: LiveSnapshots
    writer: BackgroundWriter
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
        self.tenant.engine.dispose()


def build_core(
    settings: Settings, *, clock: Clock = wall_clock, tenant: str | None = None, resolver: Resolver | None = None
) -> Core:
    """Open the database and put the services on it. Raises StoreError when it cannot be opened."""
    owner = Tenant(open_database(settings.database_url), tenant or settings.tenant)
    catalogue = load_catalogue()
    ledger = Ledger(owner, catalogue)
    snapshots = LiveSnapshots(ledger, clock)
    writer = BackgroundWriter(owner.engine)
    access_log = AccessLog(owner, writer, clock)
    return Core(
        settings=settings,
        clock=clock,
        tenant=owner,
        catalogue=catalogue,
        ledger=ledger,
        snapshots=snapshots,
        writer=writer,
        access_log=access_log,
        answering=Answering(
            snapshots=snapshots,
            catalogue=catalogue,
            clock=clock,
            kept=ButtonTokens(owner, writer),
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
