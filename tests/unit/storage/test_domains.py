"""A report of another tenant is said to be one, and no other is."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load
from bot.reports.formats.registry import read
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def warned(ledger: Ledger, people: int, *domains: str) -> bool:
    rows = [
        f"u{number}@{domains[number % len(domains)]},2026-11-20T08:{number % 60:02}:05Z,Failed,x"
        for number in range(people)
    ]
    text = "\n".join(["User,Date and Time,Result,Details", *rows, ""])
    receipt = ledger.record(read("r.csv", io.BytesIO(text.encode())), "r.csv", NOW)
    if any("its domains" in warning for warning in receipt.warnings):
        shown = ", ".join(dict.fromkeys(domains))
        said = f"Nobody known before is of its domains ({shown}): if it is the report of another tenant, take it back"
        assert receipt.warnings == (f"{said} (sspr unload {receipt.number}).",)
    return "its domains" in str(receipt.warnings)


@pytest.mark.parametrize(
    ("known", "people", "domains", "is_said"),
    [
        (50, 3, ("fabrikam.com",), True),
        (50, 60, ("fabrikam.com", "fabrikam.de"), True),
        (50, 3, ("CONTOSO.com",), False),
        (50, 40, ("fabrikam.com", "contoso.de"), False),
        (50, 2, ("fabrikam.com",), False),
        (49, 40, ("fabrikam.com",), False),
        (50, 3, ("toso.com",), True),
        (50, 3, ("conto_o.com",), True),
    ],
)
def test_a_report_of_domains_that_nobody_has(
    known: int, people: int, domains: tuple[str, ...], is_said: bool, ledger: Ledger
) -> None:
    assert not warned(ledger, known, "contoso.com", "contoso.de")
    assert warned(ledger, people, *domains) is is_said
