"""What came after something was done: who succeeded within a week, beside people of the same cause without it.

Never more than that: whoever it was done for may differ from those it was not done for, and other things happen in
the same week. docs/statistics.md says how often a difference is claimed where there is none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import numpy as np

from bot.analysis.cases.cases import Rows, cases
from bot.analysis.cases.time_to_success import SHORTEST, ends_of
from bot.analysis.changes import changes
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools
from bot.analysis.frames.selection import DONE, having, within
from bot.analysis.statistics.landmark import Waits, expected, known_at
from bot.analysis.statistics.multiple import discoveries
from bot.analysis.statistics.proportion import Interval, Share, difference, p_value
from bot.analysis.statistics.survival import OPEN, SUCCESS
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage
from bot.reports.folding.kinds import AttemptKind
from bot.reports.instants import NEVER, from_micros, to_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

WITHIN: Final = timedelta(days=7)
FEWEST: Final = 20  # people on either side; with fewer nothing is said
_HISTORY: Final = timedelta(days=90)  # before the window, whose waiting people are looked at, too
_HOUR: Final = 3.6e9  # microseconds
_WEEK: Final = WITHIN / timedelta(hours=1)
_ROUNDING: Final = 1e-6
_FOR_A_PERSON: Final = (AttemptKind.ADMIN_REGISTRATION, AttemptKind.LICENSE)


class Difference(StrEnum):
    """What may be said of the two shares."""

    MORE = "more"
    FEWER = "fewer"
    UNCLEAR = "no clear difference"
    TOO_FEW = "too few to tell"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done: for one person, or for all of a cause, or of every cause."""

    what: str  # "admin registered", "license changed", a kind of decision, or the log's words about a policy
    at: datetime
    user: str = ""  # casefolded; "" for everybody
    cause: str = ""  # a cause's key; "" for every cause


@dataclass(frozen=True, slots=True)
class HelpedGroup:
    """People with one cause, for whom one thing was done while they waited."""

    what: str
    at: datetime | None  # when, of what was done for everybody at once
    cause: str
    label: str
    people: int  # for whom it was done, and who were followed for seven days after
    succeeded: int  # of these, within seven days
    others: int  # people of the same cause who waited as long without it, as many as they are worth together
    expected: float | None  # the share of these who succeeded within seven days more; None without others
    difference: Interval | None  # of the shares, -1 to 1; None where there are too few
    verdict: Difference
    pending: int  # people whose seven days reach beyond the data
    short: str = ""  # the label in at most twenty characters, for charts


@dataclass(frozen=True, slots=True)
class HelpedAnswer:
    """What came after what was done in a window. It says nothing of why."""

    window: Window
    groups: tuple[HelpedGroup, ...]  # those that can be told first, most people first
    acts: int  # done in the window, whether or not anybody was waiting
    audit_log: bool  # whether one is loaded that holds more than resets: without it only decisions are known
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Cases by person, then time: from when to when, and how each ended."""

    user: Rows
    cause: Rows
    began: Rows  # microseconds
    ended: Rows
    ends: Rows
    newest: int

    def where(self, chosen: Bools) -> "_Waiting":
        user, cause, began, ended, ends = (
            column[chosen] for column in (self.user, self.cause, self.began, self.ended, self.ends)
        )
        return _Waiting(user, cause, began, ended, ends, self.newest)


def helped(
    snapshot: Snapshot, window: Window, decided: Iterable[Act] = (), *, catalogue: Catalogue, now: datetime
) -> HelpedAnswer:
    """Success within seven days of what was done in a window, beside people of the same cause without it."""
    acts = [act for act in (*_logged(snapshot, window, now), *decided) if act.at < window.end]
    covered = coverage(snapshot, ReportKind.RESET, window, now)
    waiting = _waiting(snapshot, window, covered)
    found = list(_groups(snapshot, waiting, acts, window, catalogue)) if waiting else []
    return HelpedAnswer(
        window=window,
        groups=tuple(sorted(_believed(found), key=lambda one: (one.difference is None, -one.people, -one.pending))),
        acts=sum(window.start <= act.at for act in acts),
        audit_log=bool(len(snapshot.interventions)),
        coverage=covered,
    )


def _logged(snapshot: Snapshot, window: Window, now: datetime) -> Iterator[Act]:
    """What the audit log says was done, in the window or in the history before it."""
    looked = replace(window, start=window.start - _HISTORY - SHORTEST)
    rows = within(snapshot.interventions, looked)
    rows = rows.where(having(rows, DONE))
    kinds, keys = rows.words("kind"), snapshot.people.keys
    for at, user, kind in zip(rows.times().tolist(), rows.codes("user").tolist(), rows.codes("kind"), strict=True):
        what = kinds[kind].partition(": ")[0]
        if what in _FOR_A_PERSON:
            yield Act(what, from_micros(at), keys[user])
    for change in changes(snapshot, looked, now=now).changes:
        if change.succeeded:
            yield Act(change.what, change.at)


def _waiting(snapshot: Snapshot, window: Window, covered: Coverage) -> _Waiting | None:
    """The cases that opened in the window or in the history before it, after thirty days without one; None: none.

    They are followed as far as the data goes, whether or not its last days hold a row.
    """
    start, end = window.start - _HISTORY, window.end + WITHIN
    looked = within(snapshot.attempts, Window(start - SHORTEST, end, ""))
    rows = looked.numbers()
    table = cases(snapshot, rows[np.argsort(looked.codes("user"), kind="stable")])
    if not len(table):
        return None
    at = arrays.times(snapshot.attempts)
    newest = min(max(to_micros(covered.until or end), int(looked.ended().max())), to_micros(end))
    ends, until = ends_of(snapshot, table.closed, table.helped, newest)
    found = _Waiting(table.user.astype(np.int64), table.cause.astype(np.int64), at[table.first], until, ends, newest)
    return found.where(found.began >= to_micros(start))


def _groups(
    snapshot: Snapshot, waiting: _Waiting, acts: Sequence[Act], window: Window, catalogue: Catalogue
) -> Iterator[HelpedGroup]:
    causes = arrays.words(snapshot.attempts, "cause")
    for what, same in _alike(acts).items():
        for code in np.unique(waiting.cause).tolist():
            concerned = [act for act in same if act.cause in {"", causes[code]}]
            cause = catalogue.causes[causes[code]]
            group = _group(snapshot, waiting.where(waiting.cause == code), concerned, window) if concerned else None
            if group:
                yield replace(group, what=what[0], cause=causes[code], label=cause.title, short=cause.short)


def _alike(acts: Sequence[Act]) -> dict[tuple[str, datetime | None], list[Act]]:
    """What was done for a person, by its kind; what was done for everybody stands for itself."""
    found: dict[tuple[str, datetime | None], list[Act]] = {}
    for act in sorted(acts, key=lambda one: one.at):
        found.setdefault((act.what, None if act.user else act.at), []).append(act)
    return found


def _group(snapshot: Snapshot, waiting: _Waiting, acts: Sequence[Act], window: Window) -> HelpedGroup | None:
    """The people of one cause for whom one thing was done in the window while they waited; None for nobody."""
    when, before = _first_act(snapshot, waiting, acts)
    inside = (when >= to_micros(window.start)) & (when < to_micros(window.end))
    waited = (when < waiting.ended) | (waiting.ends == OPEN)  # beyond the data nobody knows better
    done = np.flatnonzero(inside & ~before & waited)
    done = done[np.unique(waiting.user[done], return_index=True)[1]]  # once a person: the first time
    if not len(done):
        return None
    span = WITHIN // timedelta(microseconds=1)
    followed = done[when[done] + span <= waiting.newest]
    good = (waiting.ends[followed] == SUCCESS) & (waiting.ended[followed] <= when[followed] + span)
    waits = _without_it(waiting, when, before)
    ages = ((when - waiting.began)[followed] / _HOUR).astype(np.float64)
    matched = known_at(waits, ages, _WEEK) > 0
    others = expected(waits, ages[matched], _WEEK) if matched.any() else None
    return _held_against(good[matched] if others else good, others, acts[0], pending=len(done) - len(followed))


def _without_it(waiting: _Waiting, when: Rows, before: Bools) -> Waits:
    """How everybody waited for whom it had not been done, up to when it was done."""
    hours = (np.minimum(waiting.ended, when) - waiting.began) / _HOUR
    ends = np.where(when < waiting.ended, OPEN, waiting.ends)
    return Waits(waiting.user[~before], hours[~before], ends[~before])


def _held_against(good: Bools, others: Share | None, act: Act, *, pending: int) -> HelpedGroup:
    """Both shares side by side, of those who can be held against somebody."""
    people, succeeded = len(good), int(np.count_nonzero(good))
    enough = others is not None and min(people, others.size) >= FEWEST
    return HelpedGroup(
        what="",
        at=None if act.user else act.at,
        cause="",
        label="",
        people=people,
        succeeded=succeeded,
        others=int(others.size + _ROUNDING) if others else 0,
        expected=others.rate if others else None,
        difference=difference(others, Share(succeeded / people, people)) if others and enough else None,
        verdict=Difference.UNCLEAR if enough else Difference.TOO_FEW,
        pending=pending,
    )


def _first_act(snapshot: Snapshot, waiting: _Waiting, acts: Sequence[Act]) -> tuple[Rows, Bools]:
    """For each case when it was first done while the person waited, and whether it had been done before."""
    when = np.full(len(waiting.user), NEVER, dtype=np.int64)
    before = np.zeros(len(when), dtype=np.bool_)
    for act in reversed(acts):  # the earliest is written last
        at, theirs = to_micros(act.at), slice(None)
        if act.user:
            number = snapshot.people.number(act.user)
            theirs = slice(*np.searchsorted(waiting.user, [number, number + 1])) if number is not None else slice(0)
        began = waiting.began[theirs]
        before[theirs] |= at <= began
        when[theirs] = np.where(at > began, at, when[theirs])
    return when, before


def _believed(groups: Sequence[HelpedGroup]) -> list[HelpedGroup]:
    """The groups with what may be said of each: of all claims together at most one in twenty is by chance."""
    known = [one for one in groups if one.difference is not None]
    stands = discoveries([p_value(*_sides(one)) for one in known]) if known else []
    claims = [replace(one, verdict=_claim(one)) if stand else one for one, stand in zip(known, stands, strict=True)]
    return [*claims, *(one for one in groups if one.difference is None)]


def _sides(one: HelpedGroup) -> tuple[Share, Share]:
    return Share(one.expected or 0.0, one.others), Share(one.succeeded / one.people, one.people)


def _claim(one: HelpedGroup) -> Difference:
    without, after = _sides(one)
    return Difference.MORE if after.rate > without.rate else Difference.FEWER
