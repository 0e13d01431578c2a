"""What a subscription's digest has to tell: the analysis, and what people decided about its cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.analysis.answers import Case
from bot.analysis.digest import DigestAnswer, digest
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import Catalogue
from bot.questions.plan import Rhythm
from bot.render.digests.reminder import Reminder
from bot.reports.snapshot import Snapshot
from bot.service.decisions.decisions import covers, in_force
from bot.service.digests.ports import CaseKey, Decided, Deed, Subscription
from bot.service.digests.regrouping import regrouped

REMIND_AFTER = timedelta(days=7)
REMINDERS = 3  # the last one says that it is


@dataclass(frozen=True, slots=True)
class Told:
    """The answer as decisions leave it, and what they add."""

    answer: DigestAnswer
    snoozed: int  # new cases that are not told, as somebody put them off
    reminders: tuple[Reminder, ...]


def digest_answer(
    subscription: Subscription,
    snapshot: Snapshot,
    decisions: Sequence[Decided],
    *,
    catalogue: Catalogue,
    now: datetime,
) -> Told:
    """Everything behind the place that this subscription was told last."""
    plan, since = subscription.plan, subscription.delivered_at
    found = digest(
        snapshot,
        from_position=subscription.position or 0,
        to_position=snapshot.position,
        since=since,
        baseline=subscription.position is None and snapshot.position > 0,
        filters=plan.filters,
        catalogue=catalogue,
        now=now,
        zone=ZoneInfo(plan.zone),
    )
    found = _held(found)
    still_open = [
        case
        for group in stuck(snapshot, filters=plan.filters, catalogue=catalogue, now=now).groups
        for case in group.cases
    ]
    if plan.rhythm is Rhythm.HOURLY and plan.filters.cause is None:
        still_open = [case for case in still_open if case.cause.urgent]
        found = _urgent(found, still_open)
    if found.baseline:
        return Told(found, 0, ())
    standing = in_force(decisions, now)
    return _decided(found, still_open, standing, snapshot, catalogue, _reminders(still_open, decisions, since, now))


def _held(found: DigestAnswer) -> DigestAnswer:
    """The same answer with every case told now: it is to be kept as it is."""
    return replace(
        found,
        new=tuple(replace(group, cases=tuple(group.cases)) for group in found.new),
        recovered=tuple(found.recovered),
        helpdesk=tuple(found.helpdesk),
        back_again=tuple(found.back_again),
    )


def without_closed(cases: Iterable[Case], standing: Mapping[CaseKey, Decided]) -> list[Case]:
    """The cases that nobody closed by hand."""
    return [case for case in cases if not _under(standing, case, Deed.CLOSED)]


def _decided(
    found: DigestAnswer,
    still_open: Sequence[Case],
    standing: Mapping[CaseKey, Decided],
    snapshot: Snapshot,
    catalogue: Catalogue,
    reminders: Iterable[Reminder],
) -> Told:
    """Closed by hand is no longer stuck; snoozed is not told; a failure after a closing is back again."""
    before = [case for case in still_open if case.opened_position <= found.from_position]
    again = list(_opened_again(before, standing, snapshot, found))
    reopened = {(case.user, case.cause.key) for case in again}
    stuck_on = [case for case in before if (case.user, case.cause.key) not in reopened]
    ended = _users([*found.recovered, *found.helpdesk])
    new = [case for group in found.new for case in group.cases]
    told = [case for case in without_closed([*new, *again], standing) if not _under(standing, case, Deed.SNOOZED)]
    answer = replace(
        found,
        was_open=len(ended | _users(case for case in stuck_on if not _closed_before(case, standing, found.since))),
        still_stuck=len(_users(without_closed(stuck_on, standing)) - ended),
        new=found.new if told == new else regrouped(told, catalogue),
        back_again=tuple(case for case in told if case.back_again),
    )
    quiet = [replace(one, cases=tuple(_remindable(one.cases, standing))) for one in reminders]
    return Told(answer, len(new) + len(again) - len(told), tuple(one for one in quiet if one.cases))


def _users(cases: Iterable[Case]) -> set[str]:
    return {case.user for case in cases}


def _closed_before(case: Case, standing: Mapping[CaseKey, Decided], since: datetime | None) -> bool:
    """Whether somebody had closed a case by hand before the last digest was made."""
    deed = _under(standing, case, Deed.CLOSED)
    return bool(deed and since and deed.at < since)


def _under(standing: Mapping[CaseKey, Decided], case: Case, deed: Deed) -> Decided | None:
    """The decision of this kind that covers a case: on itself, or on its cause as a whole."""
    for key in (CaseKey(case.user, case.cause.key), CaseKey("", case.cause.key)):
        decided = standing.get(key)
        if decided and decided.deed is deed and covers(decided, case):
            return decided
    return None


def _opened_again(
    before: Iterable[Case], standing: Mapping[CaseKey, Decided], snapshot: Snapshot, found: DigestAnswer
) -> Iterator[Case]:
    """The cases that somebody closed, and that have failed once more since the last digest."""
    for case in before:
        decided = standing.get(CaseKey(case.user, case.cause.key))
        if decided and decided.deed is Deed.CLOSED and not covers(decided, case):
            rows = snapshot.attempts.iloc[snapshot.attempts_of.rows(snapshot.people.keys.index(case.user))]
            later = rows.loc[(rows["cause"] == case.cause.key) & (rows["position"] > decided.position), "position"]
            if found.from_position < later.min() <= found.to_position:
                yield replace(case, back_again=True)


def _reminders(
    still_open: Sequence[Case], decisions: Iterable[Decided], since: datetime | None, now: datetime
) -> Iterator[Reminder]:
    """Cases that have been open for another week since the last digest, and those whose snooze has ended."""
    if since is None:
        return
    for number in range(1, REMINDERS + 1):
        old = tuple(case for case in still_open if since < case.opened_at + number * REMIND_AFTER <= now)
        yield Reminder(old, number, REMINDERS, REMIND_AFTER)
    newest = {decided.case: decided for decided in decisions}
    over = {key for key, one in newest.items() if one.deed is Deed.SNOOZED and one.until and since < one.until <= now}
    yield Reminder(
        tuple(case for case in still_open if {CaseKey(case.user, case.cause.key), CaseKey("", case.cause.key)} & over)
    )


def _remindable(cases: Iterable[Case], standing: Mapping[CaseKey, Decided]) -> list[Case]:
    return [case for case in without_closed(cases, standing) if not _under(standing, case, Deed.SNOOZED)]


def _urgent(found: DigestAnswer, still_open: Sequence[Case]) -> DigestAnswer:
    """What of an answer is about urgent causes."""
    new = tuple(group for group in found.new if group.cause.urgent)
    recovered, helpdesk = (
        tuple(case for case in cases if case.cause.urgent) for cases in (found.recovered, found.helpdesk)
    )
    ended = _users([*recovered, *helpdesk])
    stuck_on = _users(case for case in still_open if case.opened_position <= found.from_position)
    return replace(
        found,
        new=new,
        back_again=tuple(case for case in found.back_again if case.cause.urgent),
        recovered=recovered,
        helpdesk=helpdesk,
        still_stuck=len(stuck_on - ended),
        was_open=len(stuck_on | ended),
    )
