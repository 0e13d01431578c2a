"""What can be asked, parsed: one frozen value for each kind of question."""

from dataclasses import dataclass, field

from bot.analysis.answers import Filters, GroupBy
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class Help:
    """`help [topic]`, `?`, or nothing at all."""

    topic: str | None = None
    kind: str = "help"


@dataclass(frozen=True, slots=True)
class Status:
    """`status [PERSON]`. `person` is a user ID or its beginning, or a Slack user ID written `<@U123>`; None means me."""

    person: str | None = None
    kind: str = "status"


@dataclass(frozen=True, slots=True)
class Failures:
    """`failures [WINDOW] [by ...] [filters]`."""

    window: Window
    by: GroupBy = GroupBy.DETAIL
    filters: Filters = field(default=Filters())
    top: int | None = None
    kind: str = "failures"


@dataclass(frozen=True, slots=True)
class Registrations:
    """`registrations [WINDOW] [by method|day]`."""

    window: Window
    by: str = "method"
    kind: str = "registrations"


@dataclass(frozen=True, slots=True)
class Fix:
    """`fix TEXT`."""

    text: str
    kind: str = "fix"


@dataclass(frozen=True, slots=True)
class Stuck:
    """`stuck [cause:X]`."""

    filters: Filters = field(default=Filters())
    kind: str = "stuck"


@dataclass(frozen=True, slots=True)
class Trend:
    """`trend [WINDOW]`."""

    window: Window
    filters: Filters = field(default=Filters())
    kind: str = "trend"


@dataclass(frozen=True, slots=True)
class Compare:
    """`compare [WINDOW]`: with the window of equal length before it (for `this week`: last week)."""

    window: Window
    previous: Window
    filters: Filters = field(default=Filters())
    kind: str = "compare"


@dataclass(frozen=True, slots=True)
class Data:
    """`data`."""

    kind: str = "data"


@dataclass(frozen=True, slots=True)
class Digest:
    """`digest preview [since WINDOW]` and `digest now`."""

    window: Window
    now: bool = False
    kind: str = "digest"


@dataclass(frozen=True, slots=True)
class Subscribe:
    """`subscribe daily at 09:00 mon-fri tz:Europe/Berlin cause:onprem show:masked`; words checked by the grammar."""

    words: str
    kind: str = "subscribe"


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """`unsubscribe [NUMBER|all]`."""

    which: str | None = None
    kind: str = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """`subscriptions`."""

    kind: str = "subscriptions"


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """Words that no question fits: the word is named, the nearest form shown, nothing guessed in silence."""

    text: str
    word: str  # the word that did not fit
    sentence: str  # what is wrong with it
    suggestion: str | None  # a form that would work, ready to type
    kind: str = "misunderstood"


Question = (
    Help
    | Status
    | Failures
    | Registrations
    | Fix
    | Stuck
    | Trend
    | Compare
    | Data
    | Digest
    | Subscribe
    | Unsubscribe
    | Subscriptions
    | Misunderstood
)
