"""Which loads have a receipt in the answers: the newest files, and the last ten pulls, however many came between."""

import pytest
from sqlalchemy import insert

from bot.reports.covered_spans import PULLED
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.receipts import receipts
from bot.storage.tables import loads

FILES = ("a.csv", "z.csv", "Microsoft Graph.csv")  # before and after the word for pulls, whatever the order of signs
ROW = {"fingerprint": "", "report": "audit log", "recognised": "x", "loaded_at": 0, "rows": 0, "new": 0, "repeated": 0,
       "changed": 0, "rejected": 0, "skipped": 0, "position": 0, "unknown_details": [], "unknown_values": [],
       "warnings": []}  # fmt: skip


@pytest.mark.parametrize("drawn", [
    "", "f", "p", "ffpp", "p" * 30, "f" * 120, "fp" * 60, "fu" * 60, "f" * 20 + "p" * 700, "p" * 20 + "f" * 700,
    "fff" + "p" * 400 + "u" * 20 + "f" + "p" * 5, "u" * 400, "f" * 150 + "p" * 250 + "f" * 60 + "p" * 5 + "u" * 100,
])  # fmt: skip
def test_the_newest_files_and_the_last_ten_pulls(ledger: Ledger, drawn: str) -> None:
    """f: a file, p: a pull, u: a file that was taken back."""
    with ledger.tenant.writing(lock=True) as (connection, tenant):
        rows = [
            {**ROW, "tenant": tenant, "id": number, "path": PULLED if kind == "p" else FILES[number % len(FILES)],
             "unloaded_at": 1 if kind == "u" else None}
            for number, kind in enumerate(drawn, start=1)
        ]  # fmt: skip
        if rows:
            connection.execute(insert(loads), rows)
        found = [receipt.number for receipt in receipts(connection, tenant, 100)]
    of_kind = {kind: [number for number, one in enumerate(drawn, start=1) if one == kind] for kind in "fp"}
    assert found == sorted(of_kind["f"][-100:] + of_kind["p"][-10:], reverse=True)
