"""The steps of today's audit log: what a reader hands over, and what the store keeps of them.

An audit log has many rows for one attempt, one per step. A reader hands over a frame of steps; `fold.fold` makes
attempts and registrations of them. A late step may change an attempt, so the store must keep the steps themselves
and fold all steps of a person again whenever new ones of that person arrive. It must keep, per step:

- `at` (microseconds), `user`, `correlation`, `activity`, `reason`, `success` - nothing else enters the folding;
- `event_id`, where the source has one, as the step's identity; where it has none the identity is the whole row:
  (at, correlation, activity, reason, success, user in any letter case). A row repeated in a file counts once.

The same step from two sources (one with ids, one without; whole seconds or fractions; another correlation id) may be
kept twice: the folding counts it once.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

import pandas as pd


class Activity(StrEnum):
    """What a step is; one word for all the names that the sources have for it."""

    FLOW = "flow"  # one of the many steps on the way; only its reason says which
    RESET = "reset"  # the final event of a reset, one per password that was tried
    BLOCKED = "blocked"  # throttled; the log calls it a success, because blocking succeeded
    UNLOCK = "unlock"  # an account unlocked without a reset
    CHANGE = "change"  # a known password changed: no reset
    ADMIN_RESET = "admin reset"  # somebody else reset the password
    SAVED = "info saved"  # one datum registered
    REGISTERED = "registered"  # registration finished; says nothing about the data
    ADMIN_SAVED = "info saved by admin"  # one datum that somebody else put in
    DELETED = "info deleted"  # one datum taken away again
    ADMIN_DELETED = "info deleted by admin"
    UPDATED = "info updated"  # a datum that was there before, or what stands in it
    ADMIN_UPDATED = "info updated by admin"
    RECOVERY = "account recovery"  # a way of its own for who has no method left: no reset; its reason says which step
    LICENSE = "license changed"  # of a person, by somebody else; the log says not which, nor whether given or taken
    POLICY = "policy change"  # not about a person: its user is whoever changed it, its reason what was changed


ACTIVITIES: Final = pd.CategoricalDtype([str(activity) for activity in Activity])

# What a reader of an audit log hands over, one row a step, in the order of the file.
#   at           TIME
#   user         str category  the target's user principal name, else the actor's, else an object id; as written
#   correlation  str category  "" when there is none
#   activity     ACTIVITIES
#   reason       str category  the log's own words, blanks trimmed; "" when there is none
#   success      bool          what the status says; where its word is in another language, what the reason says
#   event_id     str or None   object column, only where the source has ids of its own
#   user_id      str category  the object id of the user, "" where the log does not give it
#   actor        str category  who did it, by name, else by id; "" for nobody
#   address      str category  the IP address it was done from; with the agent never shown below the helpdesk
#   agent        str category  the browser's name for itself
STEPS: Final = (
    "at", "user", "correlation", "activity", "reason", "success", "event_id", "user_id", "actor", "address", "agent",
)  # fmt: skip

SERVICES: Final = frozenset({"", "self-service password management", "authentication methods"})

_NAMES: Final[Mapping[str, Activity]] = {
    "self service password reset flow activity progress": Activity.FLOW,
    "reset password self service": Activity.RESET,
    "blocked from self service password reset": Activity.BLOCKED,
    "unlock user account self service": Activity.UNLOCK,
    "change password self service": Activity.CHANGE,
    "reset password by admin": Activity.ADMIN_RESET,
    "security info saved for self service password reset": Activity.SAVED,
    "user registered security info": Activity.SAVED,
    "user registered for self service password reset": Activity.REGISTERED,
    "user completed security info registration for self service password reset": Activity.REGISTERED,
    "user registered all required security info": Activity.REGISTERED,
    "admin registered security info": Activity.ADMIN_SAVED,
    "user deleted security info": Activity.DELETED,
    "admin deleted security info": Activity.ADMIN_DELETED,
    "user updated security info": Activity.UPDATED,
    "admin updated security info": Activity.ADMIN_UPDATED,
    "change user license": Activity.LICENSE,
    "self service password reset policy changes": Activity.POLICY,
    "enable password writeback for directory": Activity.POLICY,
    "disable password writeback for directory": Activity.POLICY,
    "authentication method policy update": Activity.POLICY,
    "authentication methods policy update": Activity.POLICY,
    "account recovery policy created": Activity.POLICY,
    "account recovery settings updated": Activity.POLICY,
}
# The events of account recovery in their order, as the documentation of the log names them.
RECOVERY_STARTED: Final = "User started account recovery"
RECOVERY_DONE: Final = "User completed account recovery"
RECOVERY_EVENTS: Final = (
    RECOVERY_STARTED,
    "User started identity issuance with certified partner",
    "User completed identity issuance with certified partner",
    "User failed document validation",
    "User completed identity presentation",
    "User failed face check comparison",
    "User account matched and validated",
    "User account not matched or validated",
    "User registered security information",
    RECOVERY_DONE,
)
# Known events of the two services that are no step of an attempt and no registration.
_BESIDE: Final = frozenset(
    {
        "user started security info registration for self service password reset",
        "user password registration",
        "user password reset",
    }
)
_SERVICE_OF_RESETS = "self-service password management"


def _plain(name: str) -> str:
    """An activity's name without what differs between the years: case, hyphens, brackets, `Self-serve`."""
    words = re.sub(r"[^a-z0-9]+", " ", name.casefold()).strip()
    return re.sub(r"\bself serve\b", "self service", words)


_RECOVERY: Final = {_plain(event): event for event in RECOVERY_EVENTS}


@lru_cache(maxsize=1_000)
def activity_of(name: str) -> Activity | None:
    """The step that an activity's name means; None when it is no step."""
    plain = _plain(name)
    return Activity.RECOVERY if plain in _RECOVERY else _NAMES.get(plain)


def recovery_event(name: str) -> str:
    """An event of account recovery as it is documented; "" for any other."""
    return _RECOVERY.get(_plain(name), "")


def is_ours(service: str, name: str) -> bool:
    """Whether a row is a step. What other services log, too, is known by its name, whichever does."""
    activity = activity_of(name)
    return activity in (Activity.RECOVERY, Activity.POLICY, Activity.LICENSE) or (
        activity is not None and service.strip().casefold() in SERVICES
    )


def is_unheard_of(service: str, name: str) -> bool:
    """Whether the reset service logged something that no document lists."""
    return (
        service.strip().casefold() == _SERVICE_OF_RESETS and activity_of(name) is None and _plain(name) not in _BESIDE
    )


_SUCCESS_WORDS: Final = frozenset({"success", "succeeded", "0"})
_FAILURE_WORDS: Final = frozenset({"failure", "failed", "timeout", "error"})
SUCCESSFUL: Final = frozenset({"successfully completed reset", "user successfully reset password"})
_FINAL: Final = (Activity.RESET, Activity.UNLOCK, Activity.CHANGE, Activity.ADMIN_RESET, Activity.ADMIN_SAVED)
# The reasons of final events that ended well, for statuses in a language we do not read.
_GOOD_REASONS: Final = frozenset(
    {"", "none", "success", "successfully completed reset", "onpremisessuccesscloudfailure"}
)


def is_success(activity: Activity, status: str, reason: str) -> bool:
    """Whether a step ended well, by its status word or, where that is in another language, by its reason."""
    word = status.strip().casefold()
    if word in _SUCCESS_WORDS or word in _FAILURE_WORDS:
        return word in _SUCCESS_WORDS
    return activity not in _FINAL or reason.strip().rstrip(".").casefold() in _GOOD_REASONS
