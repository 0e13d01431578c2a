"""A known report adds nothing, whoever saved it again."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load
from bot.reports.formats.registry import read
from bot.reports.receipt import Folded, Receipt
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from tests.support.handed_over import PORTAL, csv_text, portal_csv, portal_rows
from tests.support.snapshots import reader_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data" / "handed_over"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def loaded(ledger: Ledger, data: bytes) -> Receipt:
    return ledger.record(read("report.csv", io.BytesIO(data)), "report.csv", NOW)


NAMES = ["classic.csv", "classic-saved-by-excel.csv"]


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]])
def test_a_copy_without_seconds_adds_nothing_in_either_order(names: list[str], ledger: Ledger) -> None:
    receipts = [loaded(ledger, (DATA / name).read_bytes()) for name in names]
    assert [(receipt.new, receipt.repeated) for receipt in receipts] == [(3, 0), (0, 3)]
    assert receipts[1].warnings[-1] == (
        "3 rows are those of an earlier load with other seconds, as a spreadsheet saves them again: "
        "known already, not counted twice."
    )
    assert len(reader_of(ledger).snapshot(NOW).attempts) == 3


def test_a_copy_an_hour_apart_adds_nothing(ledger: Ledger) -> None:
    data = (DATA / "classic.csv").read_bytes()
    loaded(ledger, data)
    receipt = loaded(ledger, data.replace(b" 8:0", b" 9:0").replace(b" 9:02", b" 10:02"))
    assert (receipt.new, receipt.repeated) == (0, 3)
    assert "with times 1 hour later" in receipt.warnings[-1]


def saved_by_excel() -> str:
    rows = [[f"11/20/2026 {int(row[0][11:13])}:{row[0][14:16]}", *row[1:]] for row in portal_rows()]
    return csv_text(PORTAL, rows)


@pytest.mark.parametrize("order", [1, -1])
def test_an_audit_log_saved_again_by_excel_makes_the_same_attempts(order: int, ledger: Ledger) -> None:
    texts = [portal_csv(), saved_by_excel()][::order]
    receipts = [loaded(ledger, text.encode()) for text in texts]
    assert receipts[1].folded == Folded(0, 0, 0)
    assert receipts[1].new == (0 if order == 1 else 1)  # the one exact time is kept: it tells more
    snapshot = reader_of(ledger).snapshot(NOW)
    assert snapshot.attempts["result"].tolist() == ["Failed", "Succeeded", "Blocked"]


def test_an_audit_log_of_another_clock_is_the_known_one(ledger: Ledger) -> None:
    rows = [[row[0].replace("T08", "T09").replace("T10", "T11"), *row[1:]] for row in portal_rows()]
    moved = [[row[0].replace("09:02", "10:02").replace("T09:00", "T10:00"), *row[1:]] for row in rows]
    loaded(ledger, portal_csv().encode())
    receipt = loaded(ledger, csv_text(PORTAL, moved).encode())
    assert (receipt.new, receipt.folded) == (0, Folded(0, 0, 0))
    (note,) = receipt.warnings
    assert note.startswith("6 rows are those of an earlier load with times 1 hour later")
    assert reader_of(ledger).snapshot(NOW).attempts["result"].tolist() == ["Failed", "Succeeded", "Blocked"]
