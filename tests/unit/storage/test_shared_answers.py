"""An answer stands once in a channel, for every replica, until it is taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from bot.reports.instants import to_micros
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.shared_answers import SharedAnswers
from bot.storage.tables import shared_answers
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url
from tests.unit.storage.test_plans import postgres_plan, statements

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_one_claim_for_each_answer_and_channel(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    one, another = SharedAnswers(Tenant(engine, "contoso")), SharedAnswers(Tenant(engine, "contoso"))
    assert one.claim("t1", "C1", "U1", NOW)
    assert not another.claim("t1", "C1", "U2", NOW)
    assert another.claim("t1", "C2", "U2", NOW)
    assert another.claim("t2", "C1", "U2", NOW)
    assert (another.sharer("t1", "C1"), another.sharer("t1", "C3")) == ("U1", None)
    assert SharedAnswers(Tenant(engine, "fabrikam")).sharer("t1", "C1") is None
    another.release("t1", "C1")
    assert one.sharer("t1", "C1") is None
    assert another.claim("t1", "C1", "U2", NOW)
    engine.dispose()


def test_what_is_as_old_as_its_buttons_is_forgotten(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    shares = SharedAnswers(Tenant(engine, "contoso"))
    assert shares.claim("t1", "C1", "U1", NOW)
    assert shares.claim("t2", "C1", "U1", NOW + timedelta(days=8))
    assert shares.sharer("t1", "C1") is None
    engine.dispose()


def clearing(ledger: Ledger, *, measured: bool) -> tuple[str, Any]:
    """How a claim clears what is too old, where twenty thousand answers are shared."""
    shares = SharedAnswers(ledger.tenant)
    assert shares.claim("t1", "C1", "U1", NOW)
    with ledger.tenant.writing() as (connection, tenant):
        row = {"tenant": tenant, "channel": "C1", "by": "U1"}
        rows = [row | {"token": f"s{one}", "at": to_micros(NOW + timedelta(seconds=one))} for one in range(20_000)]
        connection.execute(insert(shared_answers), rows)
        if measured:
            connection.execute(text("ANALYZE"))
    ledger.tenant.engine.dispose()  # statistics are read when a connection opens
    with statements(ledger.tenant.engine) as said:
        assert shares.claim("t2", "C1", "U1", NOW + timedelta(days=7))
    ((statement, values, _),) = (one for one in said if one[0].startswith("DELETE"))
    return statement, values


@pytest.mark.parametrize("measured", [False, True], ids=["as made", "after ANALYZE"])
@pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)
def test_sqlite_looks_at_the_old_shares_alone(ledger: Ledger, measured: bool) -> None:
    statement, values = clearing(ledger, measured=measured)
    with ledger.tenant.engine.connect() as connection:
        (plan,) = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    assert "ix_shared_answers_at (tenant=? AND at<?)" in plan[3]


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_postgres_looks_at_the_old_shares_alone(ledger: Ledger) -> None:
    statement, values = clearing(ledger, measured=True)
    with ledger.tenant.engine.connect() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql("SET enable_seqscan = off")  # a generic plan expects a third of the rows to be old
        (read,) = postgres_plan(connection, statement, values)["Plans"]
    while "Plans" in read:
        (read,) = read["Plans"]
    assert read["Index Name"] == "ix_shared_answers_at"
    assert "at < " in read["Index Cond"]
