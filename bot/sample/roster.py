"""The sample tenant's registration details, as Microsoft Graph would tell them of a day."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.sample.rows import Registration
from bot.sample.story import ADMINS
from bot.sample.truth import Truth

_METHODS: Final = {
    "Alternate Email": "email",
    "Mobile Phone": "mobilePhone",
    "Office Phone": "officePhone",
    "Security Questions": "securityQuestion",
}
_OUT_OF_SCOPE: Final = frozenset({"not_in_group", "not_enabled"})


def roster(truth: Truth, registrations: Iterable[Registration], at: datetime) -> list[Mapping[str, Any]]:
    """One record a person of the directory: what they had registered by then, and whether the policy lets them."""
    held: dict[str, set[str]] = {user: set() for user in (*truth.unregistered, *truth.one_datum, *truth.two_data)}
    for row in registrations:
        if row.at < at:
            held[row.user.casefold()].add(_METHODS.get(row.datum, row.datum))
    return [_record(user, sorted(methods), truth) for user, methods in sorted(held.items())]


def _record(user: str, methods: list[str], truth: Truth) -> Mapping[str, Any]:
    enabled = user not in truth.stuck or truth.stuck[user].cause not in _OUT_OF_SCOPE
    return {
        "userPrincipalName": user,
        "userType": "member",
        "isAdmin": user in ADMINS,
        "isSsprRegistered": bool(methods),
        "isSsprEnabled": enabled,
        "isSsprCapable": bool(methods) and enabled,
        "methodsRegistered": methods,
    }
