"""`sspr replay`: the history of all tenants by another catalogue, worked out by the executor."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from bot.analysis.fleet.replay import TenantReplay, replay
from bot.app.fleet import tenant_names
from bot.app.services import Services, wall_clock
from bot.app.tenants.executor import PER_TASK, run_for
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue, catalogue_of
from bot.knowledge.catalogue import load as load_catalogue
from bot.knowledge.loader import CatalogueError, read
from bot.questions.grammar import read_command
from bot.questions.parse_error import ParseError
from bot.questions.question import Fleet
from bot.reports.window import Window
from bot.settings import Settings
from bot.storage.snapshots.reader import SnapshotReader


@dataclass(frozen=True, slots=True)
class ReplayTask:
    """Compares one tenant's history; workers need the folder at the same path."""

    per_task: ClassVar[int] = PER_TASK
    folder: Path
    window: Window
    now: datetime

    def __call__(self, services: Services) -> TenantReplay:
        """What would have been told otherwise to one tenant."""
        new = read_catalogue(self.folder)
        before, after = services.snapshots.current(), SnapshotReader(services.tenant, new).snapshot(self.now)
        return replay(services.settings.tenant, before, after, self.window, services.catalogue, new)

    def unreadable(self, key: str, why: str) -> TenantReplay:
        """What stands for a tenant that cannot be read."""
        return TenantReplay(key, 0, (), why)


def replay_all(
    settings: Settings, folder: Path, words: str, now: datetime | None, tenant: str | None
) -> Sequence[TenantReplay]:
    """Replay all tenants, or one. Raises RefusedError for what is no window or no catalogue, StoreError."""
    at = now or wall_clock()
    read_catalogue(folder)
    try:
        asked = read_command(f"fleet {words}", now=at, zone=settings.zone, catalogue=load_catalogue())
    except ParseError as error:
        raise RefusedError(f"{words} is no window, like 30d or 2017-02-01..2017-02-15.") from error
    if not isinstance(asked, Fleet) or asked.about:
        raise RefusedError(f"{words} is no window, like 30d or 2017-02-01..2017-02-15.")
    keys = [tenant] if tenant else tenant_names(settings)
    return run_for(settings, ReplayTask(folder.resolve(), asked.window, at), keys)


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue with the files of a folder in the place of those of the same name. Raises RefusedError."""

    def one(name: str) -> dict[str, Any]:
        path = folder / f"{name}.toml"
        return tomllib.loads(path.read_text("utf-8")) if path.is_file() else read(name)

    if not any(folder.glob("**/*.toml")):
        raise RefusedError(f"{folder} holds no file of a catalogue, like details/failed.toml.")
    try:
        return catalogue_of(one)
    except (CatalogueError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise RefusedError(f"The catalogue in {folder} cannot be read: {error}.") from error
