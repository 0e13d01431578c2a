"""The story of an answer: words in, who may hear it decided, analysis asked, a message out."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.analysis import digest as digests
from bot.analysis.answers import Coverage, PersonStatus
from bot.analysis.compare import compare
from bot.analysis.data import data
from bot.analysis.failures import failures
from bot.analysis.registrations import registrations
from bot.analysis.status import status
from bot.analysis.stuck import stuck
from bot.analysis.trend import trend
from bot.errors import BotError
from bot.knowledge.catalogue import Catalogue
from bot.questions import question as q
from bot.questions.grammar import parse
from bot.questions.help import help_for
from bot.render.message import Message
from bot.reports.coverage import coverage_of_all
from bot.reports.snapshot import Snapshot
from bot.reports.window import last
from bot.service.asker import Asker, Role
from bot.service.permission import refusal
from bot.service.ports import AccessLog, Asked, Clock, KeptAnswers, KeptQuestion, Resolver, Snapshots
from bot.service.showing import Shown, show


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the person who asked."""

    question: q.Question
    message: Message
    answer: object  # the frozen value behind the message
    coverage: Coverage
    personal: bool = False  # about people: only the asker sees it
    subject: str | None = None  # the user key it is about
    token: str | None = None  # what its buttons carry


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions from the current snapshot. Safe to share between threads."""

    snapshots: Snapshots
    catalogue: Catalogue
    clock: Clock
    kept: KeptAnswers
    access_log: AccessLog
    resolver: Resolver

    def answer(self, text: str, asker: Asker, *, now: datetime | None = None) -> Reply:
        """The reply to what was typed; a refusal or a misunderstanding is a reply, too."""
        now = now or self.clock()
        question = parse(text, now=now, zone=asker.zone, catalogue=self.catalogue)
        return self._reply(question, text, asker, now)
