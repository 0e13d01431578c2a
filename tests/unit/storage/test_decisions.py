from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.storage.database import open_database
from bot.storage.digests.decisions import DecisionLog
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url
from tests.unit.storage.test_plans import statements

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
DANA = CaseKey("dana@contoso.com", "no_license")


def test_decisions_come_back_in_order_and_none_is_lost(tmp_path: Path) -> None:
    log = DecisionLog(Tenant(open_database(sqlite_url(tmp_path)), "default"))
    made = (
        Decision(DANA, DecisionKind.ASSIGNED, "U0ADA", NOON, 7, to="U0HARPER"),
        Decision(
            CaseKey("", "throttled"),
            DecisionKind.SNOOZED,
            "U0ADA",
            NOON,
            8,
            reason="known",
            until=NOON + timedelta(days=1),
        ),
        Decision(DANA, DecisionKind.REOPENED, "U0HARPER", NOON, 9),
    )
    for decided in made:
        log.record(decided)
    assert log.history().every == made
    assert DecisionLog(Tenant(log.tenant.engine, "fabrikam")).history().every == ()


def test_each_decision_is_read_once_whoever_made_it(tmp_path: Path) -> None:
    tenant = Tenant(open_database(sqlite_url(tmp_path)), "default")
    mine, theirs = DecisionLog(tenant), DecisionLog(tenant)
    read: list[object] = []
    for number in range(4):
        made = Decision(DANA, DecisionKind.ACKNOWLEDGED, "U0ADA", NOON + timedelta(hours=number), number)
        (mine, theirs)[number % 2].record(made)
        with statements(tenant.engine) as said:
            assert [decision.position for decision in mine.history().every] == list(range(number + 1))
        read += [values[1] for statement, values, _ in said if "FROM decisions" in statement]
    assert read == [0, 1, 2, 3]
