"""How long it takes until success, and who of those with one method failed, held against loops over the same rows."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.journeys.time_taken import time_taken
from bot.analysis.roster.one_method_risk import one_method_risk, risk_ratio
from bot.knowledge.catalogue import load
from bot.reports.window import Window
from tests.support import oracle, tenants
from tests.support.frames import Row, at, snapshot

NOW = tenants.LAST + timedelta(hours=9)
WINDOW = Window(tenants.FIRST, NOW, "all of it")


def spells(rows: list[oracle.Tried], helped: list[oracle.Helped]) -> list[tuple[str, str, float, int]]:
    """Cause of the first failure, how it ended, the hours until then, and the failures, person by person."""
    found: list[tuple[str, str, float, int]] = []
    newest = max((row.ended for row in rows), default=NOW)
    for user in sorted({row.user for row in rows}):
        begun: oracle.Tried | None = None
        failures = 0
        every: list[oracle.Tried | oracle.Helped] = [*rows, *helped]
        events = [event for event in every if event.user == user]
        for event in sorted(events, key=lambda one: (one.ended, isinstance(one, oracle.Helped), one.at, one.position)):
            done = isinstance(event, oracle.Helped) or event.result == "Succeeded"
            if isinstance(event, oracle.Tried) and event.failed:
                begun, failures = begun or event, failures + 1
            elif done and begun:
                end = "helped" if isinstance(event, oracle.Helped) and event.kind == "admin reset" else "done"
                until = min(event.ended, newest)
                end = end if event.ended == until else "open"
                found.append((begun.cause, end, (until - begun.at) / timedelta(hours=1), failures))
                begun, failures = None, 0
        if begun:
            found.append((begun.cause, "open", (newest - begun.at) / timedelta(hours=1), failures))
    return found


@settings(deadline=None, max_examples=200)
@given(tenants.attempts(), tenants.interventions)
def test_cases_ends_and_failures_until_success_are_what_a_walk_finds(drawn: list[Row], others: list[Row]) -> None:
    answer = time_taken(snapshot(drawn, interventions=others), WINDOW, catalogue=load(), now=NOW)
    slow = spells(oracle.tried(drawn), oracle.helped(others))
    assert answer.cases == len(slow)
    assert {group.key: group.cases for group in answer.groups} == Counter(cause for cause, *_ in slow)
    assert dict(answer.failures) == Counter(min(failures, 3) for _, end, _, failures in slow if end == "done")
    if answer.whole:
        assert answer.whole.still_open == sum(end == "open" for _, end, *_ in slow)
        assert answer.whole.reset_by_admin == sum(end == "helped" for _, end, *_ in slow)
        done = sorted(hours for _, end, hours, _ in slow if end == "done")
        if len(done) == len(slow):  # nothing is censored: the curve is a plain count
            half = next(hours for place, hours in enumerate(done, start=1) if 2 * place >= len(done))
            assert answer.whole.half is not None
            assert answer.whole.half / timedelta(hours=1) == pytest.approx(half)


DATA = ("Mobile Phone", "Alternate Email", "Mobile Phone + Alternate Email", "Passkey", "Security Questions")
days = st.integers(0, 60).map(lambda day: tenants.FIRST - timedelta(days=day))
some = st.sampled_from([f"p{number}" for number in range(8)])


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(some, days, st.sampled_from(DATA)), min_size=1, max_size=20),
    st.lists(st.tuples(some, days, st.sampled_from(("Failed", "Succeeded"))), min_size=1, max_size=20),
)
def test_the_cohort_of_one_method_is_what_a_loop_counts(
    signed: list[tuple[str, datetime, str]], tried: list[tuple[str, datetime, str]]
) -> None:
    registrations = [{"user": user, "at": day.isoformat(), "datum": datum} for user, day, datum in signed]
    attempts = [{"user": user, "at": day.isoformat(), "result": result} for user, day, result in tried]
    found = one_method_risk(snapshot(attempts, registrations))
    by = max(at(row["at"]) for row in attempts) - timedelta(days=30)
    held: dict[str, set[str]] = {}
    for user, day, datum in signed:
        if day < by:
            held.setdefault(user, set()).update(part for part in datum.split(" + ") if part != "Passkey")
    failed = {user for user, day, result in tried if result == "Failed" and day >= by}
    one, more = ({user for user, kinds in held.items() if test(len(kinds))} for test in (_is_one, _is_more))
    if found is None:
        assert not held
        return
    assert (found.by, found.one, found.more) == (by, len(one), len(more))
    assert (found.one_failed, found.more_failed) == (len(one & failed), len(more & failed))
    assert found.ratio is None  # eight people bear no claim


def _is_one(number: int) -> bool:
    return number == 1


def _is_more(number: int) -> bool:
    return number > 1


def test_a_ratio_is_the_one_by_hand() -> None:
    known = risk_ratio(48, 36, 48, 12)
    assert known is not None
    assert known[0] == 3
    assert known[1].low == pytest.approx(1.79, abs=0.01)
    assert known[1].high == pytest.approx(5.03, abs=0.01)
    assert risk_ratio(19, 10, 48, 12) is None
    assert risk_ratio(48, 3, 48, 1) is None
