"""Backups put together: whose database, which program, and whether what came back is whole."""

from pathlib import Path

from bot.app.fleet import tenant_names
from bot.app.services import build_services, wall_clock
from bot.app.version import program_version
from bot.errors import StoreError
from bot.settings import Settings
from bot.storage import backup


def back_up(settings: Settings, folder: Path) -> backup.Backup:
    """Copy the database into a folder. Raises RefusedError and StoreError as `backup.back_up`."""
    return backup.back_up(settings.database_url, folder, now=wall_clock(), version=program_version())


def restore(settings: Settings, folder: Path, *, replace: bool) -> tuple[Path, ...]:
    """Put a backup in place; what was there before. Raises RefusedError and StoreError as `backup.restore`."""
    return backup.restore(settings.database_url, folder, replace=replace, now=wall_clock())


def restored(settings: Settings) -> list[str]:
    """Open what was put in place, and say for each tenant what it holds. Raises StoreError when a log is not whole."""
    return [_restored(settings, name) for name in tenant_names(settings)]


def _restored(settings: Settings, tenant: str) -> str:
    services = build_services(settings, tenant=tenant)
    try:
        snapshot, log = services.snapshots.current(), services.access_log.verify()
        if log.problem:
            raise StoreError(f"The access log of {tenant} is not whole: {log.problem}.")
        rows = f"{len(snapshot.attempts):,} attempts and {len(snapshot.registrations):,} registrations"
        return f"{tenant}: {rows}; the access log is whole: {log.note}."
    finally:
        services.close()
