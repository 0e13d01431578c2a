"""What the stories need from outside: small roles, owned here, filled by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.analysis.stuck import StuckAnswer
from bot.digests.decision import Decisions
from bot.questions.question import Question
from bot.render.digests.subscriptions import Subscribed
from bot.reports.parsing.read_report import ReadReport
from bot.reports.receipt import Receipt
from bot.reports.snapshot import Snapshot
from bot.service.asker import Asker

Clock = Callable[[], datetime]


class Snapshots(Protocol):
    """Gives the snapshot to answer from."""

    def current(self) -> Snapshot:
        """The last good one; never blocks on a load."""
        ...

    def refresh(self) -> bool:
        """Look for newer data now; True when there was some."""
        ...


class Resolver(Protocol):
    """Knows which user ID in the reports a Slack person is."""

    def user_of(self, slack_id: str) -> str | None:
        """The person's e-mail address, or None when Slack does not tell."""
        ...


class AccessLog(Protocol):
    """Remembers who asked what about whom."""

    def record(self, asker: Asker, kind: str, subject: str | None, outcome: str, reference: str = "") -> None:
        """Append one line; about a person, it is on disk when this returns.

        `kind` is that of the question, or what was done; `subject` the user key it was about, None for aggregates;
        `outcome` is answered, refused, shared ...
        """
        ...


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that a button of its answer can bring back."""

    text: str
    asker: str
    asked_at: datetime


class KeptAnswers(Protocol):
    """Keeps questions behind tokens for the buttons of their answers."""

    def keep(self, question: KeptQuestion) -> str:
        """A new token."""
        ...

    def find(self, token: str, now: datetime) -> KeptQuestion | None:
        """The question, or None when it is unknown or too old."""
        ...


class Desk(Protocol):
    """Answers what is about digests, subscriptions and decisions."""

    def takes(self, question: Question) -> bool:
        """Whether this question is one of its own."""
        ...

    def answer(self, question: Question, asker: Asker, now: datetime) -> object:
        """The answer value, or a finished Message."""
        ...

    def decided(self, answer: StuckAnswer, now: datetime) -> tuple[StuckAnswer, Decisions]:
        """The answer as decisions leave it, and those that count for its cases."""
        ...

    def listed(self, asker: Asker) -> tuple[tuple[str, Subscribed], ...] | None:
        """Every digest with its channel; None for those who may not set them up."""
        ...


class Ledger(Protocol):
    """Takes what was read."""

    def record(self, report: ReadReport, path: str, now: datetime, fingerprint: str = "") -> Receipt:
        """All rows and the receipt, or nothing."""
        ...

    def has_loaded(self, path: str, fingerprint: str) -> bool:
        """Whether this very file is in already."""
        ...
