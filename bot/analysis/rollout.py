"""The rollout: who can reset, who is still missing, who hangs by one method, and whether the rest will be in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import overload

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.burn_down import BurnDown, burn_down
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.selection import of_domain
from bot.analysis.roster.admin_gates import GATES, gates
from bot.analysis.roster.one_method_risk import OneMethodRisk, one_method_risk
from bot.analysis.roster.usable_methods import usable_methods
from bot.reports.coverage import Coverage, coverage, doubts_of_list
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import RosterCount, Snapshot


@dataclass(frozen=True, slots=True)
class RolloutCounts:
    """How many people are registered, allowed to reset, both, or missing."""

    people: int
    registered: int
    enabled: int
    capable: int  # registered and enabled, as the directory has it
    missing: int  # enabled, but not registered
    one_gate: int = 0  # of the capable: administrators without two gates, who need them
    unsaid: tuple[str, ...] = field(default=(), kw_only=True)  # the numbers that are not shown to this reader

    @property
    def able(self) -> int:
        """Who can reset."""
        return self.capable - self.one_gate


@dataclass(frozen=True, slots=True)
class RolloutPerson:
    """One person on a list."""

    shown: str
    admin: bool
    methods: tuple[str, ...]  # those that pass a check of a reset


@dataclass(frozen=True, slots=True, eq=False)
class RolloutPeople(Sequence[RolloutPerson]):
    """People of the directory's list, each made when it is looked at: an answer holds all, and shows a few.

    A pickle holds the people alone: the snapshot that they are read from stays where it is.
    """

    rows: Ints  # of the list
    snapshot: Snapshot

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> RolloutPerson: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[RolloutPerson, ...]: ...
    def __getitem__(self, index: int | slice) -> RolloutPerson | tuple[RolloutPerson, ...]:
        if isinstance(index, slice):
            return tuple(self._people(self.rows[index]))
        return next(self._people(self.rows[[index]]))

    def __iter__(self) -> Iterator[RolloutPerson]:
        return self._people(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[type[tuple[RolloutPerson, ...]], tuple[tuple[RolloutPerson, ...]]]:
        return tuple, (tuple(self),)

    def _people(self, rows: Ints) -> Iterator[RolloutPerson]:
        roster, usable = self.snapshot.roster, usable_methods(self.snapshot)
        shown = self.snapshot.people.shown_of(arrays.codes(roster, "user")[rows])
        columns = roster.values("admin")[rows].tolist(), arrays.codes(roster, "methods")[rows].tolist()
        for name, admin, combination in zip(shown, *columns, strict=True):
            yield RolloutPerson(name, admin, usable[combination])


@dataclass(frozen=True, slots=True)
class RolloutAnswer:
    """The state of the rollout. Disabled and deleted accounts are in no number: the list leaves them out."""

    target: date | None
    seen: datetime | None  # when the directory's list was read; None where it is not loaded
    members: RolloutCounts
    guests: RolloutCounts
    admins: RolloutCounts
    missing: Sequence[RolloutPerson]  # members, enabled but not registered; admins first
    missing_guests: int
    one_method: Sequence[RolloutPerson]  # members, no admins, who can reset by one method alone
    history: tuple[RosterCount, ...]  # a day each, oldest first
    burn_down: BurnDown | None  # None: the history is too short for a pace
    reported: int  # people in the loaded registration reports, for where there is no list
    coverage: Coverage
    one_method_risk: OneMethodRisk | None = None  # of those who had registered; None without such reports
    ending: int = 0  # members who can reset, and cannot any more by the target, or ever, as what they have ends
    one_gate: Sequence[RolloutPerson] = ()  # member admins whom the directory calls capable, without two gates
    doubted: bool = False  # the list may lack people: compared with nothing, and no pace is told
    filters: Filters = UNFILTERED  # by domain alone; of one there is no history, so no pace


def rollout(snapshot: Snapshot, target: date | None, *, filters: Filters = UNFILTERED, now: datetime) -> RolloutAnswer:
    """The state of the directory's list, and how many will be missing on a day; of a domain, its people alone."""
    roster, domain = snapshot.roster, filters.domain
    asked = of_domain(arrays.codes(roster, "user"), domain, snapshot.people)
    flag = {name: roster.values(name) for name in ("registered", "enabled", "capable", "admin", "guest")}
    missing, member, guest = flag["enabled"] & ~flag["registered"], asked & ~flag["guest"], asked & flag["guest"]
    usable = usable_methods(snapshot)
    alone = np.fromiter((len(methods) == 1 for methods in usable), bool, len(usable))[arrays.codes(roster, "methods")]
    doubted = bool(doubts_of_list(snapshot))
    history = () if doubted or domain else snapshot.roster_history
    registered = np.flatnonzero(np.diff(snapshot.registrations_of.starts))
    one_gate = flag["capable"] & flag["admin"] & (gates(snapshot)[arrays.codes(roster, "methods")] < GATES)
    return RolloutAnswer(
        target=target,
        seen=from_micros(arrays.times(roster, "seen").max()) if len(roster) else None,
        members=_counts(flag, member, one_gate),
        guests=_counts(flag, guest, one_gate),
        admins=_counts(flag, flag["admin"] & member, one_gate),
        missing=_listed(snapshot, missing & member, flag["admin"]),
        missing_guests=int(np.count_nonzero(missing & guest)),
        one_method=_listed(snapshot, flag["capable"] & alone & member & ~flag["admin"], flag["admin"]),
        history=history,
        burn_down=burn_down(history, target),
        reported=int(np.count_nonzero(of_domain(registered, domain, snapshot.people))),
        coverage=coverage(snapshot, ReportKind.ROSTER, None, now),
        one_method_risk=None if domain else one_method_risk(snapshot),
        one_gate=_listed(snapshot, one_gate & member, flag["admin"]),
        doubted=doubted,
        filters=filters,
    )


def _counts(flag: dict[str, Bools], chosen: Bools, one_gate: Bools) -> RolloutCounts:
    registered, enabled = flag["registered"] & chosen, flag["enabled"] & chosen
    sizes = (chosen, registered, enabled, flag["capable"] & chosen, enabled & ~registered, one_gate & chosen)
    return RolloutCounts(*(int(np.count_nonzero(size)) for size in sizes))


def _listed(snapshot: Snapshot, chosen: Bools, admin: Bools) -> RolloutPeople:
    """Those chosen, admins first, then by user ID."""
    rows: Ints = np.flatnonzero(chosen)
    return RolloutPeople(rows[np.argsort(~admin[rows], kind="stable")], snapshot)
