"""What can be asked, parsed: one frozen value for each kind of question.

`interpretation` says how free words were read, for the answer to repeat; questions that differ only there are equal.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.analysis.answers import Filters, GroupBy
from bot.analysis.cases.sign_reviews import ReviewKind, SignKey
from bot.digests.plan import SubscriptionPlan
from bot.reports.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class FreelyWorded:
    """A question that may be asked in free words; `interpretation` says how those were read.

    That is the question as one types it, with `note` in brackets behind it where there is something to tell.
    """

    interpretation: str = field(default="", compare=False)
    note: str = field(default="", compare=False, metadata={"json": False})

    @property
    def read_as(self) -> str:
        """The question that free words were read as, without the note: a value may have brackets, too."""
        return self.interpretation.removesuffix(f" ({self.note})") if self.note else self.interpretation


@dataclass(frozen=True, slots=True)
class Help:
    """`help [topic]`, `?`, or nothing at all."""

    topic: str | None = None
    kind: str = "help"


@dataclass(frozen=True, slots=True)
class Status(FreelyWorded):
    """`status [PERSON]`. `person` is a user ID or its beginning, or a Slack mention `<@U123>`; None means me."""

    person: str | None = None
    kind: str = "status"


@dataclass(frozen=True, slots=True)
class Failures(FreelyWorded):
    """`failures [WINDOW] [by ...] [filters]`."""

    window: Window
    by: GroupBy = GroupBy.DETAIL
    filters: Filters = field(default=Filters())
    top: int | None = None
    kind: str = "failures"


@dataclass(frozen=True, slots=True)
class FailedPeople(FreelyWorded):
    """`failures [WINDOW] by person [filters] [top N]`: the people behind the numbers, for those who may see them."""

    window: Window
    filters: Filters = field(default=Filters())
    top: int | None = None
    by: str = "person"
    kind: str = "failures"


@dataclass(frozen=True, slots=True)
class Registrations(FreelyWorded):
    """`registrations [WINDOW] [by method|day] [domain:]`."""

    window: Window
    by: str = "method"
    filters: Filters = field(default=Filters())
    kind: str = "registrations"


@dataclass(frozen=True, slots=True)
class Resets(FreelyWorded):
    """`resets [WINDOW] [by method|person|role|day]`: successful ones."""

    window: Window
    by: str = "method"
    filters: Filters = field(default=Filters())
    kind: str = "resets"


@dataclass(frozen=True, slots=True)
class Incidents(FreelyWorded):
    """`incidents [WINDOW] [filters]`."""

    window: Window
    filters: Filters = field(default=Filters())
    kind: str = "incidents"


@dataclass(frozen=True, slots=True)
class Odd(FreelyWorded):
    """`odd [WINDOW] [domain:]`: signs that are worth a look."""

    window: Window
    filters: Filters = field(default=Filters())
    kind: str = "odd"


@dataclass(frozen=True, slots=True)
class Triage(FreelyWorded):
    """`triage [SIGN mute|unmute|attack|innocent|reopen ...]`: says something of a sign; alone it lists that."""

    sign: SignKey | None = None
    said: ReviewKind | None = None
    until: datetime | None = None
    reason: str = ""
    kind: str = "triage"


@dataclass(frozen=True, slots=True)
class Changes(FreelyWorded):
    """`changes [WINDOW]`: of the reset policy."""

    window: Window
    kind: str = "changes"


@dataclass(frozen=True, slots=True)
class Funnel(FreelyWorded):
    """`funnel [WINDOW] [by method|role|domain] [filters]`: at which stage people leave."""

    window: Window
    by: str = "method"
    filters: Filters = field(default=Filters())
    kind: str = "funnel"


@dataclass(frozen=True, slots=True)
class Time(FreelyWorded):
    """`time [WINDOW] [by cause|method] [filters]`: until success."""

    window: Window
    by: str = "cause"
    filters: Filters = field(default=Filters())
    kind: str = "time"


@dataclass(frozen=True, slots=True)
class Helped(FreelyWorded):
    """`helped [WINDOW]`: who succeeded after something was done, beside people without it."""

    window: Window
    kind: str = "helped"


@dataclass(frozen=True, slots=True)
class Cutoffs(FreelyWorded):
    """`cutoffs [by DATE] [domain:]`: who loses self-service reset, when and why."""

    until: date | None = None
    filters: Filters = field(default=Filters())
    kind: str = "cutoffs"


@dataclass(frozen=True, slots=True)
class Fix(FreelyWorded):
    """`fix TEXT`."""

    text: str
    kind: str = "fix"


@dataclass(frozen=True, slots=True)
class Stuck(FreelyWorded):
    """`stuck [cause:X]`."""

    filters: Filters = field(default=Filters())
    kind: str = "stuck"


@dataclass(frozen=True, slots=True)
class Unknown(FreelyWorded):
    """`unknown [WINDOW]`: details that no document lists."""

    window: Window
    kind: str = "unknown"


@dataclass(frozen=True, slots=True)
class Map:
    """`map [CODE to CAUSE|nothing]`: gives an unknown detail a cause; alone it lists what was given."""

    code: str = ""
    cause: str | None = None
    kind: str = "map"


@dataclass(frozen=True, slots=True)
class Trend(FreelyWorded):
    """`trend [WINDOW]`."""

    window: Window
    filters: Filters = field(default=Filters())
    kind: str = "trend"


@dataclass(frozen=True, slots=True)
class Compare(FreelyWorded):
    """`compare [WINDOW]`: with the window of equal length before it (for `this week`: last week)."""

    window: Window
    previous: Window
    filters: Filters = field(default=Filters())
    kind: str = "compare"


@dataclass(frozen=True, slots=True)
class Fleet(FreelyWorded):
    """`fleet [WINDOW] [by ...]`; `about` is one of `numbers.BREAKDOWNS` or `fleet.ORDERS`, "" for whatever is worst."""

    window: Window
    previous: Window
    about: str = ""
    kind: str = "fleet"


@dataclass(frozen=True, slots=True)
class Data(FreelyWorded):
    """`data`."""

    kind: str = "data"


@dataclass(frozen=True, slots=True)
class Digest(FreelyWorded):
    """`digest preview [since WINDOW]` and `digest now`."""

    window: Window
    now: bool = False
    kind: str = "digest"


@dataclass(frozen=True, slots=True)
class Subscribe:
    """`subscribe daily at 09:00 mon-fri tz:Europe/Berlin cause:onprem show:masked`."""

    plan: SubscriptionPlan
    kind: str = "subscribe"


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """`unsubscribe [NUMBER|all]`."""

    which: str | None = None
    kind: str = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscriptions(FreelyWorded):
    """`subscriptions`."""

    kind: str = "subscriptions"


@dataclass(frozen=True, slots=True)
class Why(FreelyWorded):
    """`why [PERSON]`: why someone was in the last digest. None means me."""

    person: str | None = None
    kind: str = "why"


@dataclass(frozen=True, slots=True)
class Follow(FreelyWorded):
    """`follow PERSON`: write to me once they have recovered. None means me."""

    person: str | None = None
    kind: str = "follow"


@dataclass(frozen=True, slots=True)
class Unfollow(FreelyWorded):
    """`unfollow [PERSON]`: write to me about them no more. None means all that I follow."""

    person: str | None = None
    kind: str = "unfollow"


@dataclass(frozen=True, slots=True)
class Rollout(FreelyWorded):
    """`rollout [to DATE] [domain:]`: who is registered, who is not, and whether the rest will be by a day."""

    target: date | None = None
    filters: Filters = field(default=Filters())
    kind: str = "rollout"


class ExportFormat(StrEnum):
    """What the rows are written as."""

    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Export(FreelyWorded):
    """`export QUESTION [as csv|parquet] [classic]`: the rows behind an answer."""

    question: "Exportable"
    format: ExportFormat = ExportFormat.CSV
    classic: bool = False  # the columns of the classic report
    kind: str = "export"


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """Words that no question fits: the word is named, the nearest form shown, nothing guessed in silence."""

    text: str
    word: str  # the word that did not fit
    sentence: str  # what is wrong with it
    suggestion: str | None  # a form that would work, ready to type
    choices: tuple[str, ...] = ()  # others that the words may mean as well
    kind: str = "misunderstood"
    # All but a value that is missing or wrong, or which of two is meant.
    understood: bool = field(default=False, metadata={"json": False})


@dataclass(frozen=True, slots=True)
class Cannot:
    """What this bot does not do, said in one sentence: a deed, or a subject out of its reach."""

    text: str
    subject: str  # what was asked for, in a word or two
    sentence: str  # what is not done, and who does it
    suggestion: str | None = None  # a question that helps, ready to type
    choices: tuple[str, ...] = ()  # others that help as well
    kind: str = "cannot"


Exportable = (
    Failures
    | FailedPeople
    | Resets
    | Funnel
    | Registrations
    | Status
    | Stuck
    | Trend
    | Compare
    | Rollout
    | Cutoffs
    | Changes
    | Odd
)  # questions with rows behind them
Question = (
    Help
    | Status
    | Failures
    | FailedPeople
    | Resets
    | Incidents
    | Changes
    | Odd
    | Triage
    | Funnel
    | Time
    | Helped
    | Cutoffs
    | Registrations
    | Fix
    | Stuck
    | Unknown
    | Map
    | Trend
    | Compare
    | Data
    | Fleet
    | Digest
    | Subscribe
    | Unsubscribe
    | Subscriptions
    | Why
    | Follow
    | Unfollow
    | Rollout
    | Export
    | Misunderstood
    | Cannot
)
