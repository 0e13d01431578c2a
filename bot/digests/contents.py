"""The contents of one subscription's digest: the analysis, adjusted by what people decided about its cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.analysis.answers import Case, Counts
from bot.analysis.cases.case_list import CaseList
from bot.analysis.digest import DigestAnswer, digest
from bot.analysis.digest_groups import regrouped
from bot.analysis.frames import arrays
from bot.analysis.incidents import BUDGET
from bot.analysis.odd import Sign
from bot.analysis.stuck import stuck_cases
from bot.digests.corrections import Corrected, corrected
from bot.digests.decision import (
    DecisionKind,
    DecisionsOn,
    InForce,
    covering,
    covers,
    key_of,
    without_closed,
    without_snoozed,
)
from bot.digests.plan import Frequency
from bot.digests.reminder import Reminder, reminders
from bot.digests.subscription import Subscription
from bot.digests.urgent import SIGNS_RECENT
from bot.knowledge.catalogue import Catalogue, Cause
from bot.reports.coverage import coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class DigestContents:
    """The answer as decisions leave it, and what they add."""

    answer: DigestAnswer
    snoozed: int  # new cases that are left out, as somebody put them off
    reminders: tuple[Reminder, ...]


def digest_contents(
    subscription: Subscription,
    snapshot: Snapshot,
    decided: DecisionsOn,
    *,
    catalogue: Catalogue,
    now: datetime,
    budget: float = BUDGET,
    signs: tuple[Sign, ...] = (),
    reported: Sequence[Case] = (),
) -> DigestContents:
    """Work out what has happened after the position up to which this subscription has reported.

    `signs` are the urgent ones, for a subscription to signs; `reported` are the open cases that its last digest listed.
    """
    plan, since = subscription.plan, subscription.delivered_at
    if plan.frequency is Frequency.SIGNS:
        return DigestContents(_of_signs(subscription, snapshot, signs, now), 0, ())
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
        budget=budget,
    )
    found = _materialised(found)
    still_open = stuck_cases(snapshot, filters=plan.filters, catalogue=catalogue, now=now)
    if plan.frequency is Frequency.HOURLY and plan.filters.cause is None:
        still_open = {cause: cases for cause, cases in still_open.items() if cause.urgent}
        found = _urgent(found, still_open)
    if found.baseline:
        return DigestContents(found, 0, ())
    looked = [(cause.key, cases) for cause, cases in still_open.items()]
    history = decided([*looked, *((group.cause.key, group.cases) for group in found.new)])
    known = {user for cases in still_open.values() for user in cases.known_at(found.from_position).users()}
    known |= _users([*found.recovered, *found.helpdesk])
    corrections = corrected(found, reported, known, snapshot, catalogue)
    return _as_decided(
        corrections, still_open, history.in_force(now), snapshot, catalogue, reminders(still_open, history, since, now)
    )


def _of_signs(subscription: Subscription, snapshot: Snapshot, signs: tuple[Sign, ...], now: datetime) -> DigestAnswer:
    """An answer with signs and nothing else; at first only that there are some."""
    window = Window(now - SIGNS_RECENT, now, "the last 7 days", relative=True)
    return DigestAnswer(
        since=subscription.delivered_at,
        from_position=subscription.position or 0,
        to_position=snapshot.position,
        baseline=subscription.position is None and snapshot.position > 0,
        recovered=(),
        helpdesk=(),
        still_stuck=0,
        was_open=0,
        new=(),
        back_again=(),
        late=0,
        counts=Counts(0, 0, 0, 0, 0, 0, 0, 0),
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
        signs=signs,
    )


def _materialised(found: DigestAnswer) -> DigestAnswer:
    """Read every case of the answer now, as it is going to be stored."""
    return replace(
        found,
        new=tuple(replace(group, cases=tuple(group.cases)) for group in found.new),
        recovered=tuple(found.recovered),
        helpdesk=tuple(found.helpdesk),
        back_again=tuple(found.back_again),
    )


def _as_decided(
    corrections: Corrected,
    still_open: Mapping[Cause, CaseList],
    force: InForce,
    snapshot: Snapshot,
    catalogue: Catalogue,
    due: Iterable[Reminder],
) -> DigestContents:
    """Apply decisions: drop what was closed by hand or snoozed, and add what failed again after its closing.

    Of causes that nobody has decided about no open case is made.
    """
    found = corrections.answer
    known = {cause: cases.known_at(found.from_position) for cause, cases in still_open.items()}
    before = [case for cause, cases in known.items() if cause.key in force.causes for case in cases]
    others = {user for cause, cases in known.items() if cause.key not in force.causes for user in cases.users()}
    again = list(_opened_again(before, force, snapshot, found))
    reopened = {key_of(case) for case in again}
    stuck_on = [case for case in before if key_of(case) not in reopened]
    ended = _users([*found.recovered, *found.helpdesk])
    new = [case for group in found.new for case in group.cases]
    bursts = [burst for group in found.new for burst in group.bursts]
    listed = without_snoozed(without_closed([*new, *again], force), force)
    was_open = others | _users(case for case in stuck_on if not _closed_before(case, force, found.since))
    answer = replace(
        found,
        was_open=len(ended | was_open | corrections.stuck | corrections.over),
        still_stuck=len((others | corrections.stuck | _users(without_closed(stuck_on, force))) - ended),
        new=found.new if listed == new else regrouped(listed, bursts, catalogue),
        back_again=tuple(case for case in listed if case.back_again),
    )
    kept = [replace(one, cases=tuple(without_snoozed(without_closed(one.cases, force), force))) for one in due]
    return DigestContents(answer, len(new) + len(again) - len(listed), tuple(one for one in kept if one.cases))


def _users(cases: Iterable[Case]) -> set[str]:
    return {case.user for case in cases}


def _closed_before(case: Case, force: InForce, since: datetime | None) -> bool:
    """Whether somebody had closed a case by hand before the last digest was made."""
    closing = covering(force, case, DecisionKind.CLOSED)
    return closing is not None and since is not None and closing.at < since


def _opened_again(before: Iterable[Case], force: InForce, snapshot: Snapshot, found: DigestAnswer) -> Iterator[Case]:
    """Find the cases that somebody closed, and that have failed once more since the last digest."""
    for case in before:
        decision = force.get(key_of(case))
        if decision and decision.kind is DecisionKind.CLOSED and not covers(decision, case):
            tried, rows = snapshot.attempts, snapshot.attempts_of.rows(snapshot.people.keys.index(case.user))
            failed = rows[arrays.table(tried.words("cause"), {case.cause.key})[tried.codes("cause")[rows]]]
            later = tried.values("position")[failed]
            later = later[later > decision.position]
            if len(later) and found.from_position < later.min() <= found.to_position:
                yield replace(case, back_again=True)


def _urgent(found: DigestAnswer, still_open: Mapping[Cause, CaseList]) -> DigestAnswer:
    """Keep the part of an answer that is about urgent causes."""
    recovered = tuple(case for case in found.recovered if case.cause.urgent)
    helpdesk = tuple(case for case in found.helpdesk if case.cause.urgent)
    ended = _users([*recovered, *helpdesk])
    stuck_on = {user for cases in still_open.values() for user in cases.known_at(found.from_position).users()}
    return replace(
        found,
        new=tuple(group for group in found.new if group.cause.urgent),
        back_again=tuple(case for case in found.back_again if case.cause.urgent),
        recovered=recovered,
        helpdesk=helpdesk,
        still_stuck=len(stuck_on - ended),
        was_open=len(stuck_on | ended),
    )
