"""The settings of one tenant: those of the whole bot, with what its row of SSPR_TENANTS says."""

import os
from typing import Final

from dotenv import dotenv_values
from typing_extensions import override

from bot.app.tenants.tenants_file import NOWHERE, PROVIDER, ProviderRow, Row, TenantRow
from bot.errors import SettingsError
from bot.settings import Settings

# The settings that a row has its own value of, by its key there.
_OF_ROW: Final = {
    "runbook": "runbook",
    "subscriptions_file": "subscriptions",
    "reports_dir": "folder",
    "keep_days": "keep_days",
    "pull_minutes": "pull_minutes",
    "graph_token": "graph_token",
    "timezone": "timezone",
    "digest_channels": "channels",
    "admins": "admins",
    "helpdesk": "helpdesk",
    "viewers": "viewers",
}


class TenantSettings(Settings):
    """Settings of one of many tenants, or of their provider."""

    row: Row

    @property
    @override
    def other_channels(self) -> str:
        if not isinstance(self.row, ProviderRow):
            return super().other_channels
        when = f"comes {self.row.digest}" if self.row.digest else "comes with a line digest"
        return (
            f"That of all tenants {when}, by [provider] in SSPR_TENANTS; that of one tenant goes to its own channels."
        )

    @override
    def where(self, name: str) -> str:
        if name not in _OF_ROW or (name == "keep_days" and not getattr(self.row, name, None)):
            return super().where(name)
        return f"SSPR_TENANTS, {PROVIDER if self.tenant == PROVIDER else f'tenant {self.tenant}'}, {_OF_ROW[name]}"


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
    return _with(settings, row, tenant=PROVIDER, digest_channels=NOWHERE, **nothing)


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
