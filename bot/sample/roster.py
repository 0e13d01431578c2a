"""The sample tenant's registration details, as Microsoft Graph would tell them of a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.knowledge.vocabulary import SEPARATOR
from bot.sample.rows import Attempt, Registration
from bot.sample.story import ADMINS
from bot.sample.truth import Truth

_METHODS: Final = {
    "Alternate Email": "email",
    "Mobile Phone": "mobilePhone",
    "Office Phone": "officePhone",
    "Security Questions": "securityQuestion",
}
_OUT_OF_SCOPE: Final = frozenset({"not_in_group", "not_enabled"})
_HAD_METHODS: Final = frozenset({"no_license", "onprem_unreachable"})  # who waits for these lacks no method


def roster(
    truth: Truth, registrations: Sequence[Registration], attempts: Iterable[Attempt], at: datetime
) -> list[Mapping[str, Any]]:
    """One record a person of the directory: what they had registered by then, and whether the policy lets them.

    The registrations come in time order.
    """
    held: dict[str, set[str]] = {user: set() for user in (*truth.unregistered, *truth.one_datum, *truth.two_data)}
    for row in registrations:
        if row.at < at:
            held[row.user.casefold()].add(_METHODS[row.datum])
    for user, datum in _long_held(registrations, attempts):
        held[user].add(_METHODS[datum])
    for user, case in truth.stuck.items():
        if case.cause in _HAD_METHODS and not held[user]:
            held[user].add("mobilePhone")
    return [_record(user, sorted(methods), truth) for user, methods in sorted(held.items())]


def _long_held(registrations: Iterable[Registration], attempts: Iterable[Attempt]) -> Iterator[tuple[str, str]]:
    """Who used what to verify, though no row says when they registered it: that was before the reports begin."""
    since: dict[tuple[str, str], datetime] = {}
    for row in registrations:  # in time order
        since.setdefault((row.user.casefold(), row.datum), row.at)
    for tried in attempts:
        theirs = [(tried.user.casefold(), method) for method in tried.methods.split(SEPARATOR) if method]
        yield from (key for key in theirs if key not in since or since[key] > tried.at)


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
