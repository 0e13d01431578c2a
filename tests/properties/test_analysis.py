"""Every analysis says what a slow loop over the same rows says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.answers import UNFILTERED, Filters, GroupBy
from bot.analysis.cases.blocks import BLOCK
from bot.analysis.cases.cases import by_person, cases, open_cases
from bot.analysis.compare import compare
from bot.analysis.data import data
from bot.analysis.failures import FailuresAnswer, failures
from bot.analysis.frames import arrays
from bot.analysis.incidents import incidents
from bot.analysis.people.person_search import Matching
from bot.analysis.status import PersonStatus, status
from bot.analysis.stuck import ages_of, stuck, with_only
from bot.analysis.trend import trend
from bot.knowledge.catalogue import CONTRADICTED, load
from bot.privacy import LARGEST_CROWD
from bot.reports.instants import from_micros
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window, everything
from tests.support import oracle, tenants
from tests.support.frames import Row, snapshot
from tests.support.loaded import carried

calmly = settings(deadline=None, max_examples=60)  # the machine may be busy

NOW = tenants.LAST + timedelta(hours=9)
ZONES = st.sampled_from([ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Los_Angeles")])
windows = st.one_of(
    st.just(everything(now=NOW)),
    st.tuples(tenants.moments, tenants.moments).map(lambda ends: Window(min(ends), max(ends), "some time")),
)


def _drawn(rows: list[Row], helped: list[Row] | None = None) -> tuple[list[Row], list[Row], Snapshot]:
    return rows, helped or [], snapshot(rows, interventions=helped or [])


# A snapshot of drawn frames, and one that was carried on from load to load.
however_made = pytest.mark.parametrize("made", [_drawn, carried])
Made = Callable[..., tuple[list[Row], list[Row], Snapshot]]

_signed_up = st.lists(
    st.fixed_dictionaries({
        "at": tenants.moments.map(datetime.isoformat),
        "user": st.sampled_from(tenants.USERS),
        "datum": st.sampled_from(tenants.METHODS[1:3]),
    }),
    max_size=4,
)  # fmt: skip


@however_made
@calmly
@given(tenants.attempts(), windows, st.sampled_from(GroupBy), st.one_of(st.just(UNFILTERED), tenants.filters), ZONES)
def test_failures_are_what_a_loop_counts(
    made: Made, drawn: list[Row], window: Window, by: GroupBy, filters: Filters, zone: ZoneInfo
) -> None:
    drawn, _, taken = made(drawn)
    answer = failures(taken, window, by=by, filters=filters, catalogue=load(), now=NOW, zone=zone)
    rows = oracle.tried(drawn)
    now, before = (oracle.chosen(oracle.inside(rows, span), filters) for span in (window, window.previous()))
    items = oracle.items(now, filters)
    groups = oracle.grouped(items, by, zone)
    previous = oracle.grouped(oracle.items(before, filters), by, zone, window.length)
    assert answer.counts == oracle.counts(now, filters)
    assert answer.previous == oracle.counts(before, filters)
    assert (answer.itemised, answer.itemised_people) == (len(items), len({row.user for row in items}))
    assert [group.key for group in answer.groups] == _order(groups, rows, window, by, zone)
    for group in answer.groups:
        there = groups.get(group.key, [])
        assert (group.attempts, group.people) == (len(there), len({row.user for row in there}))
        assert group.previous == len(previous.get(group.key, []))


@pytest.mark.parametrize(
    ("done", "left"), [(3, 0), (0, 2), (3, 2), (700, 4000), (4000, 999), (1500, 1000), (1200, 1300)]
)
def test_people_are_counted_as_far_as_a_crowd_can_be_asked_for(done: int, left: int) -> None:
    """Many rows of a few people, with what is rare behind all others."""
    users = [f"d{number % done}" for number in range(5000)] if done else ["failing"] * 5000
    rows = [_plain(n, user, "Succeeded" if done else "Failed") for n, user in enumerate(users)]
    rows += [_plain(n, f"l{n % left}", ("Abandoned", "In progress")[n % 2]) for n in range(5000, 5000 + left)]
    found = snapshot(rows)
    for filters in (UNFILTERED, Filters(role="User")):
        answer = failures(found, everything(now=NOW), filters=filters, catalogue=load(), now=NOW, zone=ZoneInfo("UTC"))
        assert answer.counts.fewest_people == min(done or left, left or done, LARGEST_CROWD)
        assert answer.counts == oracle.counts(oracle.tried(rows), filters)


def _plain(number: int, user: str, result: str) -> Row:
    at = tenants.FIRST + timedelta(seconds=number)
    return {"at": at.isoformat(), "user": user, "result": result, "role": "User", "position": str(number + 1)}


def _order(
    groups: dict[str, list[oracle.Tried]], rows: list[oracle.Tried], window: Window, by: GroupBy, zone: ZoneInfo
) -> list[str]:
    if by is GroupBy.DAY and groups:
        return oracle.day_line(rows, window, zone)
    if by is GroupBy.HOUR and groups:
        return [f"{hour:02}" for hour in range(24)]
    return sorted(groups, key=lambda key: (-len(groups[key]), key))


@calmly
@given(tenants.attempts(), windows, st.sampled_from(GroupBy), tenants.filters, ZONES)
def test_counts_add_up(drawn: list[Row], window: Window, by: GroupBy, filters: Filters, zone: ZoneInfo) -> None:
    answer = failures(snapshot(drawn), window, by=by, filters=filters, catalogue=load(), now=NOW, zone=zone)
    counts = answer.counts
    of_all = (counts.succeeded, counts.failures, counts.unfinished, counts.in_progress, counts.unrecognised)
    assert sum(of_all) == counts.attempts
    assert counts.failing_people <= counts.people <= counts.attempts
    if by is not GroupBy.METHOD:  # a combination counts for each of its methods
        assert sum(group.attempts for group in answer.groups) == answer.itemised
        assert abs(sum(group.share for group in answer.groups) - bool(answer.itemised)) < 1e-9


@calmly
@given(tenants.attempts(), windows, ZONES)
def test_the_top_groups_are_the_first_of_all_groups(drawn: list[Row], window: Window, zone: ZoneInfo) -> None:
    def ask(top: int | None) -> FailuresAnswer:
        return failures(snapshot(drawn), window, top=top, catalogue=load(), now=NOW, zone=zone)

    assert ask(2).groups == ask(None).groups[:2]
    assert ask(2).groups_total == len(ask(None).groups)


@calmly
@given(tenants.attempts(), tenants.interventions, tenants.filters)
def test_cases_are_what_a_walk_through_time_finds(drawn: list[Row], helped: list[Row], filters: Filters) -> None:
    taken = snapshot(drawn, interventions=helped)
    table = cases(taken, taken.attempts_of.order, filters)
    reset_at = taken.interventions.pandas["at"].tolist()
    at, positions = taken.attempts.pandas["at"].tolist(), taken.attempts.pandas["position"].tolist()
    ended = pd.to_datetime(arrays.ended(taken.attempts), unit="us", utc=True).tolist()
    found = {
        (taken.people.keys[user], taken.attempts.pandas["cause"].cat.categories[cause], positions[first]): (
            tries, at[last], ended[closed] if closed >= 0 else None, reset_at[number] if number >= 0 else None, again, low, high,
        )
        for user, cause, first, last, tries, closed, number, again, low, high in zip(
            table.user, table.cause, table.first, table.last, table.tries, table.closed, table.helped, table.back_again,
            table.opened_position, table.last_position, strict=True,
        )
    }  # fmt: skip
    assert found == {
        case.id: (
            len(case.rows),
            case.rows[-1].at,
            case.closed.ended if case.closed else None,
            case.helped.at if case.helped else None,
            case.back_again,
            min(row.position for row in case.rows),
            max(row.position for row in case.rows),
        )
        for case in oracle.cases(oracle.tried(drawn), filters, oracle.helped(helped))
    }


@calmly
@given(tenants.attempts(), tenants.interventions, tenants.filters)
def test_the_quick_way_to_open_cases_finds_those_that_are_open(
    drawn: list[Row], helped: list[Row], filters: Filters
) -> None:
    assert_quick_is_slow(snapshot(drawn, interventions=helped), filters)


_flow = st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["Succeeded", "Failed", "Blocked"]))


@settings(deadline=None, max_examples=200)
@given(st.lists(_flow, min_size=3, max_size=8), st.lists(st.integers(0, 12), max_size=1))
def test_it_does_where_all_flows_of_one_person_overlap(flows: list[tuple[int, int, str]], helped: list[int]) -> None:
    rows = [
        {
            "at": f"2017-02-01 09:{began:02}",
            "ended": f"2017-02-01 09:{began + took:02}",
            "user": "ana",
            "result": result,
        }
        for began, took, result in flows
    ]
    resets = [{"at": f"2017-02-01 09:{at:02}", "user": "ana"} for at in helped]
    assert_quick_is_slow(snapshot(rows, interventions=resets), UNFILTERED)


def assert_quick_is_slow(taken: Snapshot, filters: Filters) -> None:
    every = cases(taken, taken.attempts_of.order, filters)
    quick, slow = open_cases(taken, filters), every.where(every.open)
    for name in ("first", "last", "tries", "blocked", "opened_position", "last_position", "back_again"):
        both = (getattr(table, name)[table.first.argsort()].tolist() for table in (quick, slow))
        assert next(both) == next(both), name


@calmly
@given(tenants.attempts(), windows, st.one_of(st.just(UNFILTERED), tenants.filters), ZONES)
def test_incidents_are_the_same_without_what_was_prepared(
    drawn: list[Row], window: Window, filters: Filters, zone: ZoneInfo
) -> None:
    taken = snapshot(drawn)
    slow, quick = (
        incidents(one, window, filters=filters, catalogue=load(), zone=zone, budget=1e9)
        for one in (replace(taken, rows_before=None), taken)
    )
    assert quick == slow


@calmly
@given(tenants.attempts(), st.sets(st.sampled_from(range(5))))
def test_the_cases_of_some_people_are_theirs_among_all(drawn: list[Row], some: set[int]) -> None:
    taken = snapshot(drawn)
    every = cases(taken, taken.attempts_of.order)
    users = np.array([number in some for number in range(len(taken.people.keys))], dtype=np.bool_)
    part = cases(taken, by_person(taken, users))
    assert part.first.tolist() == every.where(users[every.user]).first.tolist()


@however_made
@calmly
@given(tenants.attempts(), tenants.interventions, tenants.filters)
def test_stuck_is_who_has_an_open_case(made: Made, drawn: list[Row], helped: list[Row], filters: Filters) -> None:
    drawn, helped, taken = made(drawn, helped)
    answer = stuck(taken, filters=filters, catalogue=load(), now=NOW)
    still = [case for case in oracle.cases(oracle.tried(drawn), filters, oracle.helped(helped)) if case.open]
    assert answer.people == len({case.user for case in still})
    assert sum(number for _, number in answer.ages) == answer.people
    assert answer.ages == ages_of((case for group in answer.groups for case in group.cases), NOW)
    told = {group.cause.key: {case.user for case in group.cases} for group in answer.groups}
    assert told == {cause: {case.user for case in still if case.cause == cause} for cause in {c.cause for c in still}}
    assert list(answer.groups) == sorted(answer.groups, key=lambda group: (-group.people, group.cause.key))


@calmly
@given(
    tenants.attempts(),
    _signed_up,
    tenants.interventions,
    st.one_of(st.just(UNFILTERED), tenants.filters),
)
def test_of_any_moment_stuck_counts_what_its_cases_say(
    drawn: list[Row], signed_up: list[Row], helped: list[Row], filters: Filters
) -> None:
    taken = snapshot(drawn, signed_up, interventions=helped)
    ends = [from_micros(at) for at in np.unique(arrays.ended(taken.attempts)).tolist()]
    for now in [NOW, *ends, *(end + BLOCK for end in ends)]:  # a block may end then
        answer = stuck(taken, filters=filters, catalogue=load(), now=now)
        for group in answer.groups:
            told = list(group.cases)
            over = [case.block_over is not None for case in told]
            assert [group.cases[place] for place in range(len(told))] == told
            assert group.people == len({case.user for case in told}) == len(told)
            assert group.oldest == min(case.opened_at for case in told)
            assert (group.block_over, group.by_now) == (sum(over), sum(case.by_now for case in told))
            assert group.privileged == any(case.privileged for case in told)
            ordered = [(late, case.opened_at) for late, case in zip(over, told, strict=True)]
            assert ordered == sorted(ordered)
            assert with_only(group, told, load()) == group


@however_made
@calmly
@given(tenants.attempts(), tenants.interventions, windows, tenants.filters, ZONES)
def test_a_trend_is_what_a_loop_counts_day_by_day(
    made: Made, drawn: list[Row], helped: list[Row], window: Window, filters: Filters, zone: ZoneInfo
) -> None:
    drawn, helped, loaded = made(drawn, helped)
    answer = trend(loaded, window, filters=filters, catalogue=load(), now=NOW, zone=zone)
    every = oracle.tried(drawn)
    rows = oracle.chosen(oracle.inside(every, window), filters)
    days = oracle.grouped(rows, GroupBy.DAY, zone)
    assert [point.day for point in answer.points] == oracle.day_line(every, window, zone)
    for point in answer.points:
        counts = oracle.counts(days.get(point.day, []), UNFILTERED)
        told = (point.attempts, point.succeeded, point.failures, point.unfinished)
        assert told == (counts.attempts, counts.succeeded, counts.failures, counts.unfinished)
        assert sum(number for _, number in point.by_cause) == point.failures
    assert sum(point.attempts for point in answer.points) == answer.counts.attempts == len(rows)
    counted = oracle.counts(rows, filters)
    rated = counted.succeeded and not counted.partial
    assert answer.tries_per_success == (counted.attempts / counted.succeeded if rated else None)
    half = oracle.half_time(every, window, filters, oracle.helped(helped))
    close = None if half is None else pytest.approx(half, abs=timedelta(milliseconds=1))
    assert answer.median_time_to_success == close


def test_a_result_that_is_asked_for_is_itemised_where_all_rows_have_it_too() -> None:
    taken = snapshot("at | user | result\n2017-03-23T10:00 | ana | Abandoned\n2017-03-23T11:00 | Bob | Abandoned")
    window = Window(tenants.FIRST, tenants.LAST, "")
    answer = compare(taken, window, window.previous(), filters=Filters("Abandoned"), catalogue=load(), now=NOW)
    assert sum(group.attempts for group in answer.groups) == 2


@calmly
@given(tenants.attempts(), windows, tenants.filters)
def test_a_comparison_has_both_sides_of_every_cause(drawn: list[Row], window: Window, filters: Filters) -> None:
    answer = compare(snapshot(drawn), window, window.previous(), filters=filters, catalogue=load(), now=NOW)
    rows = oracle.tried(drawn)
    sides = [oracle.items(oracle.chosen(oracle.inside(rows, w), filters), filters) for w in (window, window.previous())]
    sizes = [[row.cause for row in side] for side in sides]
    told = {group.key: (group.attempts, group.previous) for group in answer.groups}
    assert told == {key: (sizes[0].count(key), sizes[1].count(key)) for key in {*sizes[0], *sizes[1]}}
    changes = [abs(group.change) for group in answer.groups]
    assert changes == sorted(changes, reverse=True)


@however_made
@calmly
@given(tenants.attempts())
def test_a_persons_status_has_their_rows_and_their_newest_case(made: Made, drawn: list[Row]) -> None:
    drawn, _, taken = made(drawn)
    rows = oracle.tried(drawn)
    for user in taken.people.keys:
        answer = status(taken, user.upper(), matching=Matching.WORDS, catalogue=load(), now=NOW)
        assert isinstance(answer, PersonStatus)
        theirs = [row for row in rows if row.user == user]
        assert answer.attempts_total == len(theirs)
        assert [line.at for line in answer.attempts] == [
            row.at for row in sorted(theirs, key=lambda one: (one.ended, one.at, one.position), reverse=True)
        ][:10]
        found = oracle.cases(theirs)
        newest = max(found, key=lambda case: (case.rows[-1].ended, rows.index(case.rows[-1])), default=None)
        assert (answer.case and answer.case.cause.key) == (newest and newest.cause)
        if answer.case and newest:
            assert (answer.case.tries, answer.case.state == "open") == (len(newest.rows), newest.closed is None)
            detail = newest.rows[-1].detail
            waits = bool(answer.case.blocked_until or answer.case.block_over) and not detail.startswith(CONTRADICTED)
            assert bool(answer.fix) == (newest.closed is None and (detail in load().details or waits))


@calmly
@given(tenants.attempts())
def test_data_counts_what_no_document_lists(drawn: list[Row]) -> None:
    answer = data(snapshot(drawn), now=NOW)
    unknown = [row for row in oracle.tried(drawn) if row.detail.startswith("?")]
    assert sum(number for _, number in answer.unknown_details) == len(unknown)
    assert (answer.sources[0].rows, answer.sources[0].people) == (
        len(drawn),
        len({r.user for r in oracle.tried(drawn)}),
    )
