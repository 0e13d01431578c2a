"""The story of a decision: somebody takes a case on, gives it away, puts it off, closes it or takes that back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.analysis.answers import Case
from bot.errors import RefusedError
from bot.privacy import Role
from bot.render.cases.decisions import Decision
from bot.service.asker import Asker
from bot.service.digests.ports import CaseKey, Decided, DecisionLog, Deed
from bot.service.ports import AccessLog, Asked, Clock, Snapshots


@dataclass(frozen=True, slots=True)
class Deciding:
    """Takes decisions about cases and causes; RefusedError when one is not theirs to take, or makes no sense."""

    decisions: DecisionLog
    snapshots: Snapshots
    access_log: AccessLog
    clock: Clock

    def acknowledge(self, asker: Asker, case: CaseKey) -> Decided:
        """Somebody has seen it."""
        return self._decide(asker, case, Deed.ACKNOWLEDGED)

    def assign(self, asker: Asker, case: CaseKey, to: str) -> Decided:
        """A Slack person looks after it."""
        if not to:
            raise RefusedError("Choose who shall look after it.")
        return self._decide(asker, case, Deed.ASSIGNED, to=to)

    def snooze(self, asker: Asker, case: CaseKey, reason: str, until: datetime) -> Decided:
        """Not told again until then, for a reason. It covers this cause alone, never another one of the same person."""
        if not reason.strip():
            raise RefusedError("A snooze needs a reason, so that others know why nobody acts.")
        if until <= self.clock():
            raise RefusedError("A snooze needs an end that is still to come.")
        return self._decide(asker, case, Deed.SNOOZED, reason=reason.strip(), until=until)

    def close(self, asker: Asker, case: CaseKey, reason: str = "") -> Decided:
        """It is dealt with; a later failure opens it again."""
        return self._decide(asker, case, Deed.CLOSED, reason=reason.strip() or None)

    def reopen(self, asker: Asker, case: CaseKey) -> Decided:
        """Take back what was decided."""
        return self._decide(asker, case, Deed.REOPENED)

    def standing(self, cases: Iterable[Case], now: datetime) -> Mapping[tuple[str, str], Decision]:
        """What counts now for these cases and their causes, as messages show it."""
        return standing(self.decisions.all(), cases, now)

    def _decide(
        self,
        asker: Asker,
        case: CaseKey,
        deed: Deed,
        *,
        to: str | None = None,
        reason: str | None = None,
        until: datetime | None = None,
    ) -> Decided:
        now = self.clock()
        case = replace(case, user=case.user.strip().casefold())
        if asker.role < Role.HELPDESK:
            self.access_log.record(Asked(now, asker.id, asker.channel, str(deed), case.user or None, "refused"))
            raise RefusedError("Only the helpdesk may decide about cases here.")
        position = self.snapshots.current().position
        decided = Decided(case, deed, asker.id, now, position, to=to, reason=reason, until=until)
        self.decisions.record(decided)
        self.access_log.record(Asked(now, asker.id, asker.channel, str(deed), case.user or None, "decided", case.cause))
        return decided


def standing(decisions: Iterable[Decided], cases: Iterable[Case], now: datetime) -> Mapping[tuple[str, str], Decision]:
    """The decisions that count for these cases: the case's own, and under "" as the user that on its cause."""
    newest = in_force(decisions, now)
    found: dict[tuple[str, str], Decision] = {}
    for case in cases:
        own, whole = (newest.get(CaseKey(user, case.cause.key)) for user in (case.user, ""))
        if own and covers(own, case):
            found[case.user, case.cause.key] = _shown(own)
        if whole and covers(whole, case):
            found["", case.cause.key] = _shown(whole)
    return found


def in_force(decisions: Iterable[Decided], now: datetime) -> Mapping[CaseKey, Decided]:
    """The newest decision about each case or cause; a snooze that is over has never been, reopening ends all before."""
    found: dict[CaseKey, Decided] = {}
    for decided in decisions:
        if decided.deed is Deed.REOPENED:
            found.pop(decided.case, None)
        elif decided.until is None or decided.until > now:
            found[decided.case] = decided
    return found


def covers(decided: Decided, case: Case) -> bool:
    """Whether a decision in force is about this very case, and not about one that has come later.

    A snooze covers whatever comes until its end; a closing ends with the next failure.
    """
    if decided.deed is Deed.SNOOZED:
        return True
    if decided.deed is Deed.CLOSED:
        return case.last_position <= decided.position
    return case.opened_position <= decided.position


def _shown(decided: Decided) -> Decision:
    return Decision(str(decided.deed), decided.by, decided.at, decided.to, decided.until, decided.reason)
