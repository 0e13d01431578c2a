"""Who reset their own password: people first, those who did it again and again, and admin accounts apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters, GroupBy
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.daily_points import in_part, without_data
from bot.analysis.frames.grouping import Grouping, combined, days, group
from bot.analysis.frames.newest_window import at_newest, reaches_back
from bot.analysis.frames.selection import DONE, Selection, filtered, having, within
from bot.knowledge.admin_roles import is_admin_role
from bot.knowledge.vocabulary import Result
from bot.reports.coverage import Coverage, coverage
from bot.reports.folding.kinds import AttemptKind
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

BY: Final = ("method", "person", "role", "day")
NAMED: Final = 10  # people that are named on each list


@dataclass(frozen=True, slots=True)
class ResetGroup:
    """One method, role or day of the resets; by person one person, most resets first."""

    key: str
    people: int
    resets: int


@dataclass(frozen=True, slots=True)
class Resetter:
    """A person, how often they reset in the window, and when last."""

    shown: str
    resets: int
    last_at: datetime
    admin: bool


@dataclass(frozen=True, slots=True)
class ResetsAnswer:
    """Successful self-service resets of a window; those that an admin made for somebody are counted apart."""

    window: Window
    by: str  # "method", "person", "role" or "day"
    filters: Filters
    people: int
    resets: int
    previous_people: int
    previous_resets: int
    previous_covered: bool  # False: the data does not reach back over the previous window
    repeated: int  # people with two or more in the window
    admin_people: int  # admin accounts among the people, by role or by the directory's list
    admin_resets: int
    by_admins: int  # resets that an admin made for somebody else, where the audit log is loaded
    groups: tuple[ResetGroup, ...]
    groups_total: int
    repeats: tuple[Resetter, ...]  # those with two or more, most first
    newest: tuple[Resetter, ...]  # newest first
    at_newest: "ResetsAnswer | None"
    coverage: Coverage
    admins: tuple[Resetter, ...] = ()  # the admin accounts, most resets first
    no_data: tuple[str, ...] = ()  # by day: the days of which nothing is known, which is not the same as none
    part: tuple[str, ...] = ()  # by day: the days that are covered only in part, or not over yet
    admins_known: bool | None = True  # False: neither a role nor the directory's list says who is one; None: not said


def resets(
    snapshot: Snapshot,
    window: Window,
    *,
    by: str = "method",
    filters: Filters = UNFILTERED,
    now: datetime,
    zone: tzinfo,
) -> ResetsAnswer:
    """The successful resets of a window by method, person, role or day, beside the window before it."""
    rows, before = (_done(snapshot, span, filters) for span in (window, window.previous()))
    people = len(snapshot.people.keys)
    users, admin = rows.codes("user"), admin_rows(rows, snapshot)
    groups = tuple(_groups(rows, snapshot, by, zone))
    shifted = at_newest(snapshot.attempts, window, now)
    return ResetsAnswer(
        window=window,
        by=by,
        filters=filters,
        people=arrays.distinct(users, people),
        resets=len(rows),
        previous_people=arrays.distinct(before.codes("user"), people),
        previous_resets=len(before),
        previous_covered=reaches_back(snapshot.attempts, window.previous()),
        repeated=int(np.count_nonzero(np.bincount(users, minlength=people) > 1)),
        admin_people=arrays.distinct(users[admin], people),
        admin_resets=int(np.count_nonzero(admin)),
        by_admins=_by_admins(snapshot, window),
        groups=groups[:NAMED] if by == "person" else groups,
        groups_total=len(groups),
        repeats=tuple(one for one in _resetters(rows, admin, snapshot, most_first=True) if one.resets > 1),
        newest=tuple(_resetters(rows, admin, snapshot, most_first=False)),
        at_newest=resets(snapshot, shifted, by=by, filters=filters, now=now, zone=zone) if shifted else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
        admins=tuple(_resetters(rows.where(admin), admin[admin], snapshot, most_first=True)),
        no_data=without_data(snapshot, window, zone, {one.key: one.resets for one in groups}) if by == "day" else (),
        part=in_part(snapshot, window, zone) if by == "day" else (),
        admins_known=len(snapshot.roster) > 0 or any(arrays.words(snapshot.attempts, "role")),
    )


def _done(snapshot: Snapshot, window: Window, filters: Filters) -> Selection:
    rows = filtered(within(snapshot.attempts, window), filters, snapshot.people)
    return rows.where(having(rows, DONE))


def admin_rows(rows: Selection, snapshot: Snapshot) -> Bools:
    """For each row, whether its role or the directory's list says that it is an admin's."""
    by_role = np.array([is_admin_role(word) for word in rows.words("role")], dtype=np.bool_)
    listed = np.zeros(len(snapshot.people.keys), dtype=np.bool_)
    if len(snapshot.roster):
        listed[arrays.codes(snapshot.roster, "user")[snapshot.roster.values("admin")]] = True
    return by_role[rows.codes("role")] | listed[rows.codes("user")]


def _by_admins(snapshot: Snapshot, window: Window) -> int:
    rows = within(snapshot.interventions, window)
    kinds = arrays.table(rows.words("kind"), {str(AttemptKind.ADMIN_RESET)})[rows.codes("kind")]
    return int(np.count_nonzero(kinds & having(rows, frozenset({str(Result.SUCCEEDED)}))))


def _groups(rows: Selection, snapshot: Snapshot, by: str, zone: tzinfo) -> Iterator[ResetGroup]:
    """Days in time order; all else by people, then resets, most first."""
    if by == "person":
        users, sizes = np.unique(rows.codes("user"), return_counts=True)
        for place in np.argsort(-sizes, kind="stable").tolist():
            yield ResetGroup(snapshot.people.shown[users[place]], 1, int(sizes[place]))
        return
    grouping = _grouping(rows, snapshot, by, zone)
    people, sizes_of = grouping.people(rows.codes("user"), snapshot.people), grouping.attempts()
    found = [ResetGroup(key, people[key], size) for key, size in sizes_of.items() if size or by == "day"]
    yield from found if by == "day" else sorted(found, key=lambda one: (-one.people, -one.resets, one.key))


def _grouping(rows: Selection, snapshot: Snapshot, by: str, zone: tzinfo) -> Grouping:
    match by:
        case "day":
            return days(rows, zone)
        case "method":
            return combined(rows, "methods")
    return group(rows, GroupBy(by), snapshot.people, zone)


def _resetters(rows: Selection, admin: Bools, snapshot: Snapshot, *, most_first: bool) -> Iterator[Resetter]:
    """People by how often they reset, or by when they did last; at most ten."""
    users, at = rows.codes("user"), rows.times()
    found, last, sizes = _last_of_each(users)
    order = np.lexsort((-at[last], -sizes)) if most_first else np.argsort(-at[last], kind="stable")
    for place in order[:NAMED].tolist():
        row = int(last[place])
        shown = snapshot.people.shown[found[place]]
        yield Resetter(shown, int(sizes[place]), from_micros(int(at[row])), bool(admin[users == found[place]].any()))


def _last_of_each(users: Ints) -> tuple[Ints, Ints, Ints]:
    """Each person once, the row of their newest reset (rows are in time order), and how many they have."""
    found, first_from_behind, sizes = np.unique(users[::-1], return_index=True, return_counts=True)
    return found, len(users) - 1 - first_from_behind, sizes
