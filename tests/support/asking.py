"""An Answering over a drawn snapshot, with honest small stand-ins for what lies outside."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.knowledge.catalogue import load
from bot.privacy import Role
from bot.reports.snapshot import Snapshot
from bot.service.answers.answering import Answering
from bot.service.asker import Asker
from bot.service.ports import KeptQuestion

NOW = datetime(2017, 3, 1, 12, tzinfo=UTC)


@dataclass
class FixedSnapshots:
    """Always the same snapshot."""

    snapshot: Snapshot

    def current(self) -> Snapshot:
        return self.snapshot

    def refresh(self, *, patient: bool = False) -> bool:  # noqa: ARG002
        return False


@dataclass(frozen=True)
class Line:
    """One line of the access log."""

    who: str
    kind: str
    subject: str | None
    outcome: str
    scope: str = ""
    rows: int | None = None
    personal: bool = False


@dataclass
class ListedLog:
    """An access log that is a list."""

    lines: list[Line] = field(default_factory=list)

    def record(
        self,
        asker: Asker,
        kind: str,
        subject: str | None,
        outcome: str,
        reference: str = "",  # noqa: ARG002
        *,
        scope: str = "",
        rows: int | None = None,
        personal: bool = False,
    ) -> None:
        self.lines.append(Line(asker.id, kind, subject, outcome, scope, rows, personal))


@dataclass
class CountedTokens:
    """Tokens t1, t2, ..."""

    kept: dict[str, KeptQuestion] = field(default_factory=dict)

    def keep(self, question: KeptQuestion) -> str:
        token = f"t{len(self.kept) + 1}"
        self.kept[token] = question
        return token

    def find(self, token: str, now: datetime) -> KeptQuestion | None:  # noqa: ARG002 - nothing grows old here
        return self.kept.get(token)


@dataclass
class AddressBook:
    """Who is who in Slack."""

    users: dict[str, str] = field(default_factory=dict)

    def user_of(self, slack_id: str) -> str | None:
        return self.users.get(slack_id)


def answering(snapshot: Snapshot, users: dict[str, str] | None = None, *, smallest_group: int = 1) -> Answering:
    """The real thing over a drawn snapshot of a few people; it is 2017-03-01 12:00 UTC."""
    return Answering(
        snapshots=FixedSnapshots(snapshot),
        catalogue=load(),
        clock=lambda: NOW,
        tokens=CountedTokens(),
        access_log=ListedLog(),
        resolver=AddressBook(users or {}),
        smallest_group=smallest_group,
    )


def asker(role: Role, user: str | None = "me@contoso.com", slack_id: str = "U0ME") -> Asker:
    """Someone of this role."""
    return Asker(slack_id, role, user, ZoneInfo("UTC"), "C0HELP")
