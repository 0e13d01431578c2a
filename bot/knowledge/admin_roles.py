"""Who may reset an administrator's password, by the account's role: Microsoft's table "Who can reset passwords"."""

from typing import Final

PAGE: Final = "https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions"
ALWAYS: Final = ("Privileged Authentication", "Global")  # whatever the role
# Roles whose accounts others may reset, too, where they have no further role; by the page of 15 October 2024.
_OTHERS: Final = {
    "authentication administrator": ("Authentication",),
    "groups administrator": ("User",),
    "helpdesk administrator": ("Helpdesk", "User"),
    "password administrator": ("Password", "Helpdesk", "Authentication", "User"),
    "user administrator": ("User",),
    "user account administrator": ("User",),  # its old name
}


ANY: Final = "admin"  # as a filter: every role that is an administrator's
_BETWEEN: Final = ",;+|"  # several roles


def is_admin_role(role: str) -> bool:
    """Whether a role of the reports is an administrator's."""
    return "admin" in role.casefold()


def is_role(asked: str, role: str) -> bool:
    """Whether a role of the reports is the one that is asked for, or any administrator's where that is."""
    return is_admin_role(role) if asked == ANY else role.casefold() == asked.strip().casefold()


def may_reset(role: str) -> str:
    """Who may reset an account of this role, as a clause about `it`; for none, or several, what is certain."""
    if not is_admin_role(role) or any(mark in role for mark in _BETWEEN):
        return f"who may reset it depends on its role; a {_listed(ALWAYS)} Administrator may for any"
    others = _OTHERS.get(role.strip().casefold())
    if others is None:
        return f"only a {_listed(ALWAYS)} Administrator may reset it or change its methods"
    return f"if that is its only role, a {_listed((*others, *ALWAYS))} Administrator may reset it"


def _listed(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
