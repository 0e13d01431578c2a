"""The frozen values that analysis returns; everything that is shown is in them, nothing of how it is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.knowledge.catalogue import Cause, Detail


class GroupBy(StrEnum):
    """What failures can be broken down by."""

    DETAIL = "detail"
    CAUSE = "cause"
    RESULT = "result"
    METHOD = "method"
    ROLE = "role"
    DOMAIN = "domain"
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which attempts count; every empty field lets all through. Words are matched without regard to letter case."""

    result: str | None = None  # a Result value
    cause: str | None = None  # a cause key or the family it begins with
    method: str | None = None  # a method, passed alone or within a combination, or failed at
    role: str | None = None
    domain: str | None = None  # the part behind the @
    not_result: str | None = None  # all but this
    not_cause: str | None = None  # all but this cause or family

    def any(self) -> bool:
        """Whether anything is filtered out at all."""
        return self.of_outcome() or any((self.method, self.role, self.domain))

    def of_outcome(self) -> bool:
        """Whether only some outcomes are let through, so that there is no rate of success."""
        return self.leaves_out() or bool(self.result or self.cause)

    def leaves_out(self) -> bool:
        """Whether a result or a cause is taken away, and the rest kept."""
        return bool(self.not_result or self.not_cause)


UNFILTERED = Filters()


class CaseState(StrEnum):
    """Whether a case is open, or what closed it."""

    OPEN = "open"
    RECOVERED = "recovered"  # a later success of the same person, or an own unlock or change of the known password
    HELPDESK = "helpdesk"  # a later reset by an admin
    CLOSED = "closed by hand"


class Since(StrEnum):
    """What has come since the newest failure of an open case that may have put it right."""

    NOTHING = ""
    REGISTERED = "registered a method"
    DIRECTORY = "able by the directory"
    ADDED = "method added by an admin"  # no page says whether it counts
    POLICY = "policy changed"  # an order of events: whether it was about this is not known
    LICENSE = "license changed"  # the log says neither which, nor whether given or taken
    UPDATED = "method updated"  # the log does not say from what to what
    DOMAIN = "others of the domain reset"  # who had not failed so: their passwords may live in the cloud
    OTHERS = "others got through"  # who had failed for the same reason of everybody
    BLOCKED = "blocked"  # by too many tries: nothing helps before that is over


@dataclass(frozen=True, slots=True)
class Case:
    """One person with one cause."""

    user: str
    shown: str
    cause: Cause
    detail: str  # key of the newest detail
    opened_at: datetime
    last_at: datetime
    tries: int
    state: CaseState
    closed_at: datetime | None
    blocked_until: datetime | None  # estimate: last try of the block + 24 h 15 min; None when not blocked any more
    back_again: bool  # had the same cause before, and recovered in between
    opened_position: int  # the smallest ledger position of its rows: when the ledger first knew of it
    last_position: int  # the largest
    block_over: datetime | None = None  # estimate: when the block ended, while the case is open
    tried_since: bool = False  # another attempt of the same person follows its newest row, or the end of its block
    closed_by: str = ""  # "success", "admin reset", "unlock", "change" or "account recovery"; "" while it is open
    privileged: bool = False  # an administrator's account: few may act on it
    failed_at: str = ""  # the method that its newest row failed at; "" where nothing tells
    since: Since = Since.NOTHING  # what may have put it right since; nothing where it is closed

    @property
    def by_now(self) -> bool:
        """Whether the person may get through by now, as far as the loaded data says."""
        return self.since in (Since.REGISTERED, Since.DIRECTORY, Since.OTHERS)


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a breakdown."""

    key: str  # a detail key, cause key, Result, method, role, domain, ISO day, or hour "09"
    label: str
    attempts: int
    people: int
    share: float  # of the failures counted, 0..1
    previous: int  # attempts in the previous window of equal length
    fix: Detail | None  # for the top groups by detail; by cause: the most frequent detail's
    cause: Cause | None = None  # by cause alone

    @property
    def change(self) -> int:
        """Attempts more (or fewer) than in the previous window."""
        return self.attempts - self.previous


@dataclass(frozen=True, slots=True)
class Counts:
    """Attempts of a window by what became of them."""

    attempts: int
    people: int
    succeeded: int
    failures: int
    failing_people: int
    unfinished: int
    in_progress: int
    unrecognised: int
    partial: bool = (
        False  # True: filtered by result or cause, so that the other outcomes are missing and there is no rate
    )
    # The fewest behind the successes, or behind what neither succeeded nor failed; counted up to LARGEST_CROWD.
    fewest_people: int = 0

    @property
    def success_rate(self) -> float | None:
        """Succeeded of all attempts; None when nobody tried, which is not 0 %, or when only a part is counted."""
        return self.succeeded / self.attempts if self.attempts and not self.partial else None

    @property
    def finished_rate(self) -> float | None:
        """Succeeded of the attempts that were not abandoned or cancelled."""
        finished = self.attempts - self.unfinished - self.in_progress
        return self.succeeded / finished if finished and not self.partial else None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One day of a trend."""

    day: str  # ISO date in the reader's zone
    attempts: int
    succeeded: int
    failures: int
    unfinished: int
    by_cause: tuple[tuple[str, int], ...] = ()  # the failures by cause key, most first
    people: int = 0  # who tried
    failing_people: int = 0
    covered: bool = True  # False: no load covers the day, so that nothing is known of it
    whole: bool = True  # False: a good part of the day is not covered, or still to come
