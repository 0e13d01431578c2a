"""Who may see what: the roles, and how much of a person is shown."""

from enum import Enum, StrEnum
from functools import total_ordering


@total_ordering
class Role(Enum):
    """What somebody may do; each includes the ones before it. Anyone may ask about themselves."""

    SELF = "anyone"
    VIEWER = "viewer"  # numbers
    HELPDESK = "helpdesk"  # people
    ADMIN = "admin"  # subscriptions, loads, decisions for others

    def __init__(self, _word: str) -> None:
        self._rank = len(type(self).__members__)  # compared several times in each answer

    def __lt__(self, other: "Role") -> bool:
        return self._rank < other._rank

    def __ge__(self, other: "Role") -> bool:
        return self._rank >= other._rank


CROWD = 5  # people: of fewer nothing is said to those who may not see people, unless a setting says otherwise
LARGEST_CROWD = 1000  # people: the most that a setting may ask for


class Visibility(StrEnum):
    """How much is shown of people."""

    NAMES = "names"
    MASKED = "masked"
    COUNTS = "counts"
