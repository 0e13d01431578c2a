"""Rows go in many a statement: each once, and those that were there before are not counted."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from bot.storage.ledger.insertion import insert_rows
from bot.storage.ledger.ledger import Ledger
from bot.storage.tables import words
from tests.support.reports import drawn_report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
REPORT = """user | role | at | methods | result | detail
    dana | User | 2026-11-20T09:00:00Z | Email | Failed | User does not have a license."""


@pytest.mark.parametrize("many", [1, 299, 300, 301, 1_000])
def test_every_row_is_added_once_however_many_there_are(ledger: Ledger, many: int) -> None:
    ledger.record(drawn_report(REPORT), "a.csv", NOW)
    rows = pd.DataFrame({"id": range(1_000, 1_000 + many), "kind": "role", "word": [f"'{n}', (?" for n in range(many)]})
    with ledger.tenant.writing() as (connection, tenant):
        assert insert_rows(connection, words, rows.iloc[::2], tenant=tenant, known=True) == (many + 1) // 2
        assert insert_rows(connection, words, rows, tenant=tenant, known=True) == many // 2
        asked = words.select().where(words.c.tenant == tenant, words.c.id >= 1_000).order_by(words.c.id)
        assert [row.word for row in connection.execute(asked)] == rows["word"].tolist()
