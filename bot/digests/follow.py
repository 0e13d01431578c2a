"""What somebody wants to hear of in a direct message: that a case is over, or of a case at a later time."""

from dataclasses import dataclass
from datetime import datetime

from bot.analysis.answers import Case
from bot.digests.decision import CaseKey


@dataclass(frozen=True, slots=True)
class Follow:
    """One wish of one person about one case, or with "" as its user about everybody with a cause."""

    number: int
    who: str  # a Slack user ID
    case: CaseKey
    made_at: datetime
    remind_at: datetime | None = None  # None: as soon as it is over


@dataclass(frozen=True, slots=True)
class Followed:
    """The answer to whoever asked to hear that somebody has recovered."""

    case: Case  # the open one
    first_time: bool  # False where they had asked already
    number: int  # of the wish


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """The answer to whoever does not want to hear any more."""

    about: str  # as it was asked; "" for all
    ended: tuple[Follow, ...]
    left: tuple[Follow, ...]  # what they still wait for
