"""A digest says what a slow loop says, and a chain of digests says everything once."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.analysis.answers import UNFILTERED, Case, CaseState, Filters
from bot.analysis.digest import DigestAnswer, digest, preview
from bot.knowledge.catalogue import load
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from tests.support import oracle, tenants
from tests.support.frames import Row, snapshot

calmly = settings(deadline=None, max_examples=60)  # the machine may be busy

NOW = tenants.LAST + timedelta(hours=9)
BERLIN = ZoneInfo("Europe/Berlin")
splits = st.lists(st.integers(0, 15), max_size=5).map(lambda cuts: sorted({0, *cuts, 15}))

Pair = tuple[str, str]


def between(taken: Snapshot, start: int, end: int, filters: Filters, *, baseline: bool = False) -> DigestAnswer:
    return digest(
        taken, from_position=start, to_position=end, since=None, baseline=baseline, filters=filters,
        catalogue=load(), now=NOW, zone=BERLIN,
    )  # fmt: skip


def announced(answer: DigestAnswer) -> list[Case]:
    return [case for group in answer.new for case in group.cases]


def pairs(cases: list[Case]) -> list[Pair]:
    return [(case.user, case.cause.key) for case in cases]


def told(case: Case) -> tuple[object, ...]:
    return (case.user, case.cause.key, case.opened_at, case.last_at, case.tries, case.closed_at, case.back_again)


def slow(case: oracle.SlowCase) -> tuple[object, ...]:
    rows = case.rows
    return (case.user, case.cause, rows[0].at, rows[-1].at, len(rows), case.closed_at, case.back_again)


def assert_same(answer: DigestAnswer, expected: oracle.SlowDigest) -> None:
    assert sorted(map(told, announced(answer)), key=repr) == sorted(map(slow, expected.new), key=repr)
    assert sorted(map(told, answer.recovered), key=repr) == sorted(map(slow, expected.recovered), key=repr)
    assert sorted(map(told, answer.helpdesk), key=repr) == sorted(map(slow, expected.helpdesk), key=repr)
    assert {case.state for case in answer.helpdesk} <= {CaseState.HELPDESK}
    assert (answer.was_open, answer.late) == (len({case.user for case in expected.was_open}), expected.late)
    ended = {case.user for case in (*answer.recovered, *answer.helpdesk)}
    assert answer.still_stuck == len({case.user for case in expected.was_open} - ended)
    assert list(answer.back_again) == sorted(
        (case for case in announced(answer) if case.back_again), key=list(answer.back_again).index
    )


@calmly
@given(tenants.attempts(), tenants.interventions, st.integers(0, 14), st.integers(0, 14), tenants.filters)
def test_a_digest_is_what_a_loop_finds(
    drawn: list[Row], helped: list[Row], start: int, length: int, filters: Filters
) -> None:
    answer = between(snapshot(drawn, interventions=helped), start, start + length, filters)
    rows = oracle.tried(drawn)
    fresh = [row for row in rows if start < row.position <= start + length]
    expected = oracle.digest(
        rows,
        lambda row: row.position <= start,
        lambda row: row.position <= start + length,
        filters,
        oracle.helped(helped),
    )
    assert_same(answer, expected)
    assert answer.counts == oracle.counts(oracle.chosen(fresh, filters), filters)


@calmly
@given(tenants.attempts(), tenants.interventions, tenants.moments, tenants.filters)
def test_a_preview_takes_the_rows_of_its_window_for_the_new_ones(
    drawn: list[Row], helped: list[Row], start: datetime, filters: Filters
) -> None:
    window = Window(start, NOW, "some time")
    answer = preview(
        snapshot(drawn, interventions=helped), window, filters=filters, catalogue=load(), now=NOW, zone=BERLIN
    )
    rows = oracle.tried(drawn)
    expected = oracle.digest(rows, lambda row: row.at < start, lambda row: row.at < NOW, filters, oracle.helped(helped))
    assert_same(answer, expected)
    assert answer.late == 0


@calmly
@given(tenants.attempts(in_order=True), splits, tenants.filters)
def test_a_chain_of_digests_says_each_case_once_as_new_and_each_recovery_once(
    drawn: list[Row], cuts: list[int], filters: Filters
) -> None:
    taken = snapshot(drawn)
    chain = [between(taken, start, end, filters) for start, end in pairwise(cuts)]
    every = oracle.cases(oracle.tried(drawn), filters)
    new = [case for answer in chain for case in announced(answer)]
    ended = [case for case in new if case.state is not CaseState.OPEN]  # told as new and as over in one digest
    recovered = [*ended, *(case for answer in chain for case in answer.recovered)]
    assert sorted(case.opened_position for case in new) == sorted(case.rows[0].position for case in every)
    assert sorted(case.opened_position for case in recovered) == sorted(c.rows[0].position for c in every if c.closed)


@calmly
@given(tenants.attempts(), tenants.interventions, splits, tenants.filters, st.booleans())
@example(
    drawn=[
        {
            "at": "2017-03-23T00:00:00+00:00",
            "position": "1",
            "user": "ana",
            "result": "Failed",
            "detail": "failed.no_license",
        }
    ],
    helped=[
        {
            "at": "2017-03-23T00:00:00+00:00",
            "position": "4",
            "user": "ana",
            "kind": "admin reset",
            "result": "Succeeded",
        }
    ],
    cuts=[0, 3, 15],
    filters=Filters(),
    baseline=True,
)
def test_what_a_chain_of_digests_has_said_is_always_who_is_stuck_even_when_rows_come_late(
    drawn: list[Row], helped: list[Row], cuts: list[int], filters: Filters, baseline: bool
) -> None:
    taken, rows, resets = snapshot(drawn, interventions=helped), oracle.tried(drawn), oracle.helped(helped)
    failing: set[Pair] = set()
    for start, end in pairwise(cuts):
        answer = between(taken, start, end, filters, baseline=baseline and start == 0)
        assert answer.was_open == len({user for user, _ in failing})
        failing -= set(pairs([*answer.recovered, *answer.helpdesk]))
        opened = pairs([case for case in announced(answer) if case.state is CaseState.OPEN])
        assert failing.isdisjoint(opened)
        failing |= set(opened)
        seen = oracle.cases(
            [row for row in rows if row.position <= end], filters, [one for one in resets if one.position <= end]
        )
        assert failing == {(case.user, case.cause) for case in seen if case.open}


@calmly
@given(tenants.attempts(), st.integers(0, 14))
def test_what_was_said_before_is_not_said_again_when_nothing_is_loaded(drawn: list[Row], position: int) -> None:
    answer = between(snapshot(drawn), position, position, UNFILTERED)
    assert not answer.new
    assert not answer.recovered
    assert answer.counts.attempts == answer.late == 0


@calmly
@given(tenants.attempts(), st.integers(0, 14))
def test_a_later_load_does_not_change_a_digest_that_is_told_again(drawn: list[Row], position: int) -> None:
    early = [row for row in drawn if int(row["position"]) <= position]
    whole, part = (between(snapshot(rows), 0, position, UNFILTERED) for rows in (drawn, early))
    assert [*map(told, announced(whole))] == [*map(told, announced(part))]
    assert whole.counts == part.counts
