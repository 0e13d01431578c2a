"""Deciding about cases: acknowledge, assign, snooze, close, reopen."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.digests.decision import CaseKey, Decision, DecisionHistory, DecisionKind
from bot.errors import RefusedError
from bot.privacy import Role
from bot.service.asker import Asker
from bot.service.digests.ports import DecisionStore
from bot.service.ports import AccessLog, Clock, Snapshots


@dataclass(frozen=True, slots=True)
class Deciding:
    """Takes decisions about cases and causes.

    Every method raises RefusedError when the decision is not theirs to take, or makes no sense.
    """

    decisions: DecisionStore
    snapshots: Snapshots
    access_log: AccessLog
    clock: Clock

    def acknowledge(self, asker: Asker, case: CaseKey) -> Decision:
        """Write down that somebody has seen it."""
        return self._decide(asker, case, DecisionKind.ACKNOWLEDGED)

    def assign(self, asker: Asker, case: CaseKey, to: str) -> Decision:
        """Give it to a Slack person to look after."""
        if not to:
            raise RefusedError("Choose who shall look after it.")
        return self._decide(asker, case, DecisionKind.ASSIGNED, to=to)

    def snooze(self, asker: Asker, case: CaseKey, reason: str, until: datetime) -> Decision:
        """Leave it out of digests until then, for a reason: this cause alone, never another one of the same person."""
        if not reason.strip():
            raise RefusedError("A snooze needs a reason, so that others know why nobody acts.")
        if until <= self.clock():
            raise RefusedError("A snooze needs an end that is still to come.")
        return self._decide(asker, case, DecisionKind.SNOOZED, reason=reason.strip(), until=until)

    def close(self, asker: Asker, case: CaseKey, reason: str = "") -> Decision:
        """Close it by hand; a later failure opens it again."""
        return self._decide(asker, case, DecisionKind.CLOSED, reason=reason.strip() or None)

    def reopen(self, asker: Asker, case: CaseKey) -> Decision:
        """Take back what was decided."""
        return self._decide(asker, case, DecisionKind.REOPENED)

    def undo(self, asker: Asker, decision: Decision) -> Decision:
        """Take back one's own decision: what counted before it counts again.

        Raises RefusedError when somebody has decided about the same since, or nobody ever did.
        """
        about = self.decisions.of(decision.case)
        if asker.role < Role.HELPDESK or asker.id != decision.by or not about or about[-1] != decision:
            raise RefusedError("Somebody has decided about it since, so it is not taken back.")
        now = self.clock()
        before = DecisionHistory.of(about[:-1]).in_force(now).get(decision.case)
        reopened = replace(decision, kind=DecisionKind.REOPENED, at=now, to=None, reason=None, until=None)
        undone = replace(before, at=now) if before else reopened
        self.access_log.record(
            asker, "undo", decision.case.user or None, "decided", decision.case.cause, personal=bool(decision.case.user)
        )
        self.decisions.record(undone)
        return undone

    def _decide(
        self,
        asker: Asker,
        case: CaseKey,
        kind: DecisionKind,
        *,
        to: str | None = None,
        reason: str | None = None,
        until: datetime | None = None,
    ) -> Decision:
        case = replace(case, user=case.user.strip().casefold())
        if asker.role < Role.HELPDESK:
            self.access_log.record(asker, str(kind), case.user or None, "refused")
            raise RefusedError("Only the helpdesk may decide about cases here.")
        position = self.snapshots.current().position
        decision = Decision(case, kind, asker.id, self.clock(), position, to=to, reason=reason, until=until)
        self.access_log.record(asker, str(kind), case.user or None, "decided", case.cause, personal=True)
        self.decisions.record(decision)
        return decision
