"""The settings of one tenant: those of the whole bot, with what its row of SSPR_TENANTS says."""

import os

from dotenv import dotenv_values

from bot.app.tenants.tenants_file import NOWHERE, PROVIDER, Row, TenantRow, tenants_file
from bot.errors import RefusedError, SettingsError
from bot.settings import Settings


class TenantSettings(Settings):
    """Settings of one of many tenants, or of their provider."""

    row: Row


def settings_of(settings: Settings, row: TenantRow) -> TenantSettings:
    """The settings of a tenant."""
    own = {
        "runbook": row.runbook,
        "subscriptions_file": row.subscriptions,
        "reports_dir": row.folder,
        "keep_days": row.keep_days or settings.keep_days,
        "pull_minutes": row.pull_minutes,
    }
    return _with(settings, row, tenant=row.key, **own)


def settings_of_provider(settings: Settings, row: Row) -> TenantSettings:
    """The settings of the provider itself, which has no data of its own."""
    nothing = dict.fromkeys(("runbook", "subscriptions_file", "reports_dir", "pull_minutes"))
    return _with(settings, row, tenant=PROVIDER, **nothing)


def settings_named(settings: Settings, tenant: str | None) -> Settings:
    """The settings for a tenant that somebody at a terminal names; without SSPR_TENANTS those that there are.

    Raises RefusedError where there are several and none, or no such one, is named.
    """
    if settings.tenants is None:
        return settings.model_copy(update={"tenant": tenant}) if tenant else settings
    tenants = tenants_file(settings.tenants).current()
    named = tenant or (settings.tenant if "tenant" in settings.model_fields_set else "")
    if named == PROVIDER:
        return settings_of_provider(settings, tenants.provider)
    if named in tenants.rows:
        return settings_of(settings, tenants.rows[named])
    what = f"{named} is no tenant of SSPR_TENANTS" if named else "There are several tenants"
    raise RefusedError(f"{what}; name one with --tenant: {', '.join(sorted(tenants.rows))}.")


def secret(row: TenantRow, variable: str) -> str:
    """The value of a variable that a row names, from the environment or `.env`. Raises SettingsError without one."""
    found = os.environ.get(variable) or dotenv_values(".env").get(variable)
    if not found:
        raise SettingsError(f"The tenant {row.key} names the variable {variable} in SSPR_TENANTS, and it is not set.")
    return found


def _with(settings: Settings, row: Row, **own: object) -> TenantSettings:
    at_home = row.at(row.home)
    common = {
        "tenants": None,
        "graph_token": None,  # the row's own is asked for when it is needed
        "timezone": row.timezone,
        "digest_channels": row.all_channels() or NOWHERE,
        "admins": at_home.admins,
        "helpdesk": at_home.helpdesk,
        "viewers": at_home.viewers,
    }
    return TenantSettings.model_construct(settings.model_fields_set, **{**dict(settings), **common, **own, "row": row})
