"""The actions behind the decision buttons: find the cases, decide, and announce the decision where they are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analysis.answers import Case
from bot.analysis.digest import DigestAnswer
from bot.analysis.stuck import stuck
from bot.digests.decision import CaseKey, Decision, DecisionKind, by_cause, key_of, standing
from bot.digests.delivery import Delivery, DeliveryKey
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue, Cause
from bot.questions.grammar import parse
from bot.questions.question import Stuck
from bot.render.views.decision_modal import EVERYBODY
from bot.service.asker import Asker
from bot.service.authorization import sees_people
from bot.service.decisions.decisions import Deciding
from bot.service.digests.edit_posted import LOOK_BACK, EditPosted
from bot.service.digests.ports import DeliveryStore, SubscriptionStore
from bot.service.ports import AccessLog, Clock, Snapshots, TokenStore

_UNKNOWN = "That button is from an earlier version of me. Please ask again."
_EXPIRED = "That answer is too old for its buttons; ask again."
_GONE = "That case is not in this answer any more; ask again."


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """The cases of one cause that a button is about."""

    cause: Cause
    cases: Sequence[Case]


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """What somebody asks to have decided."""

    kind: DecisionKind
    button_value: str
    who: str = EVERYBODY  # the choice of a person
    to: str = ""
    reason: str = ""
    until: datetime | None = None


def request_of(kind: DecisionKind, button_value: str) -> DecisionRequest:
    """What a button asks for that needs no form: on the row of a person, for that case alone."""
    who = [*button_value.split("|"), "", ""][2]
    return DecisionRequest(kind, button_value, who or EVERYBODY)


@dataclass(frozen=True, slots=True)
class CaseActions:
    """Acts on the values of buttons, parted by `|`: a digest's key or an answer's token, a cause, perhaps a case."""

    deciding: Deciding
    deliveries: DeliveryStore
    subscriptions: SubscriptionStore
    tokens: TokenStore
    snapshots: Snapshots
    catalogue: Catalogue
    access_log: AccessLog
    clock: Clock
    edit_posted: EditPosted | None  # None where there is no Slack

    def choice(self, asker: Asker, button_value: str) -> CaseChoice:
        """Find the cases to choose from.

        Raises RefusedError for those who may not see people, and for an unknown or expired button.
        """
        if not sees_people(asker):
            self.record(asker, "decide", None, "refused")
            raise RefusedError("Only the helpdesk may decide about cases here.")
        token, cause = self._parted(button_value)
        delivery = self._delivery(token)
        cases = _cases_of(delivery.answer, cause.key) if delivery else self._stuck(asker, token, cause)
        self.access_log.record(asker, "cases", None, "answered", cause.key, rows=len(cases), personal=True)
        return CaseChoice(cause, cases)

    def decide(self, asker: Asker, request: DecisionRequest) -> Decision:
        """Take the decision. Raises RefusedError when it is not theirs to take, or lacks something."""
        choice = self.choice(asker, request.button_value)
        case = CaseKey(self._user(choice, request.who), choice.cause.key)
        match request.kind:
            case DecisionKind.ACKNOWLEDGED:
                return self.deciding.acknowledge(asker, case)
            case DecisionKind.ASSIGNED:
                return self.deciding.assign(asker, case, request.to)
            case DecisionKind.SNOOZED:
                return self.deciding.snooze(asker, case, request.reason, request.until or self.clock())
            case DecisionKind.CLOSED:
                return self.deciding.close(asker, case, request.reason)
            case DecisionKind.REOPENED:
                return self.deciding.reopen(asker, case)

    def undo(self, asker: Asker, decision: Decision) -> Decision:
        """Take back a decision. Raises RefusedError when it does not count any more."""
        return self.deciding.undo(asker, decision)

    def counting(self, case: Case) -> Decision | None:
        """Find the decision that counts for one case now, on itself alone."""
        return standing(self.deciding.decisions.about(by_cause([case])).in_force(self.clock()), [case]).get(
            key_of(case)
        )

    def announce(self, button_value: str, decision: Decision) -> None:
        """Show a decision in every digest of the last month that lists the case, and say it in a thread.

        The thread is that of the digest it was taken in, else that of each channel's newest one. May raise PostError;
        the decision stands.
        """
        if self.edit_posted is None:
            return
        key = DeliveryKey.parse(button_value.partition("|")[0])
        said_in = [key] if key else list(self._showing(decision))
        for one in said_in:
            self.edit_posted.announce(one, decision)
        for other in self.deliveries.listing(decision.case, self.clock() - LOOK_BACK):
            if other not in said_in and self.edit_posted.is_known(other):
                self.edit_posted.refresh(other)

    def case(self, choice: CaseChoice, who: str) -> Case:
        """Find the case that was chosen. Raises RefusedError when it is not there."""
        found = next((case for case in choice.cases if str(case.opened_position) == who), None)
        if found is None:
            raise RefusedError(_GONE)
        return found

    def record(self, asker: Asker, action: str, subject: str | None, outcome: str = "answered") -> None:
        """Write one line of the access log."""
        self.access_log.record(asker, action, subject, outcome)

    def _user(self, choice: CaseChoice, who: str) -> str:
        return "" if who == EVERYBODY else self.case(choice, who).user

    def _parted(self, button_value: str) -> tuple[str, Cause]:
        token, key, *_ = [*button_value.split("|"), ""]
        cause = self.catalogue.causes.get(key)
        if cause is None:
            raise RefusedError(_UNKNOWN)
        return token, cause

    def _delivery(self, token: str) -> Delivery | None:
        key = DeliveryKey.parse(token)
        return self.deliveries.find(key) if key else None

    def _stuck(self, asker: Asker, token: str, cause: Cause) -> Sequence[Case]:
        """Ask `stuck` again, for the cases as they are now: those that were closed by hand among them."""
        now = self.clock()
        kept = self.tokens.find(token, now)
        question = kept and parse(kept.text, now=now, zone=asker.zone, catalogue=self.catalogue)
        if not isinstance(question, Stuck):
            raise RefusedError(_EXPIRED)
        answer = stuck(self.snapshots.current(), filters=question.filters, catalogue=self.catalogue, now=now)
        return next((group.cases for group in answer.groups if group.cause.key == cause.key), ())

    def _showing(self, decision: Decision) -> Iterator[DeliveryKey]:
        """Find the newest digest of each channel, where it lists this case or cause."""
        for channel in sorted({one.channel for one in self.subscriptions.not_ended()}):
            newest = self.deliveries.newest(channel=channel)
            if newest and newest.parts and _lists(newest.answer, decision.case):
                yield newest.key


def _cases_of(answer: DigestAnswer, cause: str) -> Sequence[Case]:
    return next((group.cases for group in answer.new if group.cause.key == cause), ())


def _lists(answer: DigestAnswer, about: CaseKey) -> bool:
    cases = _cases_of(answer, about.cause)
    return bool(cases) and (not about.user or any(case.user == about.user for case in cases))
