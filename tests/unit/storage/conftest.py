"""A ledger in each of the two databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from tests.support.sqlite import sqlite_url


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger of contoso."""
    sqlite = request.param == "sqlite"
    engine = open_database(sqlite_url(tmp_path) if sqlite else request.getfixturevalue("postgres_url"))
    yield Ledger(Tenant(engine, "contoso"), load())
    engine.dispose()
