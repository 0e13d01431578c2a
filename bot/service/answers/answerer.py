"""One row of the table of questions: how a kind of question is answered, who may see that, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, auto
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue
from bot.later import later_import
from bot.privacy import CROWD, Role, Visibility
from bot.render.blocks.message import Message
from bot.reports.snapshot import Snapshot
from bot.service.asker import Asker
from bot.service.authorization import sees_people
from bot.service.ports import Fleet

if TYPE_CHECKING:
    from bot.analysis import incidents
    from bot.analysis.people.person_search import Matching
    from bot.analysis.rows_behind import RowsBehind
    from bot.analysis.status import StatusAnswer
    from bot.digests.decision import Decisions
    from bot.render.lines.runbook import Own
    from bot.service.answers.digest_questions import DigestQuestions
    from bot.service.decisions.triage import Triage
    from bot.service.decisions.unknown_details import UnknownDetails
else:  # each is wanted by few questions
    incidents = later_import("bot.analysis.incidents")

Question = TypeVar("Question")
Answer = TypeVar("Answer")

AllRows = tuple[Iterable[str], int]  # lines of finished text, made as they are looked at, and how many there are in all


class Audience(Enum):
    """Who may see the answer to a question that was asked in the open."""

    PUBLIC = auto()  # everybody: it holds numbers or documents
    PUBLIC_NUMBERS = auto()  # everybody, as long as the asker may see numbers alone; with names the asker alone
    ASKER = auto()  # the asker alone

    @property
    def counts(self) -> bool:
        """Whether it is about numbers from the loaded data, and not about one person or a document."""
        return self is not Audience.ASKER

    def is_personal(self, asker: Asker) -> bool:
        """Whether only the asker may see it."""
        return self is Audience.ASKER or (self is Audience.PUBLIC_NUMBERS and sees_people(asker))


@dataclass(frozen=True, slots=True)
class Request:
    """What an answer is worked out from, besides the question."""

    snapshot: Snapshot
    catalogue: Catalogue
    asker: Asker
    now: datetime
    matching: Matching  # how far the search for a person may go
    digest_questions: DigestQuestions | None
    whole: bool  # with what a message leaves out
    unknown_details: UnknownDetails | None = None
    triage: Triage | None = None
    fleet: Fleet | None = None

    @property
    def incident_budget(self) -> float:
        """How many false incidents a month are put up with: the same in every answer as in the digests."""
        return self.digest_questions.digesting.incident_budget if self.digest_questions else incidents.BUDGET

    @property
    def failed(self) -> Sequence[str]:
        """What of the sources did not succeed the last time, as digests say it."""
        delivering = self.digest_questions.digesting.delivering if self.digest_questions else None
        return delivering.warnings() if delivering else ()

    @property
    def digests(self) -> DigestQuestions:
        """What answers about digests. Raises RefusedError where there are none."""
        if self.digest_questions is None:
            raise RefusedError("There are no digests here.")
        return self.digest_questions


def no_page(_: str) -> str:
    """No page of anybody in the directory is known."""
    return ""


@dataclass(frozen=True, slots=True)
class Display:
    """How an answer is shown, and to whom."""

    zone: tzinfo
    show: Visibility
    catalogue: Catalogue
    token: str | None  # what its buttons carry; None for no buttons
    decisions: Decisions | None  # those that count for its cases; None where nothing can be decided
    smallest_group: int = CROWD  # of fewer people nothing is said where numbers alone are shown
    you: str | None = None  # the reader's own user ID, casefolded; an answer about them says "you"
    own: Own | None = None  # the operator's runbooks, for those who act on cases
    role: Role = Role.SELF  # the reader's
    page_of: Callable[[str], str] = no_page  # by casefolded user ID: their page in the directory, "" where unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer(Generic[Question, Answer]):
    """The row of a kind of question. No field has a default, so that a new question cannot leave one out."""

    ask: Callable[[Question, Request], Answer]  # may raise RefusedError with what to do instead
    message: Callable[[Answer, Display], Message]
    audience: Audience
    subject: Callable[[Question, Answer | None], str | None]  # whom it is about, for the access log; no answer: refused
    all_rows: Callable[[Answer, Display], AllRows | None] | None  # what `Show all` opens
    export_rows: (
        Callable[[Question, Request], RowsBehind | StatusAnswer] | None
    )  # who is meant, where that is not clear
    cacheable: bool  # it depends on words, zone, data and time alone, `stuck` on decisions too: never on one person
    asked_again: bool  # its buttons may ask it once more, as that does nothing but answer

    def row_of(self, question: Question) -> Answerer[Question, Answer]:  # noqa: ARG002 - it is there for its type
        """This row, as the one of a question of its kind; for a question of another kind it does not type-check."""
        return self


def nobody(_question: object, _answer: object) -> None:
    """The subject of a question that is about no single person."""
