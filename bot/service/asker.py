"""Who asks, and what they may see."""

from dataclasses import dataclass
from enum import IntEnum
from zoneinfo import ZoneInfo


class Role(IntEnum):
    """What a person may do; each includes the ones before it. Anyone may ask about themselves."""

    SELF = 0
    VIEWER = 1  # aggregates
    HELPDESK = 2  # people
    ADMIN = 3  # subscriptions, loads, decisions for others


@dataclass(frozen=True, slots=True)
class Asker:
    """The person behind a question, as the edge has established it."""

    id: str  # a Slack user ID; "terminal" for the command line
    role: Role
    user: str | None  # their own user ID in the reports (their Slack e-mail), when known
    zone: ZoneInfo  # days and hours are shown in it
    channel: str = ""  # where the question was asked
    name: str = ""  # how Slack shows them; never logged
