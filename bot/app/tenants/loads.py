"""`sspr load --each`: the reports of many tenants, a folder each, loaded by the executor."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bot.app.services import Services
from bot.app.tenants.executor import run_for
from bot.app.tenants.tenants_file import tenants_file
from bot.errors import RefusedError, ReportError, SourceError
from bot.service.loading.loading import Loaded
from bot.settings import Settings
from bot.sources.folder import report_files


@dataclass(frozen=True, slots=True)
class TenantLoads:
    """What became of the reports of one tenant."""

    tenant: str
    files: int = 0  # that were loaded now
    rows: int = 0
    new: int = 0
    warnings: int = 0  # sentences in the receipts
    refused: tuple[str, ...] = ()  # a sentence for each file that is no report
    problem: str = ""  # why the rest was not loaded


@dataclass(frozen=True, slots=True)
class LoadTask:
    """Loads what lies in a tenant's folder and was not loaded yet; workers need the folder at the same path."""

    per_task: ClassVar[int] = 1  # a load takes longer than what a task costs by itself
    folder: Path

    def __call__(self, services: Services) -> TenantLoads:
        """Load the reports of one tenant. What was loaded before a worker ended is left alone by the next one."""
        key, refused, loaded = services.settings.tenant, list[str](), list[Loaded]()
        for path in report_files([str(self.folder / key)]):
            try:
                loaded += filter(None, [services.load_once(path)])
            except (ReportError, SourceError) as error:
                refused.append(str(error))
        receipts = [receipt for one in loaded for receipt in one.receipts]
        new, warnings = sum(one.new for one in receipts), sum(len(one.warnings) for one in receipts)
        return TenantLoads(key, len(loaded), sum(one.rows for one in loaded), new, warnings, tuple(refused))

    def unreadable(self, key: str, why: str) -> TenantLoads:
        """What stands for a tenant whose reports could not be loaded."""
        return TenantLoads(key, problem=why)


def load_each(settings: Settings, folder: Path) -> Sequence[TenantLoads]:
    """Load the folders of a folder, each for the tenant that it is named by.

    Raises RefusedError without any, SettingsError where SSPR_TENANTS is broken.
    """
    names = sorted(one.name for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    if not names:
        raise RefusedError(f"{folder} holds no folders; there is to be one for each tenant, named by its key.")
    if settings.tenants:
        tenants_file(settings.tenants).current()  # a broken one is said once, and nothing is loaded
    return run_for(settings, LoadTask(folder.resolve()), names)
