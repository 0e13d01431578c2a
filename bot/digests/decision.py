"""Decisions of people on cases and causes: what was decided, and which decision counts now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class DecisionHistory:
    """The decisions that may still count, by cause and person: who asks about a case looks at its own."""

    by_cause: Mapping[str, Mapping[str, tuple[Decision, ...]]] = field(default_factory=dict)  # each oldest first

    @staticmethod
    def of(decisions: Iterable[Decision]) -> "DecisionHistory":
        """Take them oldest first. Reopening cancels all before it, what has no end takes the place of all."""
        found: dict[str, dict[str, tuple[Decision, ...]]] = {}
        for one in decisions:
            users = found.setdefault(one.case.cause, {})
            before = users.pop(one.case.user, ())
            if one.kind is not DecisionKind.REOPENED:
                users[one.case.user] = (*before, one) if one.until else (one,)
        return DecisionHistory({cause: users for cause, users in found.items() if users})

    def in_force(self, now: datetime) -> "InForce":
        """Return what counts at a moment."""
        return InForce(self, now)


@dataclass(frozen=True, slots=True)
class InForce:
    """The newest decision on each case or cause that counts at a moment. A snooze that is over counts as never made."""

    history: DecisionHistory
    now: datetime

    @property
    def causes(self) -> AbstractSet[str]:
        """Causes with a decision on them or on a case of theirs; nothing need be in force any more."""
        return self.history.by_cause.keys()

    def get(self, key: CaseKey) -> Decision | None:
        """Find the one on this very key."""
        made = self.history.by_cause.get(key.cause, {}).get(key.user, ())
        return next((one for one in reversed(made) if one.until is None or one.until > self.now), None)


# Finds the decisions that may count for cases and for their causes as a whole. The cases come with the key of their
# cause, which may come several times; those of a cause that nobody has decided about are not looked at.
DecisionsOn = Callable[[Iterable[tuple[str, Sequence[Case]]]], DecisionHistory]


def by_cause(cases: Iterable[Case]) -> Iterable[tuple[str, Sequence[Case]]]:
    """Cases as `DecisionsOn` asks for them."""
    return [(case.cause.key, (case,)) for case in cases]


def covers(decision: Decision, case: Case) -> bool:
    """Whether a decision in force is about this very case, and not about one that has come later.

    A snooze covers whatever comes until its end; a closing ends with the next failure.
    """
    if decision.kind is DecisionKind.SNOOZED:
        return True
    if decision.kind is DecisionKind.CLOSED:
        return case.last_position <= decision.position
    return case.opened_position <= decision.position


def covering(force: InForce, case: Case, kind: DecisionKind) -> Decision | None:
    """Find the decision of this kind that covers a case: on itself, or on its cause as a whole."""
    for key in (key_of(case), cause_key_of(case)):
        decision = force.get(key)
        if decision and decision.kind is kind and covers(decision, case):
            return decision
    return None


def standing(force: InForce, cases: Iterable[Case]) -> Decisions:
    """Select the decisions that count for these cases: each case's own, and the one on its cause."""
    found: dict[CaseKey, Decision] = {}
    for case in cases if force.causes else ():
        for key in (key_of(case), cause_key_of(case)):
            decision = force.get(key)
            if decision and covers(decision, case):
                found[key] = decision
    return found


def without_closed(cases: Iterable[Case], force: InForce) -> list[Case]:
    """Drop the cases that somebody closed by hand."""
    return _without(cases, force, DecisionKind.CLOSED)


def without_snoozed(cases: Iterable[Case], force: InForce) -> list[Case]:
    """Drop the cases that somebody put off."""
    return _without(cases, force, DecisionKind.SNOOZED)


def _without(cases: Iterable[Case], force: InForce, kind: DecisionKind) -> list[Case]:
    causes = force.causes
    return [case for case in cases if case.cause.key not in causes or not covering(force, case, kind)]
