"""From typed words to a reply: parse, check the role, ask the question's row, render, record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from bot.analysis.answers import Filters
from bot.analysis.people.loaded_names import LoadedNames
from bot.errors import RefusedError, StoreError
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import NO_RUNBOOKS, Runbooks
from bot.later import later_import
from bot.privacy import CROWD, Visibility
from bot.questions import question as q
from bot.questions.grammar import parse
from bot.render import problems
from bot.render.answers.export import ExportFile
from bot.render.blocks.blocks import context
from bot.render.blocks.compose import EXPORT, SHARE, above_buttons, noted, with_offers, without
from bot.render.blocks.message import Message
from bot.render.lines.runbook import Own
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.service.answers.answer_cache import AnswerCache, CachedAnswer
from bot.service.answers.answerer import Answerer, Audience, Display, Request, no_page
from bot.service.answers.known_values import with_known_values
from bot.service.answers.log_scope import scope_of
from bot.service.answers.offers import offers
from bot.service.answers.person_lookup import with_person
from bot.service.answers.table import answerer
from bot.service.asker import Asker
from bot.service.authorization import refused, sees_people, visibility
from bot.service.ports import AccessLog, Clock, Fleet, KeptQuestion, Resolver, Snapshots, TokenStore

if TYPE_CHECKING:
    from bot.analysis import failures, status, stuck
    from bot.analysis.people import crowds, parts
    from bot.digests import stuck as as_decided
    from bot.digests.decision import Decisions
    from bot.render.answers import failures as failures_message
    from bot.render.views import answer_modals
    from bot.service.answers.digest_questions import DigestQuestions
    from bot.service.decisions.triage import Triage
    from bot.service.decisions.unknown_details import UnknownDetails
    from bot.service.digests.ports import DecisionStore
else:  # each is wanted by few questions
    as_decided = later_import("bot.digests.stuck")
    failures = later_import("bot.analysis.failures")
    status = later_import("bot.analysis.status")
    stuck = later_import("bot.analysis.stuck")
    crowds = later_import("bot.analysis.people.crowds")
    parts = later_import("bot.analysis.people.parts")
    failures_message = later_import("bot.render.answers.failures")
    answer_modals = later_import("bot.render.views.answer_modals")

Answer = TypeVar("Answer")

_TOO_FEW = "Fewer than {} people are behind a number of this answer, so I do not give it."
_ALL_BUT = "What leaves a result or a cause out tells, beside the whole, of those left out, and they may be few."
_ONE_DOMAIN = "Held against the whole, the numbers of one domain tell those of the others, who may be few."
_SEEN = "The helpdesk sees it."
_OF_FEW = "The helpdesk sees it; a longer time or fewer filters may do, too."
_LEFT_OUT = "What is about fewer than {} people is left out, with what would give it away; the helpdesk sees it."
_EXPIRED = "That answer is too old for its buttons; ask again."


def _nobody_else(_: Asker) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the person who asked."""

    question: q.Question
    message: Message
    answer: object  # the frozen value behind the message; None where there is none
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
    tokens: TokenStore
    access_log: AccessLog
    resolver: Resolver
    cache: AnswerCache = field(default_factory=AnswerCache)
    runbooks: Callable[[], Runbooks] = lambda: NO_RUNBOOKS
    unknown_details: UnknownDetails | None = None  # None where no cause can be given
    triage: Triage | None = None  # None where nothing can be said of a sign
    digests: DigestQuestions | None = None  # None where there are no digests and no decisions
    fleet: Fleet | None = None  # None where there is one tenant
    tenant: Callable[[], Collection[str]] = tuple  # what the tenant is called; nothing where there is but one
    may_ask_others: Callable[[Asker], bool] = _nobody_else  # whether somebody may ask of another tenant, too
    page_of: Callable[[str], str] = no_page  # a person's page in the directory
    smallest_group: int = CROWD  # people; of fewer those who may not see people learn nothing

    def answer(self, text: str, asker: Asker, *, now: datetime | None = None, whole: bool = False) -> Reply:
        """The reply to what was typed; a refusal or a misunderstanding is a reply, too.

        With `whole` the answer holds what its message leaves out, as far as the asker may see it. Raises RefusedError
        where the question cannot be answered here, StoreError when one about a person cannot be recorded.
        """
        return self._reply(text, asker, now or self.clock(), whole=whole)

    def read(self, text: str, asker: Asker, now: datetime) -> q.Question:
        """The question that words mean, unanswered. Whether a word is a name is told to those who may see people."""
        names = LoadedNames(self.snapshots.current().people, persons=sees_people(asker))
        return parse(
            text,
            now=now,
            zone=asker.zone,
            catalogue=self.catalogue,
            names=names,
            tenant=self.tenant(),
            others=lambda: self.may_ask_others(asker),
        )

    def again(self, token: str, asker: Asker, *, whole: bool = False, masked: bool = False) -> Reply:
        """The answer behind a button once more, with this asker's rights; people `masked` where others will read it.

        Raises RefusedError when it is too old.
        """
        kept = self.tokens.find(token, self.clock())
        if kept is None:
            raise RefusedError(_EXPIRED)
        return self._reply(kept.text, asker, kept.asked_at, token=token, whole=whole, masked=masked)

    def offered(self, token: str, question: str, asker: Asker) -> Reply:
        """The answer to a question that an answer offered. Raises RefusedError when it is too old, and as `answer`."""
        if self.tokens.find(token, self.clock()) is None:
            raise RefusedError(_EXPIRED)
        return self.answer(question, asker)

    def is_personal(self, text: str, asker: Asker) -> bool:
        """Whether only this asker may see the answer to a question, or not even they; nothing is answered."""
        question = self.read(text, asker, self.clock())
        return refused(question, asker) is not None or answerer(question).audience.is_personal(asker)

    def shareable(self, token: str, asker: Asker, *, names: bool = False) -> Reply:
        """The answer behind a button as a channel would see it: people are masked, unless `names`.

        Raises RefusedError when it is too old, or not theirs to share.
        """
        without_pages = replace(self, page_of=no_page)  # whoever reads the channel may not see people by themselves
        reply = without_pages.again(token, asker, masked=not names)
        if not sees_people(asker) and reply.personal:
            raise RefusedError("Only the helpdesk may share answers about people.")
        return reply

    def share(self, token: str, asker: Asker, *, names: bool = False) -> Reply:
        """The same, on record as shared. Raises RefusedError as `shareable` does."""
        reply = self.shareable(token, asker, names=names)
        self.access_log.record(
            asker,
            reply.question.kind,
            reply.subject,
            "shared",
            scope=scope_of(reply.question),
            personal=reply.personal,
        )
        return reply

    def record_taken_back(self, asker: Asker) -> None:
        """Record that somebody took an answer out of a channel again."""
        self.access_log.record(asker, "share", None, "taken back")

    def show_all(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal view with everything that the message left out. Raises RefusedError as `share` does."""
        reply = self._allowed(token, asker, whole=True)
        all_rows = answerer(reply.question).all_rows
        shown = None
        if all_rows and reply.answer is not None:
            shown = all_rows(reply.answer, self._display(asker, token, reply.decisions))
        if shown is None:
            raise RefusedError("There is no more to show than what the answer says.")
        return self._view(reply, shown, reply.question.kind.capitalize(), asker, token)

    def show_people(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal view with who is behind the numbers of `failures`. Raises RefusedError as `share` does."""
        reply = self._allowed(token, asker, whole=True)
        if not sees_people(asker):
            raise RefusedError("Only the helpdesk may see who it was.")
        shown = (
            failures_message.people_rows(reply.answer, zone=asker.zone, show=visibility(asker))
            if isinstance(reply.answer, failures.FailuresAnswer)
            else None
        )
        if not shown:
            raise RefusedError("The answer names nobody.")
        self.access_log.record(
            asker, reply.question.kind, None, "named", scope=scope_of(reply.question), rows=shown[1], personal=True
        )
        return self._view(reply, shown, "Who", asker, token)

    def _view(
        self, reply: Reply, shown: tuple[Iterable[str], int], title: str, asker: Asker, token: str
    ) -> dict[str, Any]:
        exportable = EXPORT in offers(reply.question, reply.answer, asker)
        return answer_modals.show_all(*shown, title=title, asked=self._text(token), exportable=exportable)

    def exported(self, token: str, asker: Asker) -> Reply:
        """The rows behind an answer as a file. Raises RefusedError when it is too old."""
        kept = self.tokens.find(token, self.clock())
        if kept is None:
            raise RefusedError(_EXPIRED)
        question = self.read(kept.text, asker, kept.asked_at)
        if not isinstance(question, q.Exportable):
            raise RefusedError("There are no rows behind this answer.")
        return self._answer(f"export {kept.text}", q.Export(question), asker, kept.asked_at)

    def _text(self, token: str) -> str:
        kept = self.tokens.find(token, self.clock())
        return kept.text if kept else ""

    def next_steps(self, token: str, asker: Asker) -> dict[str, Any]:
        """The modal view with the words to send to the user. Raises RefusedError as `share` does."""
        reply = self._allowed(token, asker)
        if not isinstance(reply.answer, status.PersonStatus):
            raise RefusedError("There is nobody to tell anything: the answer is not about one person.")
        return answer_modals.next_steps(reply.answer)

    def _allowed(self, token: str, asker: Asker, *, whole: bool = False) -> Reply:
        """The answer behind a button, for those who may ask for it. Raises RefusedError with the role that it takes."""
        reply = self.again(token, asker, whole=whole)
        if why := refused(reply.question, asker):
            raise RefusedError(why)
        return reply

    def home(self, asker: Asker) -> dict[str, Any]:
        """The Home tab of a person: what there is for them."""
        from bot.render.views import home  # noqa: PLC0415 - a terminal has none
        from bot.service.answers.home_facts import home_facts  # noqa: PLC0415

        snapshot, keep = self.snapshots.current(), self.tokens.keep
        facts = home_facts(asker, snapshot, self.catalogue, self.digests, self.clock(), keep)
        if not sees_people(asker):
            facts = replace(
                facts,
                stuck=self._crowds_or_none(facts.stuck),
                week=self._crowds_or_none(facts.week),
                day=self._crowds_or_none(facts.day),
            )
        named = sum(one.case is not None for one in facts.mine[: home.CASES])
        if named:
            try:
                self.access_log.record(asker, "home", None, "answered", rows=named, personal=True)
            except StoreError as error:
                facts = replace(facts, mine=(), not_recorded=str(error))
        return home.view(asker.name, asker.role, facts, zone=asker.zone)

    def _reply(
        self, text: str, asker: Asker, now: datetime, *, token: str | None = None, whole: bool, masked: bool = False
    ) -> Reply:
        question = self.read(text, asker, now)
        return self._answer(text, question, asker, now, token=token, whole=whole, masked=masked)

    def _answer(
        self,
        text: str,
        question: q.Question,
        asker: Asker,
        now: datetime,
        *,
        token: str | None = None,
        whole: bool = False,
        masked: bool = False,
    ) -> Reply:
        snapshot = self.snapshots.current()
        row = answerer(question)
        if why := refused(question, asker):
            self.access_log.record(
                asker, question.kind, row.subject(question, None), "refused", scope=scope_of(question)
            )
            ask = "The people who run this bot can give you that role."
            message = problems.refusal(why, ask=ask, myself=not sees_people(asker))
            return Reply(question, message, None, _coverage_of(None, snapshot, now), personal=True)
        try:
            question, matching = with_person(question, asker, self.resolver)
        except RefusedError as unknown:
            message = problems.refusal(str(unknown), myself=False)
            return Reply(question, message, None, _coverage_of(None, snapshot, now), personal=True)
        request = Request(
            snapshot,
            self.catalogue,
            asker,
            now,
            matching,
            self.digests,
            whole,
            self.unknown_details,
            self.triage,
            self.fleet,
        )
        try:
            self._check_filters(question, request)
            question = with_known_values(text, question, snapshot)
            row = answerer(question)
            decided = self.digests.decisions if self.digests and isinstance(question, q.Stuck) else None
            if row.cacheable and not token and not whole:
                made = self.cache.find(
                    f"{text}\n{getattr(question, 'note', '')}",  # a note may be for some alone
                    asker,
                    snapshot,
                    now,
                    make=lambda: self._made(text, question, request, None, decided),
                    decided=decided.newest() if decided else 0,
                )
            else:
                made = self._made(text, question, request, token, decided, masked=masked)
        except parts.TooFewError:
            self.access_log.record(asker, question.kind, None, "refused", scope=scope_of(question))
            ask = _SEEN if _beside_the_whole(question) else _OF_FEW
            message = problems.refusal(self._too_few(question), ask=ask, myself=False)
            return Reply(question, message, None, _coverage_of(None, snapshot, now), personal=True)
        subject = row.subject(question, made.answer)
        personal = row.audience.is_personal(asker)
        self.access_log.record(
            asker,
            question.kind,
            subject,
            "answered",
            scope=scope_of(question, whole=whole),
            rows=made.rows,
            personal=personal or (whole and row.all_rows is not None and sees_people(asker)),  # all rows have names
        )
        in_direct = asker.channel[:1] == "D"  # there is nobody to share with
        return Reply(
            question=question,
            message=replace(made.message, blocks=without(made.message.blocks, SHARE)) if in_direct else made.message,
            answer=made.answer,
            coverage=_coverage_of(made.answer, snapshot, now),
            personal=personal,
            subject=subject,
            token=made.token,
            decisions=made.decisions,
        )

    def _made(
        self,
        text: str,
        question: q.Question,
        request: Request,
        token: str | None,
        decided: DecisionStore | None,
        *,
        masked: bool = False,
    ) -> CachedAnswer:
        """The answer and its message, as people have `decided`.

        Without a token the question is kept under a new one for its buttons.
        """
        row = answerer(question)
        answer, decisions = row.ask(question, request), None
        if decided is not None and isinstance(answer, stuck.StuckAnswer):
            answer, decisions = as_decided.as_decided(answer, decided.about, request.catalogue, request.now)
        left_out = False
        if row.audience is not Audience.ASKER and not sees_people(request.asker) and _is_analysis(answer):
            answer, left_out = crowds.crowds_only(answer, self.smallest_group)
        asks_back = row.asked_again or isinstance(answer, status.SeveralPeople | status.NobodyFound)
        if not token and asks_back:
            token = self.tokens.keep(KeptQuestion(text, request.asker.id, request.now))
        message = row.message(answer, self._display(request.asker, token, decisions, masked=masked))
        if token and not masked:
            message = with_offers(message, token, offers(question, answer, request.asker), data=row.audience.counts)
        if isinstance(question, q.FreelyWorded) and question.interpretation and not masked:
            message = noted(message, question.read_as, question.note)
        if left_out:
            message = above_buttons(message, context(_LEFT_OUT.format(self.smallest_group)))
        return CachedAnswer(answer, message, token, decisions, self._opened(answer, row, request.asker, decisions))

    def _check_filters(self, question: q.Question, request: Request) -> None:
        """Raise TooFewError where a filter leads somebody who may not see people to a few of them."""
        filters = getattr(question, "filters", None)
        if sees_people(request.asker) or not isinstance(filters, Filters):
            return
        if _beside_the_whole(question) or crowds.names_too_few(request.snapshot, filters, self.smallest_group):
            raise parts.TooFewError

    def _too_few(self, question: q.Question) -> str:
        return _beside_the_whole(question) or _TOO_FEW.format(self.smallest_group)

    def _crowds_or_none(self, answer: Answer | None) -> Answer | None:
        """The answer without anything about a few people; None where nothing is left of it."""
        try:
            return crowds.crowds_only(answer, self.smallest_group)[0] if answer is not None else None
        except parts.TooFewError:
            return None

    def _display(
        self, asker: Asker, token: str | None, decisions: Decisions | None, *, masked: bool = False
    ) -> Display:
        you = asker.user.strip().casefold() if asker.user and not masked else None
        show = visibility(asker)
        show = Visibility.MASKED if masked and show is Visibility.NAMES else show
        own = Own(self.runbooks(), self.clock())
        group = self.smallest_group
        return Display(asker.zone, show, self.catalogue, token, decisions, group, you, own, asker.role, self.page_of)

    def _opened(self, answer: object, row: Answerer[Any, Any], asker: Asker, decisions: Decisions | None) -> int | None:
        """How many rows the answer or its file opens; None for an answer that is no list."""
        if isinstance(answer, ExportFile):
            return answer.rows
        shown = row.all_rows(answer, self._display(asker, None, decisions)) if row.all_rows else None
        return shown[1] if shown else None


def _beside_the_whole(question: q.Question) -> str:
    """Why an answer is not for those who may not see people: held against the whole it tells of the rest; else ""."""
    filters = getattr(question, "filters", None)
    if not isinstance(filters, Filters):
        return ""
    of_a_domain = bool(filters.domain) and isinstance(question, q.Rollout | q.Cutoffs | q.Registrations)
    return _ALL_BUT if filters.leaves_out() else _ONE_DOMAIN if of_a_domain else ""


def _is_analysis(answer: object) -> bool:
    """Whether it is worked out from the data, not from documents or words."""
    return is_dataclass(answer) and type(answer).__module__.startswith("bot.analysis")


def _coverage_of(answer: object, snapshot: Snapshot, now: datetime) -> Coverage:
    """What an answer rests on; for answers that are not about rows, what is loaded."""
    found = getattr(answer, "coverage", None)
    return found if isinstance(found, Coverage) else coverage(snapshot, ReportKind.RESET, None, now)
