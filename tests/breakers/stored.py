"""What is asked of a database full of damaged reports: every question is answered, and nothing in an answer is live."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app.answering import terminal_answering
from bot.app.services import TERMINAL_WAIT, Services, build_services
from bot.render.formats import terminal
from bot.render.formats.json_answer import envelope
from bot.reports.parsing.read_report import Reading
from bot.service.answers.answering import Answering
from bot.service.loading.ports import RosterStore
from bot.settings import Settings
from bot.storage.ledger.roster import Rosters

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
QUESTIONS = (
    "failures 30d", "failures 30d by domain", "resets 30d by person", "stuck", "status dan1@contoso.com", "unknown 30d", "data",
    "odd 30d", "trend 30d", "registrations 30d by method", "rollout", "changes 30d", "export attempts 30d", "time 30d",
)  # fmt: skip
_LIVE = re.compile(r"<[@#]|<!(?!date\^)")  # a mention of somebody or of a channel, or of everybody
_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)  # what moves a terminal's cursor or turns its text


@dataclass(frozen=True, slots=True)
class Stored:
    """A database that takes reports, and can be asked."""

    services: Services
    rosters: RosterStore
    answering: Answering

    def record(self, reading: Reading, name: str) -> None:
        """Put all reports of a file in, as a load does."""
        for report in reading.reports:
            self.services.ledger.record(report, name, NOW)
        for roster in reading.rosters:
            self.rosters.record(roster, name, NOW)
        self.services.snapshots.refresh()

    def ask(self, words: str) -> str:
        """What is wrong with the answer; "" where nothing is."""
        reply = self.answering.answer(words, self.services.terminal(), now=NOW)
        sent, shown = json.dumps(reply.message.payload(), ensure_ascii=False), terminal.show(reply.message)
        json.dumps(envelope(reply.question, reply.answer, reply.message.text))
        if _LIVE.search(sent):
            return f"something live in {words}"
        return f"something that steers in {words}" if _STEERS.search(shown) else ""


@contextmanager
def stored(folder: Path) -> Iterator[Stored]:
    """An empty database in a folder."""
    services = build_services(
        Settings(SSPR_DATABASE_URL=f"sqlite:///{folder / 'fuzz.db'}"),  # type: ignore[call-arg]
        clock=lambda: NOW,
        wait=TERMINAL_WAIT,
    )
    try:
        yield Stored(services, Rosters(services.tenant), terminal_answering(services))
    finally:
        services.close()
