"""What an audit log tells of beside resets, and how long an attempt goes on."""

from datetime import timedelta
from enum import StrEnum

from bot.knowledge.catalogue import load


class AttemptKind(StrEnum):
    """What was attempted. Only RESET is a self-service password reset; nothing else is ever counted as one."""

    RESET = "reset"
    UNLOCK = "unlock"
    CHANGE = "change"
    ADMIN_RESET = "admin reset"  # somebody else's success: it closes a person's case as "helpdesk"
    # Of a datum; the kind goes on with a colon and the datum where the log names it.
    ADMIN_REGISTRATION = "admin registered"  # somebody else put it in; no page says that it counts as registered
    DELETION = "method deleted"
    ADMIN_DELETION = "method deleted by an admin"
    UPDATE = "method updated"  # what it was before and is now, the log does not say
    ADMIN_UPDATE = "method updated by an admin"
    LICENSE = "license changed"  # somebody else changed a person's licenses; it closes nothing
    REGISTRATION = "registration"  # one that failed; those that worked are registrations
    POLICY = "policy change"  # of the tenant, by whoever changed it; the kind goes on with a colon and what was changed
    RECOVERY = "account recovery"  # a second way back in, with a document and a face; never a reset


def session() -> timedelta:
    """How long the reset page waits for a step."""
    return timedelta(minutes=load().limits["session_minutes"])
