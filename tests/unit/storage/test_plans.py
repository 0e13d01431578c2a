"""No load, pull or click reads all that was ever loaded: the planner of each database says so in its own words."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, Select, event, select, text, update

from bot.knowledge.catalogue import load
from bot.reports.covered_spans import Pulled
from bot.reports.receipt import ReportKind
from bot.reports.roster import Roster
from bot.service.ports import KeptQuestion
from bot.storage.access_log import AccessLog
from bot.storage.button_tokens import ButtonTokens
from bot.storage.database import writing
from bot.storage.ledger import reading
from bot.storage.ledger.both_sources import TWICE
from bot.storage.ledger.checkpoints import PullCheckpoints
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.receipts import receipts
from bot.storage.ledger.refold import refold
from bot.storage.ledger.roster import Rosters
from bot.storage.retention.keep import Keep
from bot.storage.retention.retention import Retention
from bot.storage.tables import attempts, metadata
from bot.storage.tables import people as people_table
from bot.storage.tables import steps as steps_table
from bot.storage.unload.unloading import Unloading
from tests.support.reports import drawn_report
from tests.support.snapshots import reader_of
from tests.support.steps_table import audit_report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GROWING = {"attempts", "registrations", "interventions", "steps", "people", "kept_answers", "loads", "withdrawn"}
GROWN = {"attempts", "steps", "people"}  # much larger here than what the work brings, so that measuring tells so
# An index that holds a few rows of a tenant, or of which one row is read.
FEW = {"ix_attempts_in_progress"}
# By the function that says it: what reads all rows by its purpose.
ALL_ROWS = {
    "refold": "everybody with steps, once after an update that folds otherwise",
    "has_past": "taking a load back is refused where any id says that steps are gone",
    "facts_of": "taking a load back compares all rows with those that the other loads make",
    "_count": "taking a load back counts the steps that go",
    "_replace_steps": "taking a load back writes the steps anew",
    "_keys": "taking a load back compares everybody with those whom the other loads name; retention knows people by names",
    "_prune": "taking a load back takes away people whom no other load names",
    "_by_key": "taking a load back gives its people the numbers of the others",
    "facts_gone": "retention looks each month for what is too old",
    "old_until": "retention looks each month for steps that are too old",
    "_trimmed": "retention looks into what each load has read",
    "nobody_left": "retention looks each month for people of whom nothing is left",
}
MUST_ASK = {"_move_one", "_places", "_holds", "held_rows", "forget", "_differing", "_unknown", "_absent_piece"}
MUST_ASK_ALL = {"_renew", "facts_of", "facts_gone", "_each", "has_past"}
# Of each index, and of each primary key, by its name in the schema, the column after the tenant.
KEYS = [metadata.tables[name].primary_key for name in GROWN]
INDEXES = [index for name in GROWN for index in metadata.tables[name].indexes]
SECOND = {str(key.name): [*key.columns][1].name for key in KEYS} | {
    str(index.name): [*index.columns][1].name for index in INDEXES
}
SENT = "User started the mobile SMS verification option"
OF_THESE_DAYS = """
    user | at                   | result | detail
    ann  | 2026-11-20T07:00:00Z | Failed | User does not have a license.
    bob  | 2026-11-20T09:00:00Z | Failed | User does not have a license."""

WITH_IDS = """
    user | at                   | result | detail                        | event_id
    ann  | 2026-10-20T08:10:00Z | Failed | User does not have a license. | z1"""
REGISTERED = """
    user | at                   | datum | event_id
    ann  | 2026-10-20T08:10:00Z | Email | z2"""
OF_OCTOBER = """
    2026-10-20T08:00:00 | lee | o1 | reset | ok | Successfully completed reset.
    2026-10-20T08:20:00 | lee | o2 | info saved | ok | User registered Email"""
GOES_ON = "08:00:40 | user0 | c0 | reset | ok | Successfully completed reset."
OF_AN_ID = """
    09:00:00 | 0a1b | i1 | reset | ok | Successfully completed reset.
    09:01:00 | 0a1b | i2 | info saved | ok | User registered Email"""
NAMED = f"10:00:00 | kim | i3 | flow | ok | {SENT}"

Statement = tuple[str, Any, str]  # with its values, and the function that says it


@contextmanager
def statements(engine: Engine) -> Iterator[list[Statement]]:
    """Whatever is said to the database, each wording once."""
    said: dict[str, tuple[Any, str]] = {}

    def listen(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        said.setdefault(statement, (values[0] if many else values, asker()))

    found: list[Statement] = []
    event.listen(engine, "before_cursor_execute", listen)
    yield found
    event.remove(engine, "before_cursor_execute", listen)
    found += [(statement, *more) for statement, more in said.items() if not statement.startswith("EXPLAIN")]


def asker() -> str:
    """The function of the product that is asking the database."""
    frame = sys._getframe()
    while frame.f_back and not (
        (module := frame.f_globals["__name__"]).startswith("bot.storage")
        and module != reading.__name__
        and not frame.f_code.co_name.startswith("<")
    ):
        frame = frame.f_back
    return frame.f_code.co_name


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


def with_ids(report: Any, users: dict[str, str]) -> Any:
    """The report with the object ids of these people."""
    ids = [users.get(user, "") for user in report.frame["user"]]
    return replace(report, frame=report.frame.assign(user_id=pd.Series(ids, dtype="category")))


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
    ledger.record(audit_report(GOES_ON), "audit.csv", NOW)  # a step that tells nothing new
    ledger.record(classic(20, event_ids=True), "ids.csv", NOW)
    ledger.record(audit_report(OF_AN_ID), "of an id.csv", NOW)
    named = with_ids(audit_report(NAMED), {"kim@contoso.com": "0a1b@contoso.com"})
    assert ledger.record(named, "named.csv", NOW).new
    for kind, table in ((ReportKind.REGISTRATION, REGISTERED), (ReportKind.RESET, WITH_IDS)):
        assert TWICE in ledger.record(drawn_report(table, kind), "classic beside it.csv", NOW).warnings
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


def work_on_all(ledger: Ledger) -> None:
    """Once after an update, now and then, and each month: what may read all rows, and what it does for some of them."""
    with ledger.tenant.writing(lock=True) as (connection, _):
        refold(connection, NOW)
    unloading = Unloading(ledger.tenant, ledger.tenant, load())
    taken = next(one.number for one in unloading.loads() if one.path == "named.csv")
    with unloading.prepared(taken) as prepared:
        prepared.carry_out(NOW)
    keep = Keep(facts=30, steps=20, origins=10)
    Retention(ledger.tenant, ledger.tenant, AccessLog(ledger.tenant, lambda: NOW), keep).carry_out(NOW)


def grown(ledger: Ledger, *, measured: bool) -> list[Statement]:
    """What the work says to a database that holds many times as much already."""
    ledger.record(classic(30_000), "before.csv", NOW)
    ledger.record(steps(2_000), "before audit.csv", NOW)
    ledger.record(audit_report(OF_OCTOBER), "before audit.csv", NOW)
    with writing(ledger.tenant.engine) as connection:  # as an earlier rule has folded it
        connection.execute(update(attempts).where(attempts.c.event.like("audit:%o1")).values(role=0))
    if measured:
        with writing(ledger.tenant.engine) as connection:
            connection.execute(text("ANALYZE"))
        ledger.tenant.engine.dispose()  # statistics are read when a connection opens
    with statements(ledger.tenant.engine) as said:
        work(ledger)
    with statements(ledger.tenant.engine) as of_all:
        work_on_all(ledger)
    assert any("DELETE FROM attempts" in statement for statement, *_ in said)
    assert {by for *_, by in said} >= MUST_ASK
    assert {by for *_, by in of_all} >= MUST_ASK_ALL
    said += [one for one in of_all if one[2] not in ALL_ROWS]
    asking = ("SELECT", "DELETE", "UPDATE")
    return [one for one in said if one[0].startswith(asking) and not one[0].startswith("SELECT max(")]  # its last row


def all_ids(statement: str, values: Any) -> bool:
    """Whether all rows with ids lie in the range that is asked for, and more than the first one is."""
    said = values.values() if isinstance(values, dict) else values
    return "event > " in statement and "event < " not in statement and "" in said and "LIMIT" not in statement


def sqlite_reads_much(line: str, tables: set[str]) -> bool:
    """Whether a line of SQLite's plan reads a whole table, or all rows of the tenant."""
    found = re.match(r"(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?(?:INDEX )?([\w ]+?) \((.*)\))?", line)
    if found is None or found[2] not in tables or found[3] in FEW:
        return False
    return found[1] == "SCAN" or found[4] == "tenant=?"


def wide_on_sqlite(engine: Engine, said: list[Statement], tables: set[str]) -> dict[str, object]:
    """What reads too much of these tables: who says it, and how SQLite carries it out."""
    wide: dict[str, object] = {}
    with engine.connect() as connection:
        for statement, values, by in said:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
            if all_ids(statement, values) or any(sqlite_reads_much(line, tables) for line in plan):
                wide[statement] = by, plan
    return wide


@pytest.mark.parametrize("measured", [False, True], ids=["as made", "after ANALYZE"])
@pytest.mark.parametrize("ledger", ["sqlite"], indirect=True)
def test_sqlite_reads_no_more_than_what_is_new(ledger: Ledger, measured: bool) -> None:
    said = grown(ledger, measured=measured)
    assert wide_on_sqlite(ledger.tenant.engine, said, GROWN if measured else GROWING) == {}


def literal(value: Any) -> str:
    """A value as it is written into a statement."""
    if isinstance(value, int):
        return str(value)
    said = str(json.dumps(value.obj) if hasattr(value, "obj") else value)  # psycopg's own wrapper of JSON
    return "'" + said.replace("'", "''").replace("%", "%%") + "'"


def postgres_plan(connection: Connection, statement: str, values: dict[str, Any]) -> dict[str, Any]:
    """The plan that PostgreSQL keeps for a statement that is said often, whatever its values."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
    numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", statement)
    given = ", ".join(literal(values[name]) for name in names)
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
    index = plan.get("Index Name")  # a bitmap's scan of an index does not name the table
    if index in SECOND and index not in FEW and not re.search(rf"\b{SECOND[index]}\b", plan.get("Index Cond", "")):
        yield f"all of the tenant by {index}"
    for part in plan.get("Plans", ()):
        yield from postgres_wide(part)


def wide_on_postgres(engine: Engine, said: list[Statement]) -> dict[str, object]:
    """What reads too much of the tables that have grown: who says it, and the parts of PostgreSQL's plan that do."""
    wide: dict[str, object] = {}
    with engine.connect() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql("SET enable_seqscan = off")  # small tables are read whole where nothing forbids it
        for statement, values, by in said:
            found = [*postgres_wide(postgres_plan(connection, statement, values))]
            if found or all_ids(statement, values):
                wide[statement] = by, found
    return wide


@pytest.mark.postgres
@pytest.mark.parametrize("ledger", ["postgres"], indirect=True)
def test_postgres_reads_no_more_than_what_is_new(ledger: Ledger) -> None:
    said = grown(ledger, measured=True)
    assert wide_on_postgres(ledger.tenant.engine, said) == {}


OF_TENANT = attempts.c.tenant == 1
READS_ALL = {
    "by the tenant alone": select(attempts.c.position).where(OF_TENANT),
    "by ids that are not said to be some": select(attempts.c.position).where(OF_TENANT, attempts.c.event.in_(["e1"])),
    "steps by a time": select(steps_table.c.person).where(steps_table.c.tenant == 1, steps_table.c.at == 1),
    "people by the tenant alone": select(people_table.c.id).where(people_table.c.tenant == 1),
}


@pytest.mark.parametrize("asked", READS_ALL.values(), ids=READS_ALL)
def test_what_reads_all_rows_of_a_tenant_is_seen(ledger: Ledger, asked: Select[Any]) -> None:
    ledger.record(classic(2_000), "before.csv", NOW)
    ledger.record(steps(500), "before audit.csv", NOW)
    engine = ledger.tenant.engine
    with writing(engine) as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    with statements(engine) as said, engine.connect() as connection:
        connection.execute(asked)
    said = [one for one in said if "FROM" in one[0]]
    assert len(said) == 1
    wide = wide_on_sqlite(engine, said, GROWN) if engine.dialect.name == "sqlite" else wide_on_postgres(engine, said)
    assert [*wide] == [said[0][0]]
