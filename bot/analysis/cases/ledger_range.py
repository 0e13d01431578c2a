"""A range of the ledger: which rows the last digest knew, which this one sees, and what became of cases between."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.cases.admin_resets import AdminResets, admin_resets, by_admin
from bot.analysis.cases.cases import CaseTable, cases, failing_people, helped_people, open_cases
from bot.analysis.cases.cause_groups import people
from bot.analysis.cases.recent_rows import recent_rows
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.people.strangers import strangers
from bot.reports.instants import to_micros
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class LedgerRange:
    """Where a digest begins and ends."""

    from_position: int
    to_position: int
    fresh: Ints  # the rows that this digest is about, in their order
    later: Ints  # those that it does not see yet; all others the last one knew of
    is_new: Callable[[CaseTable], Bools]  # which cases have no row that the last one knew of
    resets_known: AdminResets
    resets_new: AdminResets  # all others
    resets_seen: AdminResets

    def seen(self, rows: int) -> Bools:
        """For each of so many attempts, whether this digest sees it."""
        return ~_marked(rows, self.later)


@dataclass(frozen=True, slots=True)
class CaseOutcomes:
    """What became of cases between the two ends of a range."""

    was_open: int  # people with a case open at the beginning
    recovered: CaseTable  # those of them that a success has closed
    helpdesk: CaseTable  # those that an admin's reset has closed
    new: CaseTable  # cases that the last digest knew nothing of, whatever became of them
    strangers: int  # names with such cases that the directory's list does not know


def by_position(snapshot: Snapshot, from_position: int, to_position: int) -> LedgerRange:
    """The rows behind one position up to another: new is a position in the ledger, never a time."""
    rows = _behind(snapshot, from_position)
    fresh = snapshot.attempts.values("position")[rows] <= to_position
    resets = admin_resets(snapshot)
    known, seen = (
        snapshot.interventions.values("position")[resets.number] <= end for end in (from_position, to_position)
    )
    return LedgerRange(
        from_position,
        to_position,
        fresh=rows[fresh],
        later=rows[~fresh],
        is_new=lambda table: table.opened_position > from_position,
        resets_known=resets.where(known),
        resets_new=resets.where(~known),
        resets_seen=resets.where(seen),
    )


def _behind(snapshot: Snapshot, position: int) -> Ints:
    """The rows behind a position, looked for among those alone that stand near one."""
    positions = snapshot.attempts.values("position")
    starts = np.arange(0, len(positions), arrays.BLOCK)
    newest = snapshot.carried("newest positions", partial(arrays.block_maxima, lambda row: positions[row:]))
    rows = (starts[newest > position][:, np.newaxis] + np.arange(arrays.BLOCK)).ravel()
    rows = rows[rows < len(positions)]
    found: Ints = rows[positions[rows] > position]
    return found


def by_time(snapshot: Snapshot, window: Window) -> LedgerRange:
    """The rows of a window, as if the last digest had known exactly the older ones."""
    at, position = arrays.times(snapshot.attempts), snapshot.attempts.values("position")
    edges = [to_micros(edge) for edge in (window.start, window.end)]
    start, stop = (int(row) for row in np.searchsorted(at, edges))
    resets = admin_resets(snapshot)
    return LedgerRange(
        int(position[:start].max(initial=0)),
        int(position[:stop].max(initial=0)),
        fresh=np.arange(start, stop),
        later=np.arange(stop, len(at)),
        is_new=lambda table: table.first >= start,
        resets_known=resets.where(resets.at < edges[0]),
        resets_new=resets.where(resets.at >= edges[0]),
        resets_seen=resets.where(resets.at < edges[1]),
    )


def stuck_now(snapshot: Snapshot, ledger: LedgerRange, filters: Filters) -> CaseOutcomes:
    """For a first digest: who is stuck now, and no more."""
    seen = ledger.seen(len(snapshot.attempts)) if len(ledger.later) else None
    open_now, strange = _apart(open_cases(snapshot, filters, seen, ledger.resets_seen), snapshot)
    nothing = open_now.where(slice(0))
    return CaseOutcomes(was_open=0, recovered=nothing, helpdesk=nothing, new=open_now, strangers=strange)


def case_outcomes(snapshot: Snapshot, ledger: LedgerRange, filters: Filters) -> CaseOutcomes:
    """Compare the cases as the last digest knew them with the cases as they are seen now.

    They may differ for people of whom there is something new; the others who are stuck are counted.
    """
    users = arrays.codes(snapshot.attempts, "user")
    new_rows = np.concatenate([ledger.fresh, ledger.later])
    looked = np.unique(np.concatenate([users[new_rows], ledger.resets_new.user]))
    recent = recent_rows(snapshot, looked, new_rows, ledger.resets_new, filters)
    known, seen = (recent.rows[~np.isin(recent.rows, some)] for some in (new_rows, ledger.later))
    before = cases(snapshot, known, filters, ledger.resets_known.of(looked))
    before, _ = _apart(before.where(before.open), snapshot)
    after = cases(snapshot, seen, filters, ledger.resets_seen.of(looked))
    after = replace(after, back_again=after.back_again | recent.had_before(after))
    became = after.where(_holding(after, before, snapshot))
    helped = by_admin(snapshot, became.helped)
    new, strange = _apart(after.where(ledger.is_new(after)), snapshot)
    return CaseOutcomes(
        was_open=_failing_others(snapshot, looked, filters) + people(before, snapshot),
        recovered=became.where(~became.open & ~helped),
        helpdesk=became.where(helped),
        new=new,
        strangers=strange,
    )


def _marked(size: int, places: Ints) -> Bools:
    found = np.zeros(size, dtype=np.bool_)
    found[places] = True
    return found


def _failing_others(snapshot: Snapshot, looked: Ints, filters: Filters) -> int:
    """How many people with a case open there are beside those looked at and strangers."""
    strange, prepared = strangers(snapshot), snapshot.rows_before
    if prepared is None or filters.any() or strange.any():
        failing = failing_people(snapshot, filters) & ~strange
        failing[looked] = False
        return int(np.count_nonzero(failing))
    helped = np.setdiff1d(helped_people(snapshot, prepared), looked)
    return prepared.failing_people - int(np.count_nonzero(prepared.open_failure[looked] >= 0)) - len(helped)


def _apart(table: CaseTable, snapshot: Snapshot) -> tuple[CaseTable, int]:
    """The cases of people whom the directory may know, and how many others there are."""
    strange = strangers(snapshot)[table.user]
    return (table.where(~strange), people(table.where(strange), snapshot)) if strange.any() else (table, 0)


def late(snapshot: Snapshot, ledger: LedgerRange) -> int:
    """Rows seen now that are older than the newest row known before."""
    at, hidden = arrays.times(snapshot.attempts), np.sort(np.concatenate([ledger.fresh, ledger.later]))
    behind = int(np.count_nonzero(hidden == np.arange(len(at) - len(hidden), len(at))))  # all rows that are known
    return int(np.count_nonzero(at[ledger.fresh] < at[-1 - behind])) if len(hidden) < len(at) else 0


def _holding(after: CaseTable, before: CaseTable, snapshot: Snapshot) -> Ints:
    """For each case as it was, the place of the case that now holds its newest row: a late success may split one."""
    rows = np.unique(np.concatenate([after.first, before.last]))
    place = np.empty(len(rows), dtype=np.int64)
    place[np.lexsort((rows, arrays.ended(snapshot.attempts, rows)))] = np.arange(len(rows))
    begins, newest = (
        _key(table.user, table.cause, place[np.searchsorted(rows, some)], len(rows))
        for table, some in ((after, after.first), (before, before.last))
    )
    order = np.argsort(begins)
    return order[np.searchsorted(begins[order], newest, side="right") - 1]


def _key(user: Ints, cause: Ints, place: Ints, places: int) -> Ints:
    """Person, cause and a place in the order of ends as one number that sorts in this order."""
    causes = np.iinfo(np.int16).max  # more than any catalogue has
    return (user.astype(np.int64) * causes + cause) * max(places, 1) + place
