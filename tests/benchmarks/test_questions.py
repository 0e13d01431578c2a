"""Every question's analysis beside DuckDB and Polars answering the same one over the same rows: all must say the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import partial
from itertools import product
from operator import methodcaller
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.answers import Counts, GroupBy, TrendPoint
from bot.analysis.compare import compare
from bot.analysis.data import data
from bot.analysis.digest import preview
from bot.analysis.failures import failures
from bot.analysis.people.person_search import Matching
from bot.analysis.registrations import registrations
from bot.analysis.status import status
from bot.analysis.stuck import stuck
from bot.analysis.trend import trend
from bot.app.services import Services
from bot.knowledge.catalogue import load
from bot.reports.snapshot import Snapshot
from bot.reports.window import last
from tests.benchmarks.conftest import NOW
from tests.benchmarks.duckdb_floor import Duck, Rows
from tests.benchmarks.polars_floor import Polars
from tests.benchmarks.results_table import Board, Both, in_turn

UTC_ZONE, CATALOGUE = ZoneInfo("UTC"), load()
HALF, ALL, DAY = (last(timedelta(days=days), now=NOW) for days in (15, 30, 1))  # HALF and the half before are all rows

_HALF = "failures 15d"
_WINDOWS = {"15d": HALF} | {
    span: last(length, now=NOW)
    for span, length in {
        "1h": timedelta(hours=1),
        "1d": timedelta(days=1),
        "7d": timedelta(days=7),
        "30d": timedelta(days=30),
    }.items()
}
_FEW = 5  # rounds of the windows besides the first


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to both, and their main numbers in one form."""

    name: str
    ours: Callable[[Snapshot], Any]
    duck: Callable[[Any], Any]
    numbers: Callable[[Any], object]
    same: Callable[[Any], object]


def _questions(user: str) -> Iterator[Asked]:
    words: dict[str, Any] = {"catalogue": CATALOGUE, "now": NOW}
    for (span, window), by in product(_WINDOWS.items(), GroupBy):
        yield Asked(
            f"failures {span} by {by}",
            partial(failures, window=window, by=by, zone=UTC_ZONE, **words),
            methodcaller("failures", window, by),
            # A day of the window on which nothing happened is one of ours, and no group of a peer's.
            lambda a: ([_counts(a.previous), _counts(a.counts)], {k: s for k, s in _groups(a.groups).items() if s[0]}),
            lambda rows: (_sides(rows[0]), {_key(k): tuple(sizes) for k, *sizes in rows[1] if sizes[0]}),
        )
    for kind in ("method", "day"):
        yield Asked(
            f"registrations 30d by {kind}",
            partial(registrations, window=ALL, by=kind, now=NOW, zone=UTC_ZONE),
            methodcaller("registrations", ALL, kind),
            lambda a: (
                a.rows,
                a.people,
                a.two_data_people,
                {g.key: (g.rows, g.people) for g in a.groups},
                len(a.newest),
            ),
            lambda rows: (*rows[0][0], rows[1][0][0], {_key(k): tuple(sizes) for k, *sizes in rows[2]}, len(rows[3])),
        )
    who_is_stuck: dict[str, Callable[[Snapshot], Any]] = {
        "stuck": lambda s: stuck(s, **words),
        "stuck, the first of a snapshot": lambda s: stuck(replace(s), **words),  # of which nothing is found yet
    }
    for name, ours in who_is_stuck.items():
        yield Asked(
            name,
            ours,
            lambda d: d.stuck(NOW),
            lambda a: (
                a.people,
                dict(enumerate(size for _, size in a.ages)),
                {g.cause.key: (g.people, g.oldest) for g in a.groups},
            ),
            lambda rows: next(
                (all_[1], dict(enumerate(all_[3])), {r[0]: (r[1], r[2].replace(tzinfo=UTC)) for r in rows if r[0]})
                for all_ in rows
                if all_[0] is None
            ),
        )
    yield Asked(
        "trend 30d",
        lambda s: trend(s, ALL, catalogue=load(), now=NOW, zone=UTC_ZONE),
        lambda d: d.trend(ALL),
        lambda a: (_points(a.points), _counts(a.counts)),
        lambda rows: (_days(rows[0]), rows[1][0]),
    )
    yield Asked(
        "compare 15d",
        lambda s: compare(s, HALF, HALF.previous(), **words),
        lambda d: d.compare(HALF),
        lambda a: ([_counts(a.previous), _counts(a.counts)], _groups(a.groups)),
        lambda rows: (_sides(rows[0]), {k: tuple(sizes) for k, *sizes in rows[1]}),
    )
    yield Asked(
        "status of one person",
        lambda s: status(s, user, matching=Matching.WORDS, **words),
        lambda d: d.status(user),
        lambda a: (a.attempts_total, [line.at for line in a.attempts], {one.datum for one in a.registered}),
        lambda rows: (len(rows[0]), [r[0].replace(tzinfo=UTC) for r in rows[0][:10]], {r[0] for r in rows[1]}),
    )
    yield Asked(
        "data",
        lambda s: data(s, now=NOW),
        lambda d: d.data(),
        lambda a: [(one.rows, one.people, one.first, one.last) for one in a.sources],
        lambda rows: [(size, people, *(at.replace(tzinfo=UTC) for at in ends)) for size, people, *ends in rows],
    )
    yield Asked(
        "digest of one day",
        lambda s: preview(s, DAY, zone=UTC_ZONE, **words),
        lambda d: d.digest(DAY.start, DAY.end),
        lambda a: (
            (a.was_open, len(a.recovered)),
            {g.cause.key: len(g.cases) for g in a.new},
            {d.key: d.people for g in a.new for d in g.details},
            _counts(a.counts),
            _points(a.chart),
        ),
        lambda rows: (rows[0][0], {r[0]: r[1] for r in rows[1]}, dict(rows[2]), rows[3][0], _days(rows[4])),
    )


def test_questions_over_75_000_attempts(board: Board, small_core: Services) -> None:
    _measure(board, small_core.snapshots.current(), rounds=15)


@pytest.mark.slow
def test_questions_over_three_million_attempts(board: Board, large_core: Services) -> None:
    _measure(board, large_core.snapshots.current(), rounds=5)


@pytest.mark.slow
def test_status_costs_the_same_at_any_size(board: Board, small_core: Services, large_core: Services) -> None:
    small, large = (_asking_200(core.snapshots.current()) for core in (small_core, large_core))
    board.timed("status of 200 people, 3,000,000", "the same, 75,000", in_turn(small, large, 9), 3)


@pytest.mark.parametrize("size", ["small_core", pytest.param("large_core", marks=pytest.mark.slow)])
def test_frames_are_small(board: Board, size: str, request: pytest.FixtureRequest) -> None:
    snapshot: Snapshot = request.getfixturevalue(size).snapshots.current()
    index = snapshot.attempts_of
    held = snapshot.attempts.pandas.memory_usage(deep=True).sum() + index.order.nbytes + index.starts.nbytes
    rows = len(snapshot.attempts)
    board.size(f"frame and person index, an attempt of {rows:,}", held / rows, "bytes", 40)


def _asking_200(snapshot: Snapshot) -> Callable[[], object]:
    users = snapshot.people.keys[::97][:200]
    return lambda: [status(snapshot, user, matching=Matching.WORDS, catalogue=CATALOGUE, now=NOW) for user in users]


def _measure(board: Board, snapshot: Snapshot, rounds: int) -> None:
    duck, polars = Duck(snapshot), Polars(snapshot)
    for asked in _questions(snapshot.people.keys[len(snapshot.people.keys) // 2]):
        ours = asked.numbers(asked.ours(snapshot))
        found: list[tuple[Both, str]] = []
        times = min(rounds, _FEW) if asked.name.startswith("failures") and not asked.name.startswith(_HALF) else rounds
        for name, peer in (("DuckDB", duck), ("Polars", polars)):
            if name == "Polars" and asked.name.startswith("digest"):
                continue  # the running count of each person's successes stands in SQL alone; digests are held flat
            assert ours == asked.same(asked.duck(peer)), (asked.name, name)
            found.append((in_turn(partial(asked.duck, peer), partial(asked.ours, snapshot), times), name))
        both, best = min(found, key=lambda one: one[0].base.cpu)
        board.timed(f"{asked.name}, {len(snapshot.attempts):,}", f"{best}, same numbers", both, _budget(asked.name))


def _budget(name: str) -> float:
    """Of the better peer's CPU."""
    if name.startswith("failures"):
        return 0.1
    return 0.5 if name.startswith("stuck") else 1


def _sides(rows: Rows) -> list[tuple[int, ...]]:
    """The counts of the window before and of the later one, which a peer leaves out where there are no rows."""
    found = {later: tuple(sizes) for later, *sizes in rows}
    return [found.get(later, (0,) * 6) for later in (False, True)]


def _counts(found: Counts) -> tuple[int, ...]:
    return found.attempts, found.people, found.succeeded, found.failures, found.failing_people, found.unfinished


def _groups(groups: Any) -> dict[str, tuple[int, ...]]:
    return _told({group.key: (group.attempts, group.people, group.previous) for group in groups})


def _told(sizes: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Without the groups that have no rows at all."""
    return {key: size for key, size in sizes.items() if any(size)}


def _key(key: object) -> str:
    """A group's key as ours: hours have two digits, days are ISO."""
    return f"{key:02}" if isinstance(key, int) else str(key)


def _points(points: tuple[TrendPoint, ...]) -> dict[str, tuple[int, int, dict[str, int]]]:
    return {p.day: (p.attempts, p.succeeded, dict(p.by_cause)) for p in points if p.attempts}


def _days(rows: Rows) -> dict[str, tuple[int, int, dict[str, int]]]:
    found: dict[str, tuple[int, int, dict[str, int]]] = {}
    for day, result, cause, size in rows:
        attempts, succeeded, causes = found.get(str(day), (0, 0, {}))
        if result in ("Failed", "Blocked", "Contacted admin"):
            causes = causes | {cause: causes.get(cause, 0) + size}
        found[str(day)] = (attempts + size, succeeded + size * (result == "Succeeded"), causes)
    return found
