"""Whose settings are meant, where there may be many tenants: one alone does without what those need."""

from bot.errors import RefusedError
from bot.settings import Settings


def settings_named(settings: Settings, tenant: str | None) -> Settings:
    """The settings for a tenant that somebody at a terminal names; without SSPR_TENANTS those that there are.

    Raises RefusedError where there are several and none, or no such one, is named.
    """
    if settings.tenants is None:
        return settings.model_copy(update={"tenant": tenant}) if tenant else settings
    from bot.app.tenants.settings import settings_of, settings_of_provider  # noqa: PLC0415 - only for many
    from bot.app.tenants.tenants_file import PROVIDER, tenants_file  # noqa: PLC0415
    from bot.questions.text import alike  # noqa: PLC0415

    tenants = tenants_file(settings.tenants).current()
    named = tenant or (settings.tenant if "tenant" in settings.model_fields_set else "")
    if alike(named) == PROVIDER:
        return settings_of_provider(settings, tenants.provider)
    row = next((row for row in tenants.tenant if alike(named) in row.names), None)
    if row is not None:
        return settings_of(settings, row)
    what = f"{named} is no tenant of SSPR_TENANTS" if named else "There are several tenants"
    raise RefusedError(f"{what}; name one with --tenant: {', '.join(sorted(tenants.rows))}.")
