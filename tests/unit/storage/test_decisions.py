from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.service.digests.ports import CaseKey, Decided, Deed
from bot.storage.database import open_database
from bot.storage.digests.decisions import DecisionLog

NOON = datetime(2017, 2, 28, 12, tzinfo=UTC)
DANA = CaseKey("dana@contoso.com", "no_license")


def test_decisions_come_back_in_order_and_none_is_lost(tmp_path: Path) -> None:
    log = DecisionLog(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "default")
    made = (
        Decided(DANA, Deed.ASSIGNED, "U0ADA", NOON, 7, to="U0HARPER"),
        Decided(
            CaseKey("", "throttled"), Deed.SNOOZED, "U0ADA", NOON, 8, reason="known", until=NOON + timedelta(days=1)
        ),
        Decided(DANA, Deed.REOPENED, "U0HARPER", NOON, 9),
    )
    for decided in made:
        log.record(decided)
    assert log.all() == made
    assert DecisionLog(log.engine, "fabrikam").all() == ()
