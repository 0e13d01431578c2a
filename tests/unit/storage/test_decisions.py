"""The decisions that are kept: those on a case are found among any number of others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from bot.analysis.answers import Case, CaseState
from bot.digests.decision import CaseKey, Decision, DecisionHistory, DecisionKind
from bot.knowledge.catalogue import load
from bot.reports.instants import to_micros
from bot.storage.digests.decisions import DecisionLog
from bot.storage.ledger.ledger import Ledger
from bot.storage.tables import decisions as table
from bot.storage.tenant import Tenant
from tests.unit.storage.test_plans import postgres_plan, statements

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
CAUSES = load().causes
DANA = CaseKey("dana@contoso.com", "no_license")
MADE = (
    Decision(DANA, DecisionKind.ASSIGNED, "U0ADA", NOON, 7, to="U0HARPER"),
    Decision(
        CaseKey("", "throttled"), DecisionKind.SNOOZED, "U0ADA", NOON, 8, reason="known", until=NOON + timedelta(days=1)
    ),
    Decision(DANA, DecisionKind.REOPENED, "U0HARPER", NOON, 9),
)


def case(user: str, cause: str) -> Case:
    return Case(
        user=user,
        shown=user,
        cause=CAUSES[cause],
        detail="",
        opened_at=NOON,
        last_at=NOON,
        tries=1,
        state=CaseState.OPEN,
        closed_at=None,
        blocked_until=None,
        back_again=False,
        opened_position=1,
        last_position=1,
    )


def log_of(ledger: Ledger, made: Iterable[Decision], name: str = "contoso") -> DecisionLog:
    log = DecisionLog(Tenant(ledger.tenant.engine, name))
    for decision in made:
        log.record(decision)
    return log


def test_decisions_come_back_in_order_and_none_is_lost(ledger: Ledger) -> None:
    log, other = log_of(ledger, MADE), DecisionLog(Tenant(ledger.tenant.engine, "fabrikam"))
    assert (log.every(), log.newest()) == (MADE, 3)
    assert (log.of(DANA), log.of(CaseKey("", "no_license"))) == ((MADE[0], MADE[2]), ())
    assert (other.every(), other.newest(), other.of(DANA)) == ((), 0, ())
    assert other.about([("no_license", [case(DANA.user, DANA.cause)])]) == DecisionHistory()


# --- those on a case are the ones that a look at all finds

USERS, OF = ("", "dana@contoso.com", "Ärö ', guest"), ("no_license", "throttled", "onprem_unreachable")
MOMENTS = [NOON + timedelta(hours=hour) for hour in range(4)]
KEYS = [CaseKey(user, cause) for user in USERS for cause in OF]
decided = st.builds(
    lambda kind, key, until: Decision(
        key, kind, "U0HARPER", NOON, 1, until=until if kind is DecisionKind.SNOOZED else None
    ),
    st.sampled_from(DecisionKind),
    st.sampled_from(KEYS[:-1]),
    st.sampled_from(MOMENTS),
)


def in_force(every: Iterable[Decision], now: datetime) -> Mapping[CaseKey, Decision]:
    found: dict[CaseKey, Decision] = {}
    for decision in every:
        if decision.kind is DecisionKind.REOPENED:
            found.pop(decision.case, None)
        elif decision.until is None or decision.until > now:
            found[decision.case] = decision
    return found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(every=st.lists(decided, max_size=14), wanted=st.sets(st.sampled_from(KEYS)), number=st.integers(0, 10**12))
def test_what_is_found_for_cases_is_what_counts_of_all(
    ledger: Ledger, every: list[Decision], wanted: set[CaseKey], number: int
) -> None:
    while DecisionLog(Tenant(ledger.tenant.engine, f"of{number}")).newest():  # the same number drawn before
        number += 1
    log = log_of(ledger, every, f"of{number}")
    history = log.about([(key.cause, [case(key.user, key.cause)]) for key in wanted if key.user])
    causes = {key.cause for key in wanted if key.user}
    told = {key for key in KEYS if key.cause in causes and (not key.user or key in wanted)}
    for now in MOMENTS:
        counting = in_force(every, now)
        found = {key: one for key in KEYS if (one := history.in_force(now).get(key))}
        assert found == {key: one for key, one in counting.items() if key in told}


# --- and nothing of all others is looked at


def with_others(ledger: Ledger, *, measured: bool = True) -> DecisionLog:
    """Decisions on twenty thousand cases that are no more, and a hundred on one that is."""
    log = log_of(ledger, MADE)
    with log.tenant.writing() as (connection, tenant):
        row = {"tenant": tenant, "at": to_micros(NOON), "position": 1, "by": "U0ADA", "to": "", "reason": ""}
        old = [
            row | {"number": 4 + one, "kind": "closed", "user": f"old{one}@contoso.com", "cause": "no_license"}
            for one in range(20_000)
        ]
        often = [
            row | {"number": 20_004 + one, "kind": "acknowledged", "user": DANA.user, "cause": "no_license"}
            for one in range(100)
        ]
        connection.execute(insert(table), [*old, *often])
        if measured:
            connection.execute(text("ANALYZE"))
    log.tenant.engine.dispose()  # statistics are read when a connection opens
    return log


def asked(log: DecisionLog) -> list[tuple[str, Any]]:
    """What is said to the database for a question, the undoing of a decision, and one more."""
    with statements(log.tenant.engine) as said:
        log.about([("no_license", [case(DANA.user, "no_license"), *others])])
        log.of(DANA)
        log.newest()
        log.record(replace(MADE[0], position=99))
    return [(statement, values) for statement, values, _ in said if "FROM decisions" in statement]


others = [case(f"user{one}@contoso.com", "no_license") for one in range(600)]  # more than are asked for at once


@pytest.mark.parametrize("measured", [False, True], ids=["as made", "after ANALYZE"])
@pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)
def test_sqlite_looks_at_the_decisions_on_the_cases_alone(ledger: Ledger, measured: bool) -> None:
    log = with_others(ledger, measured=measured)
    said = asked(log)
    with log.tenant.engine.connect() as connection:
        plans = {
            statement: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in said
        }
    wide = {
        statement: lines
        for statement, lines in plans.items()
        if not re.match(r"(WITH RECURSIVE .*)?SELECT (min|max)\(", statement, re.DOTALL)  # the first or the last row
        and any("SCAN" in line or "(tenant=?)" in line for line in lines)
    }
    assert wide == {}
    assert len(plans) == 6  # causes; of a cause; of 500 people, of the rest; of a case; the newest
    (causes,) = (lines for statement, lines in plans.items() if statement.startswith("WITH"))
    assert sum("ix_decisions_case (tenant=? AND cause>?)" in line for line in causes) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_postgres_looks_at_the_decisions_on_the_cases_alone(ledger: Ledger) -> None:
    log = with_others(ledger)
    said = asked(log)
    with log.tenant.engine.connect() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        plans = {statement: postgres_plan(connection, statement, values) for statement, values in said}
    wide = {statement: found for statement, plan in plans.items() if (found := [*read_wide(plan)])}
    assert wide == {}
    assert len(plans) == 6  # causes; of a cause; of 500 people, of the rest; of a case; the newest


def read_wide(plan: dict[str, Any], *, one: bool = False) -> Iterator[str]:
    """The parts of a plan that read more than the decisions on a case; of a limit only one row is taken."""
    if plan.get("Relation Name") == "decisions" and not one:
        yield from [plan["Node Type"]] if '"user" = ' not in plan.get("Index Cond", "") else []
    for part in plan.get("Plans", ()):
        yield from read_wide(part, one=plan["Node Type"] == "Limit")
