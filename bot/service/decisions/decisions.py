"""The story of a decision: somebody takes a case on, gives it away, puts it off, closes it or takes that back."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.errors import RefusedError
from bot.privacy import Role
from bot.service.asker import Asker
from bot.service.digests.ports import DecisionStore
from bot.service.ports import AccessLog, Clock, Snapshots


@dataclass(frozen=True, slots=True)
class Deciding:
    """Takes decisions about cases and causes; RefusedError when one is not theirs to take, or makes no sense."""

    decisions: DecisionStore
    snapshots: Snapshots
    access_log: AccessLog
    clock: Clock

    def acknowledge(self, asker: Asker, case: CaseKey) -> Decision:
        """Somebody has seen it."""
        return self._decide(asker, case, DecisionKind.ACKNOWLEDGED)

    def assign(self, asker: Asker, case: CaseKey, to: str) -> Decision:
        """A Slack person looks after it."""
        if not to:
            raise RefusedError("Choose who shall look after it.")
        return self._decide(asker, case, DecisionKind.ASSIGNED, to=to)

    def snooze(self, asker: Asker, case: CaseKey, reason: str, until: datetime) -> Decision:
        """Not told again until then, for a reason. It covers this cause alone, never another one of the same person."""
        if not reason.strip():
            raise RefusedError("A snooze needs a reason, so that others know why nobody acts.")
        if until <= self.clock():
            raise RefusedError("A snooze needs an end that is still to come.")
        return self._decide(asker, case, DecisionKind.SNOOZED, reason=reason.strip(), until=until)

    def close(self, asker: Asker, case: CaseKey, reason: str = "") -> Decision:
        """It is dealt with; a later failure opens it again."""
        return self._decide(asker, case, DecisionKind.CLOSED, reason=reason.strip() or None)

    def reopen(self, asker: Asker, case: CaseKey) -> Decision:
        """Take back what was decided."""
        return self._decide(asker, case, DecisionKind.REOPENED)

    def _decide(
        self,
        asker: Asker,
        case: CaseKey,
        deed: DecisionKind,
        *,
        to: str | None = None,
        reason: str | None = None,
        until: datetime | None = None,
    ) -> Decision:
        now = self.clock()
        case = replace(case, user=case.user.strip().casefold())
        if asker.role < Role.HELPDESK:
            self.access_log.record(asker, str(deed), case.user or None, "refused")
            raise RefusedError("Only the helpdesk may decide about cases here.")
        position = self.snapshots.current().position
        decided = Decision(case, deed, asker.id, now, position, to=to, reason=reason, until=until)
        self.decisions.record(decided)
        self.access_log.record(asker, str(deed), case.user or None, "decided", case.cause)
        return decided
