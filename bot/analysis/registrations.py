"""Who registered what: a row is one datum, not one person."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters
from bot.analysis.frames import arrays
from bot.analysis.frames.daily_points import in_part, without_data
from bot.analysis.frames.grouping import Grouping, combined, days
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.frames.selection import Selection, filtered, within
from bot.knowledge.vocabulary import SEPARATOR, verifies_nothing
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import from_micros
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

NEWEST: Final = 10  # registrants that are named


@dataclass(frozen=True, slots=True)
class RegistrationGroup:
    """One datum or day of the registrations."""

    key: str
    people: int
    rows: int


@dataclass(frozen=True, slots=True)
class Registrant:
    """A person, when they registered last, and all they registered in the window."""

    shown: str
    at: datetime
    data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegistrationsAnswer:
    """Who registered what in a window; a row is one datum, not one person."""

    window: Window
    by: str  # "method" or "day"
    people: int
    rows: int
    two_data_people: int | None  # people with two or more different data in the window; None: not said
    groups: tuple[RegistrationGroup, ...]
    newest: tuple[Registrant, ...]  # newest first, at most ten
    at_newest: "RegistrationsAnswer | None"
    coverage: Coverage
    listed: bool = False  # the directory's list is loaded, which says who is registered
    no_data: tuple[str, ...] = ()  # by day: the days of which nothing is known, which is not the same as none
    part: tuple[str, ...] = ()  # by day: the days that are covered only in part, or not over yet
    no_reset_people: int = 0  # those of the people who registered nothing but what verifies no reset
    filters: Filters = UNFILTERED  # by domain alone


def registrations(
    snapshot: Snapshot,
    window: Window,
    *,
    by: str = "method",
    filters: Filters = UNFILTERED,
    now: datetime,
    zone: tzinfo,
) -> RegistrationsAnswer:
    """The registrations of a window by method or by day; of a domain, those of its people alone."""
    rows = filtered(within(snapshot.registrations, window), filters, snapshot.people)
    grouping = days(rows, zone) if by == "day" else combined(rows, "datum")
    groups, report = _groups(grouping, rows, snapshot, by), ReportKind.REGISTRATION
    counted = {one.key: one.rows for one in groups}
    shifted = at_newest(snapshot.registrations, window, now)
    return RegistrationsAnswer(
        window=window,
        by=by,
        people=arrays.distinct(rows.codes("user"), len(snapshot.people.keys)),
        rows=len(rows),
        two_data_people=_two_data_people(rows, len(snapshot.people.keys)),
        groups=groups,
        newest=_newest(rows, snapshot),
        at_newest=registrations(snapshot, shifted, by=by, filters=filters, now=now, zone=zone) if shifted else None,
        coverage=coverage(snapshot, report, window, now),
        listed=len(snapshot.roster) > 0,
        no_data=without_data(snapshot, window, zone, counted, report) if by == "day" else (),
        part=in_part(snapshot, window, zone, report) if by == "day" else (),
        no_reset_people=_no_reset_people(rows, len(snapshot.people.keys)),
        filters=filters,
    )


def _no_reset_people(rows: Selection, people: int) -> int:
    """People all of whose data are known to verify no reset."""
    never = np.array([verifies_nothing(word) for word in rows.words("datum")], dtype=np.bool_)
    users, idle = rows.codes("user"), never[rows.codes("datum")] if len(rows) else np.zeros(0, np.bool_)
    return arrays.distinct(users, people) - arrays.distinct(users[~idle], people)


def _groups(grouping: Grouping, rows: Selection, snapshot: Snapshot, by: str) -> tuple[RegistrationGroup, ...]:
    """Days in time order, the empty ones too; methods by people, most first."""
    people = grouping.people(rows.codes("user"), snapshot.people)
    groups = [RegistrationGroup(key, people[key], size) for key, size in grouping.attempts().items()]
    if by == "day":
        return tuple(groups)
    return tuple(sorted((one for one in groups if one.rows), key=lambda one: (-one.people, -one.rows, one.key)))


def _two_data_people(rows: Selection, people: int) -> int:
    """People with two or more different data."""
    grouping = combined(rows, "datum")
    users, owned = rows.codes("user"), np.zeros(people, dtype=np.int32)
    for member in grouping.members if grouping.members is not None else ():
        has = np.zeros(people, dtype=np.bool_)
        has[users[member[grouping.codes]]] = True
        owned += has
    return int(np.count_nonzero(owned > 1))


def _newest(rows: Selection, snapshot: Snapshot) -> tuple[Registrant, ...]:
    """The people who registered last, newest first."""
    users, at, newest = rows.codes("user"), rows.times(), np.full(len(snapshot.people.keys), -1, dtype=np.int64)
    newest[users] = np.arange(len(users))  # in time order, so the last one stays
    registrants = np.flatnonzero(newest >= 0)
    last = registrants[np.argsort(-newest[registrants], kind="stable")[:NEWEST]]
    return tuple(
        Registrant(snapshot.people.shown[user], from_micros(at[newest[user]]), _data(rows, users == user))
        for user in last.tolist()
    )


def _data(rows: Selection, theirs: arrays.Bools) -> tuple[str, ...]:
    words = rows.words("datum")
    combinations = {words[code] for code in rows.codes("datum")[theirs].tolist()}
    return tuple(sorted({datum for combination in combinations for datum in combination.split(SEPARATOR) if datum}))
