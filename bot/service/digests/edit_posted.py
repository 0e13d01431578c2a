"""Editing digests that were posted: in place, from the database, never from the message's own content."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bot.analysis.answers import Case, CaseState, Filters
from bot.analysis.cases.case_list import case_list
from bot.analysis.cases.cases import NONE, by_person, cases
from bot.analysis.cases.sign_reviews import SignReview
from bot.analysis.cases.sign_reviews import standing as standing_of
from bot.analysis.digest import DigestAnswer
from bot.digests.decision import Decision
from bot.digests.delivery import Delivery, DeliveryKey, Part, PartKind, ReportedCase
from bot.digests.subscription import Subscription, SubscriptionState
from bot.errors import RefusedError
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.runbooks import NO_RUNBOOKS, Runbooks
from bot.privacy import CROWD
from bot.render.blocks.message import Message
from bot.render.digests import first_message, notices
from bot.reports.snapshot import Snapshot
from bot.service.digests.delivery import mark_of
from bot.service.digests.message_parts import cases_of, setting_for
from bot.service.digests.ports import DecisionStore, DeliveryStore, SubscriptionStore
from bot.service.ports import Clock, Snapshots
from bot.service.posting import PostError, Writer

LOOK_BACK = timedelta(days=30)  # Azure keeps its reports for so long, and nobody scrolls further


@dataclass(frozen=True, slots=True)
class EditPosted:
    """Edits posted digests. Every method may raise PostError; to try again does no harm."""

    subscriptions: SubscriptionStore
    deliveries: DeliveryStore
    decisions: DecisionStore
    snapshots: Snapshots
    catalogue: Catalogue
    poster: Writer
    clock: Clock
    runbooks: Callable[[], Runbooks] = lambda: NO_RUNBOOKS
    smallest_group: int = CROWD
    reviews: Callable[[], Sequence[SignReview]] = tuple

    def refresh(self, key: DeliveryKey) -> None:
        """Show what was decided and who has recovered by now. Raises RefusedError when the digest is not known."""
        delivery, subscription = self._known(key)
        self._edit(delivery, subscription, {})

    def refresh_alert(self, token: str) -> None:
        """Show what was said of the signs in the alert in which somebody pressed; an answer to one person has none."""
        key = DeliveryKey.parse(token)
        if key is not None and self.is_known(key):
            self.refresh(key)

    def is_known(self, key: DeliveryKey) -> bool:
        """Whether a digest and its subscription are still there, and posted."""
        one = self.subscriptions.find(key.subscription)
        return one is not None and one.state is not SubscriptionState.ENDED and self.deliveries.find(key) is not None

    def announce(self, key: DeliveryKey, decision: Decision) -> None:
        """Post a decision in the digest's thread, and show it in the digest itself."""
        delivery, subscription = self._known(key)
        self._edit(delivery, subscription, {})
        head = next((part.ts for part in delivery.parts if part.ts), None)
        cause = self.catalogue.causes.get(decision.case.cause)
        if head is None or cause is None:
            return
        shown = {case.user: case.shown for case in cases_of(delivery.answer)}
        user = shown.get(decision.case.user, decision.case.user)
        plan = subscription.plan
        words = notices.decided(decision, cause, user, ZoneInfo(plan.zone), plan.show)
        self.poster.post(delivery.channel, words, thread_ts=head)

    def mark_recovered(self) -> int:
        """Mark the cases that have closed by success, where that is wanted. Returns how many there were."""
        snapshot = self.snapshots.current()
        wanting = {one.number: one for one in self.subscriptions.not_ended() if one.plan.recovery_marks}
        waiting: dict[DeliveryKey, list[ReportedCase]] = defaultdict(list)
        for case in self.deliveries.unmarked_cases(self.clock() - LOOK_BACK) if wanting else ():
            waiting[case.key].append(case)
        marked = 0
        for key in [key for key in waiting if key.subscription in wanting]:
            subscription, delivery = wanting[key.subscription], self.deliveries.find(key)
            found = _closed(snapshot, waiting[key], subscription.plan.filters, self.catalogue, self.clock())
            if delivery is not None and found:
                self._edit(delivery, subscription, found)
            for case, at in found.items():
                self.deliveries.mark_recovered(case, at)
            marked += len(found)
        return marked

    def _known(self, key: DeliveryKey) -> tuple[Delivery, Subscription]:
        delivery, subscription = self.deliveries.find(key), self.subscriptions.find(key.subscription)
        if delivery is None or subscription is None:
            raise RefusedError("That digest is not known here.")
        return delivery, subscription

    def _edit(self, delivery: Delivery, subscription: Subscription, marks: Mapping[ReportedCase, datetime]) -> None:
        """Replace the first message and its thread; pictures, reminders and the file stay as they are."""
        marked = {
            _case_id(case): case.recovered_at for case in self.deliveries.cases(delivery.key) if case.recovered_at
        }
        marked |= {_case_id(case): at for case, at in marks.items()}
        answer = _marked(delivery.answer, marked) if subscription.plan.recovery_marks else delivery.answer
        answer = _spoken_of(answer, self.reviews(), self.clock()) if answer.signs else answer
        setting = setting_for(
            subscription.plan,
            answer,
            self.decisions.about,
            self.clock(),
            note=delivery.note,
            made_at=delivery.made_at,
            token=str(delivery.key),
            runbooks=self.runbooks(),
            smallest_group=self.smallest_group,
        )
        posted = [part for part in delivery.parts if part.kind in (PartKind.MESSAGE, PartKind.THREAD)]
        for part, message in zip(posted, first_message.message(answer, setting).parts, strict=False):
            if part.ts:
                self._update(delivery, part, part.ts, message)

    def _update(self, delivery: Delivery, part: Part, ts: str, message: Message) -> None:
        """Replace a message; one that somebody deleted, or whose channel is gone, needs no edit."""
        try:
            self.poster.update(delivery.channel, ts, message, mark=mark_of(delivery, part))
        except PostError as failed:
            if failed.transient:
                raise


_CaseId = tuple[str, str, int]


def _case_id(case: ReportedCase) -> _CaseId:
    return case.user, case.cause, case.opened_position


def _marked(answer: DigestAnswer, marks: Mapping[_CaseId, datetime]) -> DigestAnswer:
    """Mark the cases of an answer that have closed since it was made."""
    groups = tuple(replace(group, cases=tuple(_with_mark(case, marks) for case in group.cases)) for group in answer.new)
    return replace(answer, new=groups, back_again=tuple(_with_mark(case, marks) for case in answer.back_again))


def _spoken_of(answer: DigestAnswer, reviews: Sequence[SignReview], now: datetime) -> DigestAnswer:
    """The signs of an answer with what people have said of them by now."""
    signs = tuple(replace(one, standing=standing_of(reviews, one.key, now)) for one in answer.signs or ())
    return replace(answer, signs=signs)


def _with_mark(case: Case, marks: Mapping[_CaseId, datetime]) -> Case:
    at = marks.get((case.user, case.cause.key, case.opened_position))
    return replace(case, state=CaseState.RECOVERED, closed_at=at, blocked_until=None) if at else case


def _closed(
    snapshot: Snapshot, waiting: list[ReportedCase], filters: Filters, catalogue: Catalogue, now: datetime
) -> dict[ReportedCase, datetime]:
    """Find those of these cases that a success has closed, and when."""
    users = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    users[[number for case in waiting if (number := snapshot.people.number(case.user)) is not None]] = True
    table = cases(snapshot, by_person(snapshot, users), filters)
    found = case_list(table.where(table.closed != NONE), snapshot, catalogue=catalogue, now=now)
    closed = {(case.user, case.cause.key, case.opened_position): case.closed_at for case in found}
    return {case: at for case in waiting if (at := closed.get(_case_id(case)))}
