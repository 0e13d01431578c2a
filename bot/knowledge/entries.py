"""The entries of the catalogue: details, causes, references, dated changes, and what they are made of."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.knowledge.vocabulary import Result

# What hands out or changes a way into an account, by where it is done: no caller who may be anybody gets that.
_OPENS_ACCOUNT = re.compile(
    r"\(the user\) > (?:reset password|authentication methods|account\b)|-ADAccount|New-MgUserAuthentication",
    re.IGNORECASE,
)
_TELL_ADMIN = "An administrator's account is helped by few people; one of them will call you on the number on record."


class Owner(StrEnum):
    """Who acts on a cause or a step."""

    USER = "the user"
    HELPDESK = "helpdesk"
    TENANT_ADMIN = "tenant admin"
    ONPREM_ADMIN = "on-premises admin"
    SECURITY = "security team"
    PRIVILEGED_ADMIN = "privileged authentication admin"  # who alone may act on an administrator's account
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

    @property
    def opens_account(self) -> bool:
        """Whether it hands out or changes a password or a way to verify, so that the caller must be verified before."""
        return bool(_OPENS_ACCOUNT.search(f"{self.menu or ''} {self.command or ''}"))

    @property
    def verifies(self) -> bool:
        """Whether it says to verify the caller."""
        return "verify" in self.text.casefold()


@dataclass(frozen=True, slots=True)
class Change:
    """A dated change of the service that overturns older advice."""

    key: str
    title: str
    on: date | str  # a day; "2027-03" where the page says no more than the month
    advice: str
    links: tuple[Link, ...] = ()
    later: tuple[tuple[str, date], ...] = ()  # for whom it comes on another day
    dated: date | None = None  # the day it was last checked against the pages


@dataclass(frozen=True, slots=True)
class Cause:
    """A root-cause group of details. `key` may begin with a family: `onprem` covers `onprem_unreachable`."""

    key: str
    title: str
    sentence: str
    owner: Owner
    short: str = ""  # the title in at most twenty characters, for charts
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

    def for_privileged(self) -> "Detail":
        """The same detail for an administrator's account: what the helpdesk does otherwise is for who may act on it."""
        own = _privileged(self.acts[0])
        steps = (replace(step, owner=_unless(own, _privileged(step.owner or self.acts[0]))) for step in self.steps)
        acts = tuple(dict.fromkeys(map(_privileged, self.acts)))
        return replace(self, steps=tuple(steps), acts=acts, tell_user=_TELL_ADMIN)


def _privileged(owner: Owner) -> Owner:
    return Owner.PRIVILEGED_ADMIN if owner is Owner.HELPDESK else owner


def _unless(own: Owner, owner: Owner) -> Owner | None:
    return None if owner is own else owner


@dataclass(frozen=True, slots=True)
class Reference:
    """An SSPR error code or a writeback event: not in the reports, but what callers and event logs show."""

    key: str  # `SSPR_0029`, `33008`
    name: str
    kind: str  # "SSPR code", "writeback event", "sign-in code" or "topic"
    meaning: str
    steps: tuple[Step, ...]
    acts: tuple[Owner, ...]
    links: tuple[Link, ...]
    detail: str | None = None  # key of the detail that the report shows for the same trouble
    confidence: Confidence = Confidence.DOCUMENTED
    notes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    # Words of the page's sentence that tell this error from the others; ` ... ` stands for a few words.
    marks: tuple[str, ...] = ()
    shown_by_page: bool = False  # of a topic: its marks are words that a page shows


Finding = Detail | Reference | Cause
