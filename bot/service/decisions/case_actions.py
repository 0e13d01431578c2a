"""The story behind the decision buttons: which cases a button is about, what is decided, who hears of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.analysis.answers import Case
from bot.analysis.digest import DigestAnswer
from bot.analysis.stuck import stuck
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.digests.delivery import Delivery, DeliveryKey
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue, Cause
from bot.questions.grammar import parse
from bot.questions.question import Stuck
from bot.render.views.decision_modal import EVERYBODY
from bot.service.asker import Asker
from bot.service.authorization import sees_people
from bot.service.decisions.decisions import Deciding
from bot.service.digests.edit_posted import Refreshing
from bot.service.digests.ports import DeliveryStore, SubscriptionStore
from bot.service.ports import KeptAnswers

_UNKNOWN = "That button is from an earlier version of me. Please ask again."
_EXPIRED = "That answer is too old for its buttons; ask again."
_GONE = "That case is not in this answer any more; ask again."


@dataclass(frozen=True, slots=True)
class Choice:
    """The cases of one cause that a button is about."""

    cause: Cause
    cases: Sequence[Case]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to decide; `place` is what the button carried, `who` the choice of a person."""

    deed: DecisionKind
    place: str
    who: str = EVERYBODY
    to: str = ""
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Casework:
    """Knows the places of buttons: a digest or a kept answer, and a cause, parted by `|`."""

    deciding: Deciding
    deliveries: DeliveryStore
    subscriptions: SubscriptionStore
    kept: KeptAnswers
    catalogue: Catalogue
    refreshing: Refreshing | None = None  # None where there is no Slack

    def choice(self, asker: Asker, place: str) -> Choice:
        """The cases to choose from. Raises RefusedError for those who may not see people, and for odd places."""
        if not sees_people(asker):
            self.record(asker, "decide", None, "refused")
            raise RefusedError("Only the helpdesk may decide about cases here.")
        token, cause = self._parted(place)
        delivery = self._delivery(token)
        cases = _of(delivery.answer, cause) if delivery else self._stuck(asker, token, cause)
        return Choice(cause, cases)

    def decide(self, asker: Asker, wish: Wish) -> Decision:
        """Take the decision. Raises RefusedError when it is not theirs to take, or lacks something."""
        choice = self.choice(asker, wish.place)
        case = CaseKey(self._user(choice, wish.who), choice.cause.key)
        match wish.deed:
            case DecisionKind.ACKNOWLEDGED:
                return self.deciding.acknowledge(asker, case)
            case DecisionKind.ASSIGNED:
                return self.deciding.assign(asker, case, wish.to)
            case DecisionKind.SNOOZED:
                return self.deciding.snooze(asker, case, wish.reason, wish.until or self.deciding.clock())
            case DecisionKind.CLOSED:
                return self.deciding.close(asker, case, wish.reason)
            case DecisionKind.REOPENED:
                return self.deciding.reopen(asker, case)

    def tell(self, place: str, decided: Decision) -> None:
        """Show it in the newest digests, and say it in the thread: of the one it was decided in, else of all.

        May raise PostFailed; the decision stands.
        """
        if self.refreshing is None:
            return
        key = DeliveryKey.parse(place.partition("|")[0])
        if key:
            self.refreshing.announce(key, decided)
        for other in self._showing(decided):
            if other != key:
                (self.refreshing.refresh(other) if key else self.refreshing.announce(other, decided))

    def case(self, choice: Choice, who: str) -> Case:
        """The case that was chosen. Raises RefusedError when it is not there."""
        found = next((case for case in choice.cases if str(case.opened_position) == who), None)
        if found is None:
            raise RefusedError(_GONE)
        return found

    def record(self, asker: Asker, deed: str, subject: str | None, outcome: str = "answered") -> None:
        """One line of the access log."""
        self.deciding.access_log.record(asker, deed, subject, outcome)

    def _user(self, choice: Choice, who: str) -> str:
        return "" if who == EVERYBODY else self.case(choice, who).user

    def _parted(self, place: str) -> tuple[str, Cause]:
        token, _, key = place.partition("|")
        cause = self.catalogue.causes.get(key)
        if cause is None:
            raise RefusedError(_UNKNOWN)
        return token, cause

    def _delivery(self, token: str) -> Delivery | None:
        key = DeliveryKey.parse(token)
        return self.deliveries.find(key) if key else None

    def _stuck(self, asker: Asker, token: str, cause: Cause) -> Sequence[Case]:
        """The cases of a `stuck` answer, as they are now: those that were closed by hand among them."""
        now = self.deciding.clock()
        kept = self.kept.find(token, now)
        question = kept and parse(kept.text, now=now, zone=asker.zone, catalogue=self.catalogue)
        if not isinstance(question, Stuck):
            raise RefusedError(_EXPIRED)
        snapshot = self.deciding.snapshots.current()
        answer = stuck(snapshot, filters=question.filters, catalogue=self.catalogue, now=now)
        return next((group.cases for group in answer.groups if group.cause.key == cause.key), ())

    def _showing(self, decided: Decision) -> Iterator[DeliveryKey]:
        """The newest digest of each channel, where it tells of this case or cause."""
        for channel in sorted({one.channel for one in self.subscriptions.not_ended()}):
            newest = self.deliveries.newest(channel=channel)
            if newest and newest.parts and _tells(newest.answer, decided.case):
                yield newest.key


def _of(answer: DigestAnswer, cause: Cause) -> Sequence[Case]:
    return next((group.cases for group in answer.new if group.cause.key == cause.key), ())


def _tells(answer: DigestAnswer, about: CaseKey) -> bool:
    cases = next((group.cases for group in answer.new if group.cause.key == about.cause), ())
    return bool(cases) and (not about.user or any(case.user == about.user for case in cases))
