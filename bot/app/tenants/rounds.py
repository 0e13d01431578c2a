"""What is done for each tenant again and again: digests, pulls, its folder, retention, each in its own time."""

import logging
import random
import socket
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine, select

from bot.app.bot import Bot
from bot.app.files.watched import WatchedFolder, tell_admins
from bot.app.retention import LOOK_EVERY, MonthlyRetention
from bot.app.tenants.fleet_digest import FleetDigest
from bot.app.tenants.registry import Registry
from bot.app.tenants.tenants_file import PROVIDER, TenantRow, Tenants
from bot.errors import ReportError, SourceError
from bot.questions.text import alike
from bot.schedule.tenant_rounds import TenantRounds
from bot.service.ports import Clock
from bot.sources.folder import complete_files
from bot.storage.database import reading, show_all_tenants
from bot.storage.tables import tenants
from bot.storage.tenant_work import DIGESTS, PULL, TenantWork

FOLDER, RETENTION, FLEET = "folder", "retention", "fleet digest"
_FOLDER_EVERY: Final = timedelta(minutes=1)
_LIGHT, _HEAVY = 4, 2  # threads: what may take minutes keeps no digest waiting
_log = logging.getLogger(__name__)


def new_owner() -> str:
    """A name for this replica that no other one has, nor had."""
    return f"{socket.gethostname()}-{uuid.uuid4().hex[:12]}"


def kinds_of(found: Tenants) -> Mapping[str, tuple[str, ...]]:
    """What there is to do for each tenant, by its key."""
    of_provider = (DIGESTS, FLEET) if found.provider.digest else (DIGESTS,)
    return {PROVIDER: of_provider} | {row.key: tuple(_kinds(row)) for row in found.tenant}


def _kinds(row: TenantRow) -> list[str]:
    optional = {PULL: row.pull_minutes, FOLDER: row.folder, RETENTION: row.keep_days}
    return [DIGESTS, *(kind for kind, wanted in optional.items() if wanted)]


@dataclass(slots=True)
class Rounds:
    """Does one kind of work for one tenant. Raises BotError where it does not succeed."""

    registry: Registry
    ledger: Engine
    work: TenantWork
    fleet: FleetDigest
    clock: Clock
    jitter: Callable[[], float] = random.random
    _planned: Tenants | None = None

    def plan(self) -> None:
        """Bring the rows of the work to what SSPR_TENANTS says now, and look which ledgers have grown."""
        found = self.registry.tenants
        if found is not self._planned:
            self.work.plan(kinds_of(found), self.clock())
            self._planned = found
        with reading(self.ledger) as connection:
            show_all_tenants(connection)
            asked = select(tenants.c.name, tenants.c.position)
            positions = {alike(row.name): row.position for row in connection.execute(asked)}
        self.work.look_at_loads(positions)

    def do(self, key: str, kind: str) -> datetime:
        """Do it; when it is due again."""
        with self.registry.bot(key) as bot:
            if kind == DIGESTS:
                return _digests(bot)
            if kind == FLEET:
                return self.fleet.visit(bot, self.registry.tenants.provider, self.clock())
            every = {PULL: _pull, FOLDER: _folder, RETENTION: _retention}[kind](bot)
        return self.clock() + every * (0.95 + self.jitter() / 10)  # a little apart from others that are due as often

    def parts(self, doubt: Callable[[], str]) -> list[TenantRounds]:
        """The threads that do it: some for digests, others for what may take minutes."""
        kinds = {(DIGESTS,): _LIGHT, (FLEET, PULL, FOLDER, RETENTION): _HEAVY}
        return [
            TenantRounds(
                self.work,
                self.do,
                some,
                self.clock,
                threads=threads,
                tell=_log.error,
                jitter=self.jitter,
                doubt=doubt,
            )
            for some, threads in kinds.items()
        ]


def _digests(bot: Bot) -> datetime:
    bot.services.snapshots.refresh()
    bot.owner_notices.run_once()
    return bot.scheduler.visit()


def _pull(bot: Bot) -> timedelta:
    assert bot.pull is not None  # the kind is there where it is
    bot.pull()
    if bot.pull.problem:
        raise SourceError(bot.pull.problem)
    return bot.pull.every


def _folder(bot: Bot) -> timedelta:
    folder = bot.services.settings.reports_dir
    assert folder is not None  # as above
    if not folder.is_dir():
        raise SourceError("There is no such folder as SSPR_TENANTS names.")
    watched = WatchedFolder(bot.services, tell_admins(bot.client, bot.services.settings.admins))
    for path in complete_files(folder, time.time()):
        try:
            watched.load(path)
        except ReportError as error:
            _log.warning("A file of the folder of %s was not loaded: %s", bot.services.settings.tenant, error.log_line)
    return _FOLDER_EVERY


def _retention(bot: Bot) -> timedelta:
    MonthlyRetention(bot.services, bot.guard)()
    return LOOK_EVERY
