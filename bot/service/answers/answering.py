"""The story of an answer: words in, who may hear it decided, analysis asked, a message out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, assert_never

from bot.analysis.status import PersonStatus
from bot.analysis.stuck import StuckAnswer
from bot.analysis.why import WhyAnswer
from bot.digests.decision import Decisions
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue
from bot.questions import question as q
from bot.questions.grammar import parse
from bot.render import refusal
from bot.render.blocks.compose import noted
from bot.render.blocks.message import Message
from bot.render.views import answer_modals, home
from bot.reports.coverage import Coverage
from bot.reports.snapshot import Snapshot
from bot.service.answers.answer_cache import Recent, Told
from bot.service.answers.asking import ask, coverage_of
from bot.service.answers.person_lookup import with_person
from bot.service.answers.showing import detail_for, show
from bot.service.asker import Asker
from bot.service.authorization import refused, sees_people
from bot.service.ports import AccessLog, Clock, Desk, KeptAnswers, KeptQuestion, Resolver, Snapshots

_EXPIRED = "That answer is too old for its buttons; ask again."


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
    decisions: Decisions | None = None  # what counts for the cases that it lists; None where nothing can be decided


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers questions from the current snapshot. Safe to share between threads."""

    snapshots: Snapshots
    catalogue: Catalogue
    clock: Clock
    kept: KeptAnswers
    access_log: AccessLog
    resolver: Resolver
    recent: Recent = field(default_factory=Recent)
    desk: Desk | None = None  # answers what is about digests and decisions; None where there are none

    def answer(self, text: str, asker: Asker, *, now: datetime | None = None) -> Reply:
        """The reply to what was typed; a refusal or a misunderstanding is a reply, too.

        Raises StoreError when a question about a person cannot be recorded.
        """
        return self._reply(text, asker, now or self.clock())

    def share(self, token: str, asker: Asker) -> Reply:
        """The answer behind a button, for the channel.

        Raises RefusedError when it is too old, or not theirs to share.
        """
        reply = self._again(token, asker)
        if not sees_people(asker) and reply.personal:
            raise RefusedError("Only the helpdesk may share answers about people.")
        self._record(reply.question, asker, reply.subject, "shared")
        return reply

    def show_all(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal view with everything that the message left out. Raises RefusedError as `share` does."""
        reply = self._again(token, asker)
        if not isinstance(reply.answer, answer_modals.Shown):
            raise RefusedError("There is no more to show than what the answer says.")
        return answer_modals.show_all(reply.answer, zone=asker.zone, show=detail_for(asker), decisions=reply.decisions)

    def next_steps(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal view with the words to send to the user. Raises RefusedError as `share` does."""
        reply = self._again(token, asker)
        if not isinstance(reply.answer, PersonStatus):
            raise RefusedError("There is nobody to tell anything: the answer is not about one person.")
        return answer_modals.next_steps(reply.answer)

    def home(self, asker: Asker) -> dict[str, Any]:
        """The Home tab of a person: what there is for them."""
        covered = coverage_of(None, self.snapshots.current(), self.clock())
        digests = self.desk.listed(asker) if self.desk else None
        return home.view(asker.name, asker.role, covered, digests, zone=asker.zone)

    def again(self, token: str, asker: Asker) -> Reply:
        """The answer behind a button once more, with this asker's rights. Raises RefusedError when it is too old."""
        return self._again(token, asker)

    def _again(self, token: str, asker: Asker) -> Reply:
        """The same question once more, with this asker's rights."""
        kept = self.kept.find(token, self.clock())
        if kept is None:
            raise RefusedError(_EXPIRED)
        return self._reply(kept.text, asker, kept.asked_at, token=token)

    def _reply(self, text: str, asker: Asker, now: datetime, token: str | None = None) -> Reply:
        question = parse(text, now=now, zone=asker.zone, catalogue=self.catalogue)
        why = refused(question, asker)
        snapshot = self.snapshots.current()
        if why:
            self._record(question, asker, getattr(question, "person", None), "refused")
            message = refusal.message(why, ask="The people who run this bot can give you that role.")
            return Reply(question, message, None, coverage_of(None, snapshot, now), personal=True)
        try:
            named = with_person(question, asker, self.resolver)
        except RefusedError as unknown:
            message = refusal.message(str(unknown), myself=False)
            return Reply(question, message, None, coverage_of(None, snapshot, now), personal=True)
        told = self._told(text, named, asker, snapshot, now, token)
        personal = _is_personal(named, asker)
        subject = _subject(named, told.answer)
        self._record(named, asker, subject, "answered")
        covered = coverage_of(told.answer, snapshot, now)
        return Reply(named, told.message, told.answer, covered, personal, subject, told.token, told.decisions)

    def _told(
        self, text: str, question: q.Question, asker: Asker, snapshot: Snapshot, now: datetime, token: str | None
    ) -> Told:
        """The answer and its message, which may be those of a moment ago."""

        def tell() -> Told:
            answer, decisions = self._decided(self._ask(question, asker, snapshot, now), now)
            kept = token if token or self._is_deed(question) else self.kept.keep(KeptQuestion(text, asker.id, now))
            message = show(answer, self.catalogue, asker, kept, decisions)
            reading = getattr(question, "interpretation", "")
            return Told(answer, noted(message, reading) if reading else message, kept, decisions)

        return tell() if token else self.recent.told(text, question, asker, snapshot, now, tell)

    def _ask(self, question: q.Question, asker: Asker, snapshot: Snapshot, now: datetime) -> object:
        if self.desk and self.desk.takes(question):
            return self.desk.answer(question, asker, now)
        return ask(question, snapshot, self.catalogue, asker, now)

    def _decided(self, answer: object, now: datetime) -> tuple[object, Decisions | None]:
        """The answer as people's decisions leave it."""
        if self.desk is None or not isinstance(answer, StuckAnswer):
            return answer, None
        return self.desk.decided(answer, now)

    def _is_deed(self, question: q.Question) -> bool:
        """Whether asking again would do something again: no button may bring such a question back."""
        return self.desk is not None and self.desk.takes(question)

    def _record(self, question: q.Question, asker: Asker, subject: str | None, outcome: str) -> None:
        self.access_log.record(asker, question.kind, subject, outcome)


def _is_personal(question: q.Question, asker: Asker) -> bool:
    """Whether only the asker may see the answer. Every question is named: one that is not does not type-check."""
    match question:
        case q.Fix() | q.Failures() | q.Trend() | q.Compare() | q.Data():
            return False
        case q.Stuck() | q.Registrations() | q.Digest() | q.Rollout():
            return sees_people(asker)
        case q.Status() | q.Why() | q.Export():
            return True
        case q.Help() | q.Misunderstood() | q.Subscribe() | q.Unsubscribe() | q.Subscriptions():
            return True  # about nobody, but of use to the asker alone
    assert_never(question)


def _subject(question: q.Question, answer: object) -> str | None:
    if isinstance(answer, PersonStatus):
        return answer.user
    if isinstance(answer, WhyAnswer):
        return answer.case.user
    asked = question.question if isinstance(question, q.Export) else question
    return asked.person if isinstance(asked, q.Status | q.Why) else None
