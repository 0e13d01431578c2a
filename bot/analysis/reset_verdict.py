"""Can this person reset right now: one verdict from the directory, the open case, and what was seen before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.analysis.answers import Case, CaseState
from bot.knowledge.catalogue import UNRECOGNISED, Owner
from bot.knowledge.vocabulary import Method, parse_methods

GATES: Final = 2  # methods that an administrator must pass
# Whether the directory, asked after the failure, has the last word about its cause.
_DIRECTORY_KNOWS: Final = frozenset({"not_enabled", "not_in_group", "methods_missing"})
_OF_METHODS: Final = frozenset(
    {"methods_missing", "verification_email", "verification_phone", "verification_questions"}
)  # what a newly registered method may put right
_SAYS_LITTLE: Final = frozenset({"service_error", UNRECOGNISED})
_APP: Final = "authenticator app"
# What counts for an administrator: an email address, the app, a phone; never security questions, two phones are one.
_GATE_OF: Final = {
    Method.ALTERNATE_EMAIL: "email",
    Method.MOBILE_PHONE: "phone",
    Method.OFFICE_PHONE: "phone",
    Method.APP_NOTIFICATION: _APP,
    Method.APP_CODE: _APP,
    Method.HARDWARE_CODE: _APP,
}


_METHODS: Final = frozenset(map(str, Method))
_NEVER: Final = re.compile(r"passkey|fido|windows hello|temporary access pass", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RegisteredDatum:
    """One authentication datum a person registered."""

    datum: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """The directory's own word about a person, as of the last pull."""

    registered: bool
    enabled: bool
    capable: bool
    admin: bool
    guest: bool
    methods: tuple[str, ...]
    seen: datetime
    dated: bool = True  # False for a file that names no date: `seen` is when it was loaded, and it may be far older


class Ability(StrEnum):
    """Whether a person can reset right now."""

    YES = "yes"
    PROBABLY = "probably"  # last attempt succeeded, or nothing speaks against it
    NO = "no"
    UNKNOWN = "unknown"


Verdict = tuple[Ability, str]


def verdict(
    case: Case | None,
    roster: RosterEntry | None,
    registered: tuple[RegisteredDatum, ...],
    *,
    succeeded_at: datetime | None,
    blocked: bool,
    added_by_admin: datetime | None = None,
) -> Verdict:
    """Whether the person can reset, and why that is said: the newest fact wins.

    `succeeded_at` is the time of the last reset, where the last attempt that came to an end was one; `blocked` whether
    any of the open cases blocks; `added_by_admin` when an admin last registered a method for them.
    """
    is_open = case if case and case.state is CaseState.OPEN else None
    if blocked:
        return Ability.NO, "Too many tries: the page blocks for 24 hours after the last one."
    refused = directory_refuses(roster, registered) if roster else None
    if refused and roster and succeeded_at and not roster.dated:
        return Ability.PROBABLY, "They have reset; the directory says otherwise, but in a file without a date."
    if refused and roster and succeeded_at and succeeded_at > roster.seen:
        return Ability.PROBABLY, "They have reset since the directory was read, which said otherwise before."
    return (
        refused
        or (_after_failure(is_open, roster, registered, added_by_admin) if is_open else None)
        or _without_failure(roster, registered, succeeded_last=succeeded_at is not None)
    )


def unknown(
    roster: RosterEntry | None, registered: tuple[RegisteredDatum, ...], *, tried: bool, roster_loaded: bool
) -> Iterator[str]:
    """What the loaded data cannot say about a person, a sentence each."""
    if not roster and roster_loaded:
        yield "The directory's registration details do not name this person."
    elif not roster:
        yield "The directory's registration details are not loaded: license, group and policy are not known."
    if not registered and not roster:
        yield "No loaded row shows a registration, which does not mean that they are not registered."
    if not tried:
        yield "No loaded row shows an attempt to reset."


def directory_refuses(roster: RosterEntry, registered: tuple[RegisteredDatum, ...]) -> Verdict | None:
    """What the directory's own word rules out; of methods it has none about what was registered after it was read."""
    if not roster.enabled:
        return Ability.NO, "The directory does not allow this person to reset."
    if _registered_after(roster.seen, registered):
        return None
    if not roster.registered:
        return Ability.NO, "The directory says that this person has not registered enough methods."
    if roster.admin and not roster.capable and _gates(roster) < GATES:
        return Ability.NO, "An administrator needs two of email, phone and authenticator app, and has registered fewer."
    return None


def cleared_since(case: Case, roster: RosterEntry | None, registered: tuple[RegisteredDatum, ...]) -> str:
    """What says that the cause of the newest failure is gone, behind the failure's name; empty where nothing does."""
    newer = roster is not None and roster.capable and roster.dated and roster.seen > case.last_at
    if newer and case.cause.key in _DIRECTORY_KNOWS:
        return ", but the directory has said since that they can."
    if case.cause.key in _OF_METHODS and _registered_after(case.last_at, registered):
        return ", but they have registered a method since."
    return ""


def _registered_after(moment: datetime, registered: tuple[RegisteredDatum, ...]) -> bool:
    """Whether a method that verifies a reset was registered after it."""
    return any(one.last_at > moment and verifies(one.datum) for one in registered)


def _after_failure(
    case: Case, roster: RosterEntry | None, registered: tuple[RegisteredDatum, ...], added: datetime | None
) -> Verdict:
    """What an open case lets one expect."""
    failed = f"The last try failed ({case.cause.title})"
    if cleared := cleared_since(case, roster, registered):
        return Ability.PROBABLY, failed + cleared
    if case.cause.key in _OF_METHODS and added and added > case.last_at:
        return Ability.UNKNOWN, f"{failed}; an admin has added a method since, and no page says whether it counts."
    if case.cause.key == "throttled":
        since = "" if case.tried_since else ", and no loaded row shows another try since"
        return Ability.PROBABLY, f"They were blocked after too many tries; the 24 hours should be over{since}."
    if case.cause.key in _SAYS_LITTLE or case.cause.owner is Owner.NOBODY:
        return Ability.UNKNOWN, f"{failed}; the report does not say whether it would again."
    if case.cause.owner is Owner.USER:
        return Ability.PROBABLY, f"{failed}; another try can get through."
    return Ability.NO, f"{failed}, and nothing since shows that it was put right."


def _without_failure(
    roster: RosterEntry | None, registered: tuple[RegisteredDatum, ...], *, succeeded_last: bool
) -> Verdict:
    """What is said when no case is open."""
    if roster and roster.capable:
        says = "The directory says that they are registered and allowed to reset, and no failure is open"
        return (Ability.YES, f"{says}.") if roster.dated else (Ability.PROBABLY, f"{says}; its file has no date.")
    if succeeded_last:
        return Ability.PROBABLY, "Their last finished reset succeeded."
    if any(verifies(one.datum) for one in registered):
        return Ability.PROBABLY, "They have registered, and no loaded row shows a failure since."
    if registered and all(verifies_nothing(one.datum) for one in registered):
        return Ability.UNKNOWN, "What they registered verifies no reset, and no loaded row shows a method that does."
    if registered:
        return Ability.UNKNOWN, "What they registered is in no document, so whether it verifies a reset is not known."
    return Ability.UNKNOWN, "No loaded row shows whether they have registered or ever reset."


def verifies(datum: str) -> bool:
    """Whether a method that verifies a reset is among what somebody registered."""
    return any(method in _METHODS for method in parse_methods(datum))


def verifies_nothing(datum: str) -> bool:
    """Whether it is known to verify no reset: passkeys, FIDO2 keys, Windows Hello, a Temporary Access Pass alone."""
    methods = parse_methods(datum)
    return bool(methods) and all(_NEVER.search(method) for method in methods)


def _gates(roster: RosterEntry) -> int:
    """How many kinds of methods count for an administrator."""
    methods = {method for word in roster.methods for method in parse_methods(word)}
    return len({gate for method, gate in _GATE_OF.items() if method in methods})
