"""A receipt says that a classic report and the audit log are loaded for the same days, whichever came second."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.knowledge.catalogue import load
from bot.reports.receipt import ReportKind
from bot.storage.database import open_database
from bot.storage.ledger.both_sources import TWICE
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from tests.support.postgres import address_of, new_database
from tests.support.reports import drawn_report
from tests.support.steps_table import audit_report

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CLASSIC = drawn_report("""
    user            | at                   | result | detail
    ann@contoso.com | 2026-11-20T07:00:00Z | Failed | User does not have a license.
    bob@contoso.com | 2026-11-20T09:00:00Z | Failed | User does not have a license.
""")
AUDIT = audit_report("08:00:00 | dana | c1 | reset | ok | Successfully completed reset.")
DATA = audit_report("08:00:00 | dana | c1 | info saved | ok | User registered Email")
EARLIER = audit_report("2026-11-18T08:00:00 | dana | c1 | reset | ok | Successfully completed reset.")
REGISTERED = drawn_report(
    "user|at|datum\nann@contoso.com|2026-11-20T07:00:00Z|Email\nann@contoso.com|2026-11-20T09:00:00Z|Email",
    ReportKind.REGISTRATION,
)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (CLASSIC, AUDIT, True),
        (REGISTERED, DATA, True),
        (CLASSIC, DATA, False),  # they tell of other acts
        (REGISTERED, AUDIT, False),
        (CLASSIC, EARLIER, False),
        (CLASSIC, REGISTERED, False),
        (CLASSIC, CLASSIC, False),
        (AUDIT, AUDIT, False),
    ],
)
def test_the_second_of_both_says_so(ledger: Ledger, one: object, other: object, told: bool) -> None:
    for number, (first, second) in enumerate([(one, other), (other, one)]):
        before = ledger.record(first, f"{number}a.csv", NOW)  # type: ignore[arg-type]
        assert number or TWICE not in before.warnings
        assert (TWICE in ledger.record(second, f"{number}b.csv", NOW).warnings) is told  # type: ignore[arg-type]


# "audit1" and "audit-1" stand among "audit:1" and "audit:12" where an order does not see punctuation.
EVENTS = ["0f", "audit", "audit1", "audit-1", "auditor", "b1", "past", "past1", "past-1", "zz"]
UNSEEN = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'und-u-ka-shifted' LOCALE 'C.UTF-8'"


def told_of_both(ledger: Ledger, event: str) -> bool:
    frame = CLASSIC.frame.assign(event_id=[event, f"{event}2"])
    ledger.record(replace(CLASSIC, frame=frame), "classic.json", NOW)
    return TWICE in ledger.record(AUDIT, "audit.csv", NOW).warnings


@pytest.mark.parametrize("event", EVENTS)
def test_a_classic_row_is_found_by_whatever_id_its_source_gives_it(ledger: Ledger, event: str) -> None:
    assert told_of_both(ledger, event)


@pytest.mark.parametrize("event", EVENTS)
def test_it_is_found_in_whatever_order_the_database_has_its_words(postgres_server: str, event: str) -> None:
    with new_database(postgres_server, UNSEEN) as name:
        engine = open_database(address_of(postgres_server, name))
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT 'audit:1' < 'audit-2' AND 'audit-2' < 'audit:3'").scalar()
        assert told_of_both(Ledger(Tenant(engine, "contoso"), load()), event)
        engine.dispose()
