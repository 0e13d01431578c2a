"""People who can help themselves: a failure whose fix is the user's own, no registration yet, or a date that nears."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np

from bot.analysis.answers import Since
from bot.analysis.cases.cases import NONE
from bot.analysis.cases.since_failure import newest_registered
from bot.analysis.frames import arrays
from bot.analysis.frames.selection import DONE, everything, having
from bot.analysis.rollout import rollout
from bot.analysis.roster.cutoffs import CutoffPerson, cutoffs
from bot.analysis.roster.directory_dates import is_dated
from bot.analysis.stuck import stuck
from bot.knowledge.catalogue import Catalogue, Detail, Owner
from bot.reports.instants import from_micros
from bot.reports.snapshot import Snapshot

RECENT: Final = timedelta(days=1)  # after a longer time a failure is no news to the one who had it
NEAR: Final = timedelta(days=60)  # before a date
REGISTER: Final = "register"
CUTOFF: Final = "cutoff"


@dataclass(frozen=True, slots=True)
class SelfHelp:
    """One thing that one person can do for themselves."""

    user: str  # their key
    shown: str
    topic: str  # a cause key, REGISTER, or CUTOFF and the change
    fix: Detail
    at: datetime | None = None  # of the failure; None where there is none
    cutoff: CutoffPerson | None = None
    seen: datetime | None = None  # when the directory's list was read that says so; None for one without a date

    @property
    def is_nudge(self) -> bool:
        """Whether nothing has happened yet: it can wait."""
        return self.at is None


def self_help(snapshot: Snapshot, since: datetime, *, catalogue: Catalogue, now: datetime) -> Iterator[SelfHelp]:
    """Failures since then first; nobody with an admin's account, of whose methods no message may tell."""
    admins = _admins(snapshot)
    for one in (*_failures(snapshot, since, catalogue, now), *_nudges(snapshot, catalogue, now)):
        if one.user not in admins:
            yield one


def _failures(snapshot: Snapshot, since: datetime, catalogue: Catalogue, now: datetime) -> Iterator[SelfHelp]:
    earliest = max(since, now - RECENT)
    for group in stuck(snapshot, catalogue=catalogue, now=now).groups:
        for case in group.cases:
            detail = catalogue.details.get(case.detail)
            if case.since is Since.BLOCKED:
                continue  # the case of the block says to wait
            if detail and detail.acts[:1] == (Owner.USER,) and earliest <= case.last_at <= now:
                fix = detail.after_block_fix() if case.block_over else detail
                yield SelfHelp(case.user, case.shown, case.cause.key, fix, case.last_at)


def _nudges(snapshot: Snapshot, catalogue: Catalogue, now: datetime) -> Iterator[SelfHelp]:
    """What the directory's list says, of those of whom nothing newer is known."""
    fix, listed = catalogue.advice["not_registered"], rollout(snapshot, None, now=now)
    seen = listed.seen if listed.seen and is_dated(snapshot, listed.seen) else None
    registered, reset = _since_list(snapshot)
    missing = {one.shown.casefold() for one in listed.missing}
    for shown in sorted(missing - registered - reset):
        yield SelfHelp(shown, shown, REGISTER, fix, seen=seen)
    until = (now + NEAR).date()
    for one in cutoffs(snapshot, until, catalogue=catalogue, now=now).losing:
        near = isinstance(one.on, date) and now.date() <= one.on
        key = one.shown.casefold()
        if near and not one.guest and key not in missing | registered:
            yield SelfHelp(key, one.shown, f"{CUTOFF} {one.change}", fix, cutoff=one, seen=seen)


def _since_list(snapshot: Snapshot) -> tuple[set[str], set[str]]:
    """Who has registered a method since the directory's list was read, and who has reset; ever, of an undated one."""
    roster, keys = snapshot.roster, snapshot.people.keys
    read, done = np.full(len(keys), NONE), np.full(len(keys), NONE)
    seen = arrays.times(roster, "seen")
    dated = np.isin(seen, [at for at in np.unique(seen).tolist() if is_dated(snapshot, from_micros(at))])
    read[arrays.codes(roster, "user")[dated]] = seen[dated]
    resets = everything(snapshot.attempts)
    resets = resets.where(having(resets, DONE))
    np.maximum.at(done, resets.codes("user"), resets.ended())
    registered, reset = (np.flatnonzero(newest > read) for newest in (newest_registered(snapshot), done))
    return {keys[number] for number in registered.tolist()}, {keys[number] for number in reset.tolist()}


def _admins(snapshot: Snapshot) -> set[str]:
    """Everybody who is an admin by the directory's list or by any row of the reports."""
    listed = arrays.codes(snapshot.roster, "user")[snapshot.roster.values("admin")]
    words = arrays.words(snapshot.attempts, "role")
    is_admin = np.array(["admin" in word.casefold() for word in words] or [False], dtype=np.bool_)
    roles = arrays.codes(snapshot.attempts, "role")
    tried = arrays.codes(snapshot.attempts, "user")[(roles >= 0) & is_admin[roles]]
    return {snapshot.people.keys[number] for number in {*listed.tolist(), *tried.tolist()}}
