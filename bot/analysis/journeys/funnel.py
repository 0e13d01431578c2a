"""Where people leave the reset page: stage by stage, method by method, and whether they come back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from bot.analysis.answers import UNFILTERED, Filters, GroupBy
from bot.analysis.frames import arrays
from bot.analysis.frames.arrays import Bools, Ints
from bot.analysis.frames.grouping import group
from bot.analysis.frames.newest_window import at_newest
from bot.analysis.frames.selection import DONE, Selection, filtered, having, stopped_at, within
from bot.analysis.journeys.stages import Stage, reached
from bot.analysis.people.strangers import strangers, without
from bot.analysis.statistics.proportion import Interval, Share, by_person
from bot.knowledge.vocabulary import FAILURES, SEPARATOR, UNFINISHED, Result
from bot.reports.coverage import Coverage, coverage
from bot.reports.instants import NEVER
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window

BY: Final = ("method", "role", "domain")
AGAIN: Final = timedelta(days=1)  # how soon a further attempt is one more try at the same
_EVEN: Final = 0.5
_ENDED: Final = frozenset(map(str, (*FAILURES, *UNFINISHED)))
_IN_PROGRESS: Final = frozenset({str(Result.IN_PROGRESS)})


@dataclass(frozen=True, slots=True)
class StageCount:
    """One stage: how many attempts surely reached it, and of those that tell how it went on, how many left there."""

    stage: str  # "user_id", "options", "started", "passed", "verified", "password" or "done"
    reached: int
    known: int  # reached, and known to have left or to have gone on
    left: int
    interval: Interval | None  # of the share that left; None where nothing is known, and of the last stage
    people: int = 0  # the fewest behind one of its numbers


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """A method: attempts that started it and those that passed it. A role or domain: attempts, and those done."""

    key: str
    started: int
    passed: int
    interval: Interval  # of the share that passed
    people: int = 0  # the fewest behind one of its numbers


@dataclass(frozen=True, slots=True)
class FunnelAnswer:
    """How far the attempts of a window came. Shares weigh people who try again and again by what they are worth."""

    window: Window
    by: str  # "method", "role" or "domain"
    filters: Filters
    attempts: int
    people: int
    in_progress: int  # may still go on: in no stage
    unsaid: int  # their detail does not say exactly where they ended
    stages: tuple[StageCount, ...]
    groups: tuple[FunnelGroup, ...]  # most lost first
    ended: int  # attempts without success, a day or more before the newest row
    again: int  # of these, followed by another try of the same person within a day
    done_then: int  # of these, followed by a success of the same person within a day
    again_people: int  # the fewest behind these three
    at_newest: "FunnelAnswer | None"
    coverage: Coverage
    strangers: int = 0  # names in the window that the directory's list lacks, counted nowhere else


def most_lost(stages: Sequence[StageCount]) -> tuple[StageCount | None, bool]:
    """The stage at which most attempts ended, and whether that is clear: against the next one it is no even chance."""
    first, second = sorted([0, *(stage.left for stage in stages)], reverse=True)[:2] if stages else (0, 0)
    worst = next((stage for stage in stages if first and stage.left == first), None)
    return worst, bool(worst) and Share(first / (first + second), first + second).interval().low > _EVEN


@dataclass(frozen=True, slots=True)
class _Ways:
    """How far each row came."""

    rows: Selection
    least: Ints
    most: Ints
    method: list[str]  # by code of the detail
    begun: Bools  # the log tells of each method begun, so that those it lists were passed

    @staticmethod
    def of(rows: Selection) -> "_Ways":
        ends = [reached(word) for word in rows.words("detail")]
        done, codes = having(rows, DONE), rows.codes("detail")
        least, most = (
            np.where(done, int(Stage.DONE), np.array(numbers, np.int64)[codes])
            for numbers in ([end.least for end in ends], [end.most for end in ends])
        )
        begun = np.array([word != "" for word in rows.words("started")] or [False], np.bool_)[rows.codes("started")]
        at_one = stopped_at(rows).codes > 0
        came = np.where(at_one, int(Stage.STARTED), int(Stage.PASSED))
        open_end = begun & (least < came) & (most >= came)
        least = np.where(open_end, came, least)
        most = np.where(open_end & at_one & (most == Stage.PASSED), came, most)
        return _Ways(rows, least, most, [end.method for end in ends], begun)


def funnel(
    snapshot: Snapshot,
    window: Window,
    *,
    by: str = "method",
    filters: Filters = UNFILTERED,
    now: datetime,
    zone: tzinfo,
) -> FunnelAnswer:
    """The attempts of a window by the stage they reached, and the shares that leave at each, with 95 % intervals."""
    every, names = without(filtered(within(snapshot.attempts, window), filters, snapshot.people), strangers(snapshot))
    going = having(every, _IN_PROGRESS)
    ways = _Ways.of(every.where(~going))
    shifted = at_newest(snapshot.attempts, window, now)
    return FunnelAnswer(
        window=window,
        by=by,
        filters=filters,
        attempts=len(ways.rows),
        people=arrays.distinct(ways.rows.codes("user"), len(snapshot.people.keys)),
        in_progress=int(np.count_nonzero(going)),
        unsaid=int(np.count_nonzero(ways.least != ways.most)),
        stages=tuple(_stages(ways, len(snapshot.people.keys))),
        groups=tuple(_methods(ways) if by == "method" else _groups(ways, snapshot, GroupBy(by), zone)),
        **_tried_again(snapshot, ways),
        at_newest=funnel(snapshot, shifted, by=by, filters=filters, now=now, zone=zone) if shifted else None,
        coverage=coverage(snapshot, ReportKind.RESET, window, now),
        strangers=names,
    )


def _stages(ways: _Ways, people: int) -> Iterator[StageCount]:
    users = ways.rows.codes("user")
    for stage in Stage:
        there, beyond = ways.least >= stage, ways.least > stage
        ended = there & (ways.most == stage)
        known = ended | beyond
        last = stage is Stage.DONE
        behind = (arrays.distinct(users[some], people) for some in (there, ended, there & ~known))
        yield StageCount(
            stage=stage.name.lower(),
            reached=int(np.count_nonzero(there)),
            known=int(np.count_nonzero(known)),
            left=0 if last else int(np.count_nonzero(ended)),
            interval=None if last else by_person(ended[known], users[known]),
            people=min(filter(None, behind), default=0),
        )


def _methods(ways: _Ways) -> Iterator[FunnelGroup]:
    """Each method with the attempts that ended at it, and those that passed it."""
    combinations = [set(word.split(SEPARATOR)) - {""} for word in ways.rows.words("methods")]
    used, details = ways.rows.codes("methods"), ways.rows.codes("detail")
    begun = ways.rows.words("started")
    keys = sorted({*ways.method, *begun, *(method for methods in combinations for method in methods)} - {""})
    about = {key: np.array([method == key for method in ways.method], np.bool_)[details] for key in keys}
    within_them = {key: np.array([key in methods for methods in combinations], np.bool_)[used] for key in keys}
    stopped = stopped_at(ways.rows)
    at = {key: stopped.codes == place for place, key in enumerate(stopped.names)}
    nowhere = np.zeros(len(ways.rows), np.bool_)
    gone = (ways.least == Stage.STARTED) & (ways.most == Stage.STARTED)
    just, past = ways.least == Stage.PASSED, ways.least >= Stage.PASSED
    lost = {key: gone & (about[key] | at.get(key, nowhere)) for key in keys}
    masks = (
        (key, lost[key], (just & about[key] | (past | ways.begun) & within_them[key]) & ~lost[key]) for key in keys
    )
    yield from _ordered(masks, ways.rows.codes("user"))


def _groups(ways: _Ways, snapshot: Snapshot, by: GroupBy, zone: tzinfo) -> Iterator[FunnelGroup]:
    grouping = group(ways.rows, by, snapshot.people, zone)
    done = ways.least == int(Stage.DONE)
    masks = ((key, (grouping.codes == code) & ~done, (grouping.codes == code) & done)
             for code, key in enumerate(grouping.keys))  # fmt: skip
    yield from _ordered(masks, ways.rows.codes("user"))


def _ordered(masks: Iterator[tuple[str, Bools, Bools]], users: Ints) -> list[FunnelGroup]:
    """Most lost first."""
    found = []
    for key, lost, passed in masks:
        either = lost | passed
        interval = by_person(passed[either], users[either])
        if interval:
            found.append(
                FunnelGroup(
                    key,
                    int(np.count_nonzero(either)),
                    int(np.count_nonzero(passed)),
                    interval,
                    _fewest(users, either, lost, passed),
                )
            )
    return sorted(found, key=lambda one: (one.passed - one.started, one.key))


def _tried_again(snapshot: Snapshot, ways: _Ways) -> dict[str, int]:
    """Of the attempts that ended without success: how many were followed by another, and by a success, within a day.

    Those of the last day before the newest row have not had their chance and are left out.
    """
    frame, span = snapshot.attempts, AGAIN // timedelta(microseconds=1)
    numbers = ways.rows.numbers()
    newest = int(arrays.times(frame)[-1]) if len(frame) else 0
    ended = numbers[having(ways.rows, _ENDED) & (ways.rows.times() + span <= newest)]
    if not len(ended):
        return {"ended": 0, "again": 0, "done_then": 0, "again_people": 0}
    every, first = arrays.times(frame), int(ended[0])
    looked = Selection(frame, slice(first, int(np.searchsorted(every, every[ended[-1]] + span, "right"))))
    users, at = looked.codes("user").astype(np.int64), looked.times()
    done = having(looked, DONE)
    following = _next(users, at, np.ones(len(at), np.bool_))[ended - first]
    success = _next(users, at, done)[ended - first]
    limit = at[ended - first] + span
    again, done_then = following <= limit, success <= limit
    who = users[ended - first]
    return {
        "ended": len(ended),
        "again": int(np.count_nonzero(again)),
        "done_then": int(np.count_nonzero(done_then)),
        "again_people": _fewest(who, again, ~again, done_then, ~done_then),
    }


def _fewest(users: Ints, *sides: Bools) -> int:
    """The fewest people behind one of some sides; those that are empty are no side."""
    return min(filter(None, (arrays.different(users[side]) for side in sides)), default=0)


def _next(users: Ints, at: Ints, wanted: Bools) -> Ints:
    """For each row, sorted by time, when the same person's next wanted row is; far away where there is none."""
    order = np.lexsort((np.arange(len(users)), users))
    places = np.where(wanted[order], np.arange(len(order)), len(order))
    after = np.minimum.accumulate(np.append(places[1:], len(order))[::-1])[::-1]
    sorted_users, sorted_at = np.append(users[order], -1), np.append(at[order], NEVER)
    found = np.where(sorted_users[after] == users[order], sorted_at[after], NEVER)
    spread = np.empty(len(users), np.int64)
    spread[order] = found
    return spread
