"""A range of the ledger: which rows the last digest knew, which this one sees, and what became of cases between."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.analysis.answers import Filters
from bot.analysis.cases.admin_resets import AdminResets, admin_resets, by_admin
from bot.analysis.cases.cases import CaseTable, by_person, cases, open_cases
from bot.analysis.cases.cause_groups import people
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
    known: Bools  # for each attempt, whether the last digest knew of it
    seen: Bools  # and whether this one does
    is_new: Callable[[CaseTable], Bools]  # which cases have no known row
    resets_known: AdminResets
    resets_seen: AdminResets

    @property
    def fresh(self) -> Bools:
        """The rows that this digest is about."""
        return self.seen & ~self.known


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
    position = snapshot.attempts.values("position")
    intervened = snapshot.interventions.values("position")
    return LedgerRange(
        from_position,
        to_position,
        known=position <= from_position,
        seen=position <= to_position,
        is_new=lambda table: table.opened_position > from_position,
        resets_known=admin_resets(snapshot, intervened <= from_position),
        resets_seen=admin_resets(snapshot, intervened <= to_position),
    )


def by_time(snapshot: Snapshot, window: Window) -> LedgerRange:
    """The rows of a window, as if the last digest had known exactly the older ones."""
    at, position = arrays.times(snapshot.attempts), snapshot.attempts.values("position")
    edges = [to_micros(edge) for edge in (window.start, window.end)]
    known, seen = (at < edge for edge in edges)
    resets = [admin_resets(snapshot, arrays.times(snapshot.interventions) < edge) for edge in edges]
    return LedgerRange(
        int(position[known].max(initial=0)),
        int(position[seen].max(initial=0)),
        known=known,
        seen=seen,
        is_new=lambda table: ~known[table.first],
        resets_known=resets[0],
        resets_seen=resets[1],
    )


def stuck_now(snapshot: Snapshot, ledger: LedgerRange, filters: Filters) -> CaseOutcomes:
    """For a first digest: who is stuck now, and no more."""
    open_now, strange = _apart(open_cases(snapshot, filters, ledger.seen, ledger.resets_seen), snapshot)
    nothing = open_now.where(slice(0))
    return CaseOutcomes(was_open=0, recovered=nothing, helpdesk=nothing, new=open_now, strangers=strange)


def case_outcomes(snapshot: Snapshot, ledger: LedgerRange, filters: Filters) -> CaseOutcomes:
    """Compare the cases as the last digest knew them with the cases as they are seen now."""
    before, _ = _apart(open_cases(snapshot, filters, ledger.known, ledger.resets_known), snapshot)
    touched = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    touched[arrays.codes(snapshot.attempts, "user")[ledger.fresh]] = True
    touched[ledger.resets_seen.user[~np.isin(ledger.resets_seen.number, ledger.resets_known.number)]] = True
    after = cases(snapshot, by_person(snapshot, touched, ledger.seen), filters, ledger.resets_seen)
    became = after.where(_holding(after, before.where(touched[before.user]), snapshot))
    helped = by_admin(snapshot, became.helped)
    new, strange = _apart(after.where(ledger.is_new(after)), snapshot)
    return CaseOutcomes(
        was_open=people(before, snapshot),
        recovered=became.where(~became.open & ~helped),
        helpdesk=became.where(helped),
        new=new,
        strangers=strange,
    )


def _apart(table: CaseTable, snapshot: Snapshot) -> tuple[CaseTable, int]:
    """The cases of people whom the directory may know, and how many others there are."""
    strange = strangers(snapshot)[table.user]
    return table.where(~strange), people(table.where(strange), snapshot)


def late(snapshot: Snapshot, ledger: LedgerRange) -> int:
    """Rows seen now that are older than the newest row known before."""
    if not ledger.known.any():
        return 0
    newest, at = len(ledger.known) - 1 - int(np.argmax(ledger.known[::-1])), arrays.times(snapshot.attempts)
    return int(np.count_nonzero(at[ledger.fresh] < at[newest]))


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
