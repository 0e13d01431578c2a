"""The frozen values that analysis returns; everything that is shown is in them, nothing of how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.knowledge.catalogue import Cause, Detail
from bot.reports.coverage import Coverage as Coverage  # noqa: PLC0414 -- a part of every answer, found here with the rest
from bot.reports.receipt import Receipt
from bot.reports.window import Window


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
    method: str | None = None  # a method, alone or within a combination
    role: str | None = None
    domain: str | None = None  # the part behind the @

    def any(self) -> bool:
        """Whether anything is filtered out at all."""
        return any((self.result, self.cause, self.method, self.role, self.domain))


UNFILTERED = Filters()


# ---- one person ------------------------------------------------------------------------------------------------------


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    RECOVERED = "recovered"  # a later success of the same person
    HELPDESK = "helpdesk"  # a later reset by an admin
    CLOSED = "closed by hand"


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
    blocked_until: datetime | None  # estimate: last blocked attempt + 24 h; None when not blocked, or no longer
    back_again: bool  # had the same cause before, and recovered in between
    opened_position: int  # the smallest ledger position of its rows: when the ledger first knew of it
    last_position: int  # the largest
    block_over: datetime | None = None  # estimate: when the block ended, while the case is open
    tried_since: bool = False  # another attempt of the same person, whatever came of it, follows its newest row


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt on a timeline."""

    at: datetime
    result: str
    methods: str
    detail_key: str
    detail_text: str


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


class Ability(StrEnum):
    """Whether a person can reset right now."""

    YES = "yes"
    PROBABLY = "probably"  # last attempt succeeded, or nothing speaks against it
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PersonStatus:
    """All that is known about one person."""

    user: str
    shown: str
    role: str
    ability: Ability
    reason: str  # one sentence: why
    unknown: tuple[str, ...]  # what the loaded data cannot say
    registered: tuple[RegisteredDatum, ...]
    roster: RosterEntry | None
    attempts: tuple[AttemptLine, ...]  # newest first, at most ten
    attempts_total: int
    case: Case | None  # the newest case, open or closed
    fix: Detail | None  # of that case's newest detail while it is open; the advice after a block once that is over
    coverage: Coverage
    unfinished: Detail | None = None  # of the newest attempt, where that was left part-way and no case is open
    also: tuple[str, ...] = ()  # other people whose user ID begins with what was asked, at most five


@dataclass(frozen=True, slots=True)
class SeveralPeople:
    """More than one person fits what was typed: listed, never guessed."""

    asked: str
    matches: tuple[str, ...]  # as shown, sorted, at most 20
    total: int
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class NobodyFound:
    """No row names this person. That is not "not registered"."""

    asked: str
    near: tuple[str, ...]  # user IDs that look like it, at most 5
    coverage: Coverage


StatusAnswer = PersonStatus | SeveralPeople | NobodyFound


# ---- many people -----------------------------------------------------------------------------------------------------


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
        False  # True: filtered by result or cause, so that the other outcomes are missing and no rate is told
    )

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
class FailedPerson:
    """A person behind a breakdown, by their newest attempt in it."""

    shown: str
    at: datetime
    cause: Cause


@dataclass(frozen=True, slots=True)
class FailuresAnswer:
    """A breakdown of the failures of a window."""

    window: Window
    by: GroupBy
    filters: Filters
    counts: Counts
    previous: Counts
    groups: tuple[Group, ...]  # worst first; by day and hour in time order
    groups_total: int  # before `top` cut them
    itemised: int  # attempts that the groups divide: the failures, or those of another result when it was asked for
    itemised_people: int
    previous_covered: bool  # False: the data does not reach back over the previous window
    at_newest: "FailuresAnswer | None"  # the window ending at the newest row, when a relative window ends after it
    coverage: Coverage
    who: Sequence[FailedPerson] = ()  # newest first, at most two hundred; looked up when it is looked at


@dataclass(frozen=True, slots=True)
class RegistrationGroup:
    """One datum or day of the registrations."""

    key: str
    people: int
    rows: int


@dataclass(frozen=True, slots=True)
class Registrant:
    """A person, when they registered last, and all they registered in the window."""

    shown: str
    at: datetime
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegistrationsAnswer:
    """Who registered what in a window; a row is one datum, not one person."""

    window: Window
    by: str  # "method" or "day"
    people: int
    rows: int
    two_data_people: int  # people with two or more different data in the window
    groups: tuple[RegistrationGroup, ...]
    newest: tuple[Registrant, ...]  # newest first, at most ten
    at_newest: "RegistrationsAnswer | None"
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class StuckGroup:
    """The open cases of one cause."""

    cause: Cause
    people: int
    oldest: datetime
    fix: Detail | None
    cases: Sequence[Case]  # all of them, oldest first; those whose block is over last. Each is made when looked at
    block_over: int = 0  # people whose block should be over, and who have not got through since


@dataclass(frozen=True, slots=True)
class StuckAnswer:
    """Who is stuck right now."""

    filters: Filters
    people: int
    groups: tuple[StuckGroup, ...]  # most people first
    ages: tuple[
        tuple[str, int], ...
    ]  # "under 1 day", "1-3 days", "3-7 days", "over 7 days": people, each by their oldest open case
    coverage: Coverage
    closed: tuple[tuple[Cause, int], ...] = ()  # people whose case somebody closed by hand, counted nowhere else


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One day of a trend."""

    day: str  # ISO date in the reader's zone
    attempts: int
    succeeded: int
    failures: int
    unfinished: int
    by_cause: tuple[tuple[str, int], ...] = ()  # the failures by cause key, most first


@dataclass(frozen=True, slots=True)
class TrendAnswer:
    """Day by day, with the direction said."""

    window: Window
    points: tuple[TrendPoint, ...]
    counts: Counts
    tries_per_success: float | None  # attempts by people who succeeded, up to and including it
    median_time_to_success: timedelta | None  # from a person's first failure to their next success
    at_newest: "TrendAnswer | None"
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """Two windows side by side."""

    window: Window
    previous_window: Window
    counts: Counts
    previous: Counts
    groups: tuple[Group, ...]  # by cause, largest absolute change first
    previous_covered: bool
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """One kind of report: what of it is loaded."""

    report: str
    rows: int
    people: int
    first: datetime | None
    last: datetime | None
    age: timedelta | None
    gaps: tuple[tuple[datetime, datetime], ...]  # spans that no load covers


@dataclass(frozen=True, slots=True)
class DataAnswer:
    """What is loaded, how fresh it is, and what is missing."""

    sources: tuple[SourceSpan, ...]
    receipts: tuple[Receipt, ...]  # newest first
    unknown_details: tuple[tuple[str, int], ...]
    coverage: Coverage


# ---- the digest ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DigestDetail:
    """One detail within a cause of a digest, with its documented fix."""

    key: str
    text: str
    people: int
    fix: Detail | None
    block_over: int = 0  # those of the people whose block should be over


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """The new cases of one cause."""

    cause: Cause
    cases: Sequence[Case]  # oldest first
    details: tuple[DigestDetail, ...]  # most people first
    incident: bool  # a tenant-wide cause that hits many: told as one event
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """What happened between two ledger positions."""

    since: datetime | None  # when the last digest was made, or where a preview by time begins; None for a first one
    from_position: int
    to_position: int
    baseline: bool  # the first digest: one summary, no flood
    recovered: Sequence[Case]  # were open in the last digest, have succeeded since
    helpdesk: Sequence[Case]  # were open in the last digest, an admin has reset the password since
    still_stuck: int  # people who were failing in the last digest, and have neither recovered nor been helped since
    was_open: int  # people who were failing in the last digest
    new: tuple[DigestGroup, ...]  # incidents first, then worst first; of a baseline the open cases alone
    back_again: Sequence[Case]  # those of the new cases whose person had recovered from the same cause before
    late: int  # new rows that are older than the newest row of the last digest
    counts: Counts  # of the new rows
    chart: tuple[TrendPoint, ...] = field(default=())
    coverage: Coverage = field(default=Coverage((), 0, None, None, None))
    by_time: bool = False  # a preview: no digest was made at `since`
