"""Decisions of people on cases and causes: what was decided, and which decision counts now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.analysis.answers import Case


class DecisionKind(StrEnum):
    """What can be decided about a case or a cause."""

    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class CaseKey:
    """What a decision is about: one person with one cause, or with "" as the user the cause as a whole."""

    user: str  # casefolded
    cause: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one case, or on a cause as a whole."""

    case: CaseKey
    kind: DecisionKind
    by: str  # a Slack user ID
    at: datetime
    position: int  # the newest ledger position then: later rows are not covered
    to: str | None = None  # the Slack user ID it was assigned to
    reason: str | None = None
    until: datetime | None = None  # the end of a snooze


Decisions = Mapping[CaseKey, Decision]


def key_of(case: Case) -> CaseKey:
    """Return what a decision on this case alone is about."""
    return CaseKey(case.user, case.cause.key)


def cause_key_of(case: Case) -> CaseKey:
    """Return what a decision on the case's whole cause is about."""
    return CaseKey("", case.cause.key)


def in_force(decisions: Iterable[Decision], now: datetime) -> Decisions:
    """Find the newest decision on each case or cause, given all decisions, oldest first.

    A snooze that is over counts as never made; reopening cancels all before it.
    """
    found: dict[CaseKey, Decision] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.REOPENED:
            found.pop(decision.case, None)
        elif decision.until is None or decision.until > now:
            found[decision.case] = decision
    return found


def covers(decision: Decision, case: Case) -> bool:
    """Whether a decision in force is about this very case, and not about one that has come later.

    A snooze covers whatever comes until its end; a closing ends with the next failure.
    """
    if decision.kind is DecisionKind.SNOOZED:
        return True
    if decision.kind is DecisionKind.CLOSED:
        return case.last_position <= decision.position
    return case.opened_position <= decision.position


def covering(force: Decisions, case: Case, kind: DecisionKind) -> Decision | None:
    """Find the decision of this kind that covers a case: on itself, or on its cause as a whole."""
    for key in (key_of(case), cause_key_of(case)):
        decision = force.get(key)
        if decision and decision.kind is kind and covers(decision, case):
            return decision
    return None


def standing(decisions: Iterable[Decision], cases: Iterable[Case], now: datetime) -> Decisions:
    """Select the decisions that count for these cases: each case's own, and the one on its cause."""
    force = in_force(decisions, now)
    found: dict[CaseKey, Decision] = {}
    for case in cases if force else ():
        for key in (key_of(case), cause_key_of(case)):
            decision = force.get(key)
            if decision and covers(decision, case):
                found[key] = decision
    return found


def without_closed(cases: Iterable[Case], force: Decisions) -> list[Case]:
    """Drop the cases that somebody closed by hand."""
    return _without(cases, force, DecisionKind.CLOSED)


def without_snoozed(cases: Iterable[Case], force: Decisions) -> list[Case]:
    """Drop the cases that somebody put off."""
    return _without(cases, force, DecisionKind.SNOOZED)


def _without(cases: Iterable[Case], force: Decisions, kind: DecisionKind) -> list[Case]:
    causes = {key.cause for key, decision in force.items() if decision.kind is kind}
    return [case for case in cases if case.cause.key not in causes or not covering(force, case, kind)]
