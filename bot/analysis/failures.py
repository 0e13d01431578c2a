"""How many failed, why, and the documented fix: the breakdown of a window."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.analysis.answers import UNFILTERED, Counts, Filters, Group, GroupBy
from bot.analysis.frames import local_time
from bot.analysis.frames.breakdown import Breakdown, break_down
from bot.analysis.frames.daily_points import days_within, in_part, without_data
from bot.analysis.frames.newest_window import at_newest, reaches_back
from bot.analysis.frames.policy_marks import PolicyMark, policy_marks
from bot.analysis.frames.window_rows import window_rows
from bot.analysis.people.who_failed import FailedPerson, who_failed
from bot.knowledge.catalogue import Catalogue
from bot.reports.coverage import Coverage, coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window


@dataclass(frozen=True, slots=True)
class FailuresAnswer:
    """A breakdown of the failures of a window."""

    window: Window
    by: GroupBy
    filters: Filters
    counts: Counts
    previous: Counts
    groups: tuple[Group, ...]  # worst first; by day and hour in time order
    groups_total: int  # before `top` cut them
    itemised: int  # attempts that the groups divide: the failures, or those of another result when it was asked for
    itemised_people: int
    previous_covered: bool  # False: the data does not reach back over the previous window
    at_newest: "FailuresAnswer | None"  # the window ending at the newest row, when a relative window ends after it
    coverage: Coverage
    privileged: bool = False  # administrators' accounts are among the people of the groups
    strangers: int = 0  # names among them that the directory's list lacks, counted nowhere else
    no_data: tuple[str, ...] = ()  # by day: the days that no load covers, of which nothing is known
    changes: tuple[PolicyMark, ...] = ()  # by day: those of the policy, newest first
    part: tuple[str, ...] = ()  # by day: the days that are covered only in part, or not over yet
    who: tuple[FailedPerson, ...] = ()  # most attempts first, at most two hundred; only where they were asked for


def failures(
    snapshot: Snapshot,
    window: Window,
    *,
    by: GroupBy = GroupBy.DETAIL,
    filters: Filters = UNFILTERED,
    top: int | None = None,
    catalogue: Catalogue,
    now: datetime,
    zone: tzinfo,
    names: bool = False,
) -> FailuresAnswer:
    """The failures of a window by what was asked, beside those of the window that it is compared with.

    Who they are is looked up with `names` alone: most answers show nobody.
    """
    people, spans = snapshot.people, (window, window.previous())
    rows, before = (window_rows(snapshot, span, filters) for span in spans)
    sizes = break_down(
        rows, before, by, people=people, catalogue=catalogue, zone=zone, shift=window.start - spans[1].start
    )
    keys = _keys(sizes, by, snapshot, window, zone)
    shifted = at_newest(snapshot.attempts, window, now)
    return FailuresAnswer(
        window=window,
        by=by,
        filters=filters,
        counts=rows.counts(),
        previous=before.counts(),
        groups=tuple(sizes.group(key) for key in keys[:top]),
        groups_total=len(keys),
        itemised=len(rows.items),
        itemised_people=rows.failing_people(),
        previous_covered=reaches_back(snapshot.attempts, window.previous()),
        at_newest=failures(
            snapshot, shifted, by=by, filters=filters, top=top, catalogue=catalogue, now=now, zone=zone, names=names
        )
        if shifted
        else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
        privileged=rows.privileged(),
        strangers=rows.strangers,
        no_data=without_data(snapshot, window, zone, sizes.attempts) if by is GroupBy.DAY else (),
        changes=policy_marks(snapshot, window, filters) if by is GroupBy.DAY else (),
        part=in_part(snapshot, window, zone) if by is GroupBy.DAY else (),
        who=tuple(who_failed(snapshot, window, filters, catalogue)) if names else (),
    )


def _keys(sizes: Breakdown, by: GroupBy, snapshot: Snapshot, window: Window, zone: tzinfo) -> list[str]:
    """Worst first; days and hours in time order, the empty ones too, so that a pause is seen."""
    if by is GroupBy.HOUR and sizes.total:
        return sorted(sizes.attempts)
    if by is GroupBy.DAY and sizes.total:
        return [local_time.iso(day) for day in days_within(snapshot, window, zone)]
    return sizes.worst_first()
