"""No load, pull or click reads all that was ever loaded: the planner of each database says so in its own words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, event, text

from bot.reports.covered_spans import Pulled
from bot.reports.receipt import ReportKind
from bot.reports.roster import Roster
from bot.service.ports import KeptQuestion
from bot.storage.button_tokens import ButtonTokens
from bot.storage.database import writing
from bot.storage.ledger.checkpoints import PullCheckpoints
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.receipts import receipts
from bot.storage.ledger.roster import Rosters
from tests.support.reports import drawn_report
from tests.support.snapshots import reader_of
from tests.support.steps_table import audit_report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GROWING = {"attempts", "registrations", "interventions", "steps", "people", "kept_answers", "loads", "withdrawn"}
GROWN = {"attempts", "steps", "people"}  # much larger here than what the work brings, so that measuring tells so
# An index that holds a few rows of a tenant, or of which one row is read.
FEW = {"ix_attempts_in_progress", "uq_attempts_event", "uq_registrations_event", "uq_interventions_event"}
SENT = "User started the mobile SMS verification option"
OF_THESE_DAYS = """
    user | at                   | result | detail
    ann  | 2026-11-20T07:00:00Z | Failed | User does not have a license.
    bob  | 2026-11-20T09:00:00Z | Failed | User does not have a license."""

Statement = tuple[str, Any]


@contextmanager
def statements(engine: Engine) -> Iterator[list[Statement]]:
    """Whatever is said to the database, each wording once."""
    said: dict[str, Any] = {}

    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        said.setdefault(statement, values[0] if many else values)

    found: list[Statement] = []
    event.listen(engine, "before_cursor_execute", listen)
    yield found
    event.remove(engine, "before_cursor_execute", listen)
    found += [(statement, values) for statement, values in said.items() if not statement.startswith("EXPLAIN")]


def classic(rows: int, *, first: int = 0, event_ids: bool = False) -> Any:
    header = "user | role | at | methods | result | detail" + (" | event_id" if event_ids else "")
    lines = [
        f"user{n % 50} | User | {datetime(2017, 2, 1, tzinfo=UTC) + timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ} | Mobile Phone "
        f"| Succeeded | User successfully reset password" + (f" | e{n}" if event_ids else "")
        for n in range(first, first + rows)
    ]
    return drawn_report("\n".join([header, *lines]))


def steps(people: int, *, done: bool = False) -> Any:
    lines = [f"08:{n % 60:02}:00 | user{n} | c{n} | flow | ok | {SENT}" for n in range(people)]
    if done:
        lines += [
            f"08:{n % 60:02}:30 | user{n} | c{n} | reset | ok | Successfully completed reset." for n in range(people)
        ]
    return audit_report("\n".join(lines))


def everybody(people: int, *, registered: bool) -> Roster:
    row = {"registered": registered, "enabled": True, "capable": True, "admin": False, "guest": False, "methods": "sms"}
    return Roster(pd.DataFrame([{"user": f"user{n}@contoso.com", **row} for n in range(people)]), people, ())


def work(ledger: Ledger) -> None:
    """A load of each kind that brings new rows, rows that are there, and rows that have changed; a pull; a click."""
    ledger.record(classic(20), "classic.csv", NOW)
    ledger.record(classic(40, first=10), "classic.csv", NOW, "2 1")
    ledger.record(drawn_report(OF_THESE_DAYS), "classic of these days.csv", NOW)
    ledger.record(steps(5), "audit.csv", NOW)
    ledger.record(steps(5, done=True), "audit.csv", NOW)
    ledger.record(classic(20, event_ids=True), "ids.csv", NOW)
    rosters = Rosters(ledger.tenant)
    rosters.record(everybody(20, registered=False), "Microsoft Graph", NOW)
    rosters.record(everybody(10, registered=True), "Microsoft Graph", NOW)
    checkpoints = PullCheckpoints(ledger.tenant)
    checkpoints.finish(Pulled(ReportKind.AUDIT, NOW - timedelta(days=1), NOW, NOW))
    assert ledger.has_loaded("classic.csv", "2 1", NOW)
    reader_of(ledger).version()
    with ledger.tenant.reading() as (connection, tenant):
        assert receipts(connection, tenant, 100)
    kept = ButtonTokens(ledger.tenant)
    token = kept.keep(KeptQuestion("failures 7d", "U1", NOW))
    kept.flush()
    assert ButtonTokens(ledger.tenant).find(token, NOW)


def grown(ledger: Ledger, *, measured: bool) -> list[Statement]:
    """What the work says to a database that holds many times as much already."""
    ledger.record(classic(30_000), "before.csv", NOW)
    ledger.record(steps(2_000), "before audit.csv", NOW)
    if measured:
        with writing(ledger.tenant.engine) as connection:
            connection.execute(text("ANALYZE"))
        ledger.tenant.engine.dispose()  # statistics are read when a connection opens
    with statements(ledger.tenant.engine) as said:
        work(ledger)
    assert any("DELETE FROM attempts" in statement for statement, _ in said)
    asking = ("SELECT", "DELETE", "UPDATE")
    return [one for one in said if one[0].startswith(asking) and not one[0].startswith("SELECT max(")]  # its last row


def sqlite_reads_much(line: str, tables: set[str]) -> bool:
    """Whether a line of SQLite's plan reads a whole table, or all rows of the tenant."""
    found = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?(?:INDEX )?([\w ]+?) \((.*)\))?", line)
    if found is None or found[2] not in tables or found[3] in FEW:
        return False
    return found[1] == "SCAN" or found[4] == "tenant=?"


@pytest.mark.parametrize("measured", [False, True], ids=["as made", "after ANALYZE"])
@pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)
def test_sqlite_reads_no_more_than_what_is_new(ledger: Ledger, measured: bool) -> None:
    said = grown(ledger, measured=measured)
    with ledger.tenant.engine.connect() as connection:
        plans = {
            statement: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            for statement, values in said
        }
    tables = GROWN if measured else GROWING
    wide = {said: plan for said, plan in plans.items() if any(sqlite_reads_much(line, tables) for line in plan)}
    assert wide == {}


def postgres_plan(connection: Connection, statement: str, values: dict[str, Any]) -> dict[str, Any]:
    """The plan that PostgreSQL keeps for a statement that is said often, whatever its values."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
    numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", statement)
    given = ", ".join(str(values[name]) if isinstance(values[name], int) else f"'{values[name]}'" for name in names)
    connection.exec_driver_sql(f"PREPARE asked AS {numbered}")
    told: list[dict[str, Any]] = connection.exec_driver_sql(
        f"EXPLAIN (FORMAT JSON) EXECUTE asked({given})"
    ).scalar_one()
    connection.exec_driver_sql("DEALLOCATE asked")
    plan: dict[str, Any] = told[0]["Plan"]
    return plan


def postgres_wide(plan: dict[str, Any]) -> Iterator[str]:
    """The parts of a plan that read a whole table, or all rows of the tenant."""
    if plan.get("Relation Name") in GROWN and plan["Node Type"] == "Seq Scan":
        yield f"Seq Scan on {plan['Relation Name']}"
    whole = plan.get("Relation Name") in GROWN and plan.get("Index Name") not in FEW
    if whole and re.fullmatch(r"\(tenant = \$?\d+\)", plan.get("Index Cond", "")):
        yield f"all of the tenant by {plan['Index Name']}"
    for part in plan.get("Plans", ()):
        yield from postgres_wide(part)


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_postgres_reads_no_more_than_what_is_new(ledger: Ledger) -> None:
    said = grown(ledger, measured=True)
    with ledger.tenant.engine.connect() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql("SET enable_seqscan = off")  # small tables are read whole where nothing forbids it
        wide = {
            statement: found
            for statement, values in said
            if (found := [*postgres_wide(postgres_plan(connection, statement, values))])
        }
    assert wide == {}
