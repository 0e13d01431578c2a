"""The bot without Slack: database, ledger, snapshot, access log and loading, put together from settings."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.app.tenants.named import settings_named
from bot.errors import one_line
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.catalogue import load as load_catalogue
from bot.later import later
from bot.privacy import Role
from bot.reports.parsing.options import ReadOptions
from bot.reports.receipt import not_read
from bot.service.asker import TERMINAL, Asker
from bot.service.loading.loading import Loaded, Loading
from bot.service.ports import Clock
from bot.settings import Settings
from bot.sources.folder import check_unchanged, fingerprint, opened
from bot.sources.runbook_file import RunbookFile
from bot.sources.terminal_user import terminal_id
from bot.storage.access_log import AccessLog
from bot.storage.activity import WAIT, open_activity
from bot.storage.button_tokens import ButtonTokens
from bot.storage.database import open_database
from bot.storage.database_clock import DatabaseClock
from bot.storage.digests.given_causes import GivenCauses
from bot.storage.ledger.handover import Handover
from bot.storage.ledger.receipts import has_loaded
from bot.storage.shared_answers import SharedAnswers
from bot.storage.snapshots.current import CurrentSnapshots
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.tenant import Tenant, known_as

if TYPE_CHECKING:
    from bot.storage.ledger.ledger import Ledger
    from bot.storage.ledger.roster import Rosters
    from bot.storage.unload.unloading import Unloading

TERMINAL_WAIT = 30.0  # seconds for a line of the access log: at a terminal nobody else waits


def wall_clock() -> datetime:
    """Tell the time; nothing else in the bot does."""
    return datetime.now(UTC)


def boot_seconds() -> float:
    """Count seconds on a clock that nobody can set, and that goes on while the machine sleeps where there is one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def shared_clock(engine: Engine) -> Clock:
    """Choose the clock of all replicas: PostgreSQL's, or this machine's where SQLite has but one process."""
    return DatabaseClock(engine, boot_seconds) if engine.dialect.name == "postgresql" else wall_clock


@dataclass(frozen=True, slots=True)
class Services:
    """The bot without Slack: what the command line needs, and what answering, digests and Slack are built on."""

    settings: Settings
    clock: Clock
    tenant: Tenant
    activity: Tenant  # the same one where people's and digests' doings are kept, which waits for no load
    catalogue: Catalogue
    ledger: "Ledger"
    snapshots: CurrentSnapshots
    access_log: AccessLog
    tokens: ButtonTokens
    shares: SharedAnswers
    loading: Loading
    runbooks: RunbookFile
    owns_engines: bool = True  # else others answer from the same database

    def load_file(self, path: Path, progress: Callable[[int], None] | None = None) -> Loaded:
        """Load one file from disk, with all the reports in it. Raises ReportError and StoreError."""
        with opened(path) as stream:
            before = fingerprint(path)
            return self.loading.load_all(
                str(path), stream, fingerprint=before, progress=progress, check=lambda: check_unchanged(path, before)
            )

    def load_once(self, path: Path) -> Loaded | None:
        """Load a file of the watched folder, unless this very file is in already."""
        return None if self.has_loaded(path) else self.load_file(path)

    def has_loaded(self, path: Path) -> bool:
        """Whether this very file is in already."""
        with self.tenant.reading() as (connection, tenant):
            return has_loaded(connection, tenant, str(path), fingerprint(path), self.clock())

    @property
    def unloading(self) -> "Unloading":
        """What takes a load back."""
        from bot.storage.unload.unloading import Unloading  # noqa: PLC0415 - seldom wanted

        return Unloading(self.tenant, self.activity, self.catalogue)

    def terminal(self) -> Asker:
        """Return the asker at the command line, an admin: whoever sits there has the database anyway."""
        return Asker(terminal_id(), Role.ADMIN, None, self.settings.zone, TERMINAL)

    def close(self) -> None:
        """Write what is waiting, keep the snapshot for the next start, and let go of the database."""
        self.access_log.close()
        self.tokens.close()
        self.snapshots.keep()
        if self.owns_engines:
            self.activity.engine.dispose()
            self.tenant.engine.dispose()


@dataclass(frozen=True, slots=True)
class Engines:
    """The open database, for as many tenants as there are."""

    ledger: Engine
    activity: Engine  # the same one on PostgreSQL

    def dispose(self) -> None:
        """Let go of it."""
        self.activity.dispose()
        self.ledger.dispose()


def open_engines(settings: Settings, *, read_wait: float | None = None) -> Engines:
    """Open the database; a read waits so many seconds at most. Raises StoreError when that is not possible."""
    ledger = open_database(settings.database_url).execution_options(read_wait=read_wait)
    return Engines(ledger, open_activity(settings.database_url, ledger))


def build_services(
    settings: Settings,
    *,
    clock: Clock | None = None,
    tenant: str | None = None,
    wait: float = WAIT,
    engines: Engines | None = None,
    large_files_apart: bool = False,
) -> Services:
    """Open the database and put the services on it; a question waits so many seconds for its line in the access log.

    With `large_files_apart` large files are loaded by a process of their own, as whoever answers beside it wants.

    Raises StoreError when the database cannot be opened, RefusedError where there are many tenants and none is named.
    """
    settings = settings_named(settings, tenant)
    opened_here, engines = (
        engines is None,
        engines or open_engines(settings, read_wait=WAIT if large_files_apart else None),
    )
    owner = known_as(Tenant(engines.ledger, settings.tenant))
    clock = clock or shared_clock(owner.engine)
    activity = Tenant(engines.activity, owner.name, WAIT)
    catalogue = load_catalogue()
    handover = Handover()
    ledger = later(lambda: _ledger(owner, catalogue, settings, handover))
    snapshots = CurrentSnapshots(SnapshotReader(owner, catalogue, handover), clock, GivenCauses(activity).in_force)
    loading = Loading(ledger, later(lambda: _rosters(owner)), snapshots, read_options(settings), clock)
    if large_files_apart:
        from bot.app.files.large_files import LargeFiles  # noqa: PLC0415 - a command needs no other process

        loading = replace(loading, apart=LargeFiles(settings, clock, meanwhile=snapshots.awaiting).load)
    return Services(
        settings=settings,
        clock=clock,
        tenant=owner,
        activity=activity,
        catalogue=catalogue,
        ledger=ledger,
        snapshots=snapshots,
        access_log=AccessLog(activity, clock, settings.log_keys, wait),
        tokens=ButtonTokens(activity),
        shares=SharedAnswers(activity),
        loading=loading,
        runbooks=RunbookFile(settings.runbook, catalogue, settings.where("runbook")),
        owns_engines=opened_here,
    )


def _ledger(owner: Tenant, catalogue: Catalogue, settings: Settings, handover: Handover) -> "Ledger":
    from bot.storage.ledger.ledger import Ledger  # noqa: PLC0415 - whoever only asks loads nothing
    from bot.storage.retention.keep import Keep  # noqa: PLC0415

    return Ledger(owner, catalogue, keep=Keep.of(settings.keep_days, settings.where("keep_days")), handover=handover)


def _rosters(owner: Tenant) -> "Rosters":
    from bot.storage.ledger.roster import Rosters  # noqa: PLC0415 - as above

    return Rosters(owner)


def read_options(settings: Settings) -> ReadOptions:
    """Choose how ambiguous dates and naive times are read."""
    day_first = None if settings.date_order is None else settings.date_order == "day-first"
    return ReadOptions(
        day_first=day_first,
        zone=ZoneInfo(settings.report_timezone),
        zone_known="report_timezone" in settings.model_fields_set,
    )


def passed_over(services: Services) -> str:
    """Describe what was not read, as a log may keep it; "" when all was. Nothing that stands in the files is in it."""
    found = not_read(services.snapshots.current().receipts)
    if not found:
        return ""
    files = "1 file, or part of one, was" if len(found) == 1 else f"{len(found):,} files, or parts of them, were"
    newest = Path(found[0].path).name
    return one_line(
        f"{files} not read, the newest {newest}: {found[0].recognised.rstrip('.')}. Ask for data to see all."
    )


def staleness(services: Services) -> str:
    """Describe that the data is old; "" when it is not, or when there is none."""
    from bot.analysis.fleet.numbers import is_stale  # noqa: PLC0415 - a question at a terminal does without

    return is_stale(services.snapshots.current(), services.clock())
