"""The entries of the catalogue: details, causes, references, dated changes, and what they are made of."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.knowledge.vocabulary import Result


class Owner(StrEnum):
    """Who acts on a cause or a step."""

    USER = "the user"
    HELPDESK = "helpdesk"
    TENANT_ADMIN = "tenant admin"
    ONPREM_ADMIN = "on-premises admin"
    SECURITY = "security team"
    NOBODY = "nobody"


class Confidence(StrEnum):
    """How well a statement is backed."""

    DOCUMENTED = "documented"
    COMMUNITY = "seen in the field"
    INFERRED = "our inference"


@dataclass(frozen=True, slots=True)
class Link:
    """A page; `current` is False for one of the classic years, kept as the report's words are its own."""

    title: str
    url: str
    current: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: a sentence, with the menu path or command where one is known."""

    text: str
    menu: str | None = None
    command: str | None = None
    owner: Owner | None = None  # only where it differs from the detail's own


@dataclass(frozen=True, slots=True)
class Change:
    """A dated change of the service that overturns older advice."""

    key: str
    title: str
    on: date
    advice: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """A root-cause group of details. `key` may begin with a family: `onprem` covers `onprem_unreachable`."""

    key: str
    title: str
    sentence: str
    owner: Owner
    tenant_wide: bool = False  # one such cause hits many people at once: an incident, not many cases
    urgent: bool = False
    at_once: str = ""  # what it may mean when it hits many within a short time


@dataclass(frozen=True, slots=True)
class AfterBlock:
    """What to do about a blocked user once the block should be over: to wait would be wrong then."""

    steps: tuple[Step, ...]
    tell_user: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One documented sentence of the Details column, and what is known about it."""

    key: str
    text: str
    result: Result
    cause: str
    documented: str | None  # what the page itself advises; None: nothing
    meaning: str
    steps: tuple[Step, ...]
    acts: tuple[Owner, ...]
    tell_user: str
    links: tuple[Link, ...]
    dated: date  # the day the advice was last checked against the pages
    confidence: Confidence
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    code: str | None = None  # the SSPR error code that a user may show for the same trouble
    on_page: bool = True  # False: not one of the 35 of the page
    after_block: AfterBlock | None = None  # of every Blocked detail, and of no other

    def after_block_fix(self) -> "Detail":
        """The same detail with the advice for the time after its block; itself where it blocks nobody."""
        after = self.after_block
        return replace(self, steps=after.steps, tell_user=after.tell_user) if after else self


@dataclass(frozen=True, slots=True)
class Reference:
    """An SSPR error code or a writeback event: not in the reports, but what callers and event logs show."""

    key: str  # `SSPR_0029`, `33008`
    name: str
    kind: str  # "SSPR code", "writeback event" or "sign-in code"
    meaning: str
    steps: tuple[Step, ...]
    acts: tuple[Owner, ...]
    links: tuple[Link, ...]
    detail: str | None = None  # key of the detail that the report shows for the same trouble
    confidence: Confidence = Confidence.DOCUMENTED
    notes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()  # words of the page's sentence that tell this error from the others


Finding = Detail | Reference | Cause
