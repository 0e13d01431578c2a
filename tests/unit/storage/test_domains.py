"""A report of another tenant is said to be one, and no other is."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load
from bot.reports.formats.registry import read, read_all
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.roster import Rosters
from bot.storage.tenant import Tenant

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def warned(ledger: Ledger, people: int, *domains: str) -> bool:
    rows = [
        f"u{number * 7 % 61}@{domains[number % len(domains)]},2026-11-20T08:{number % 60:02}:{number * 17 % 60:02}Z,{'Failed' if number else 'Succeeded'},x"
        for number in range(people)
    ]
    text = "\n".join(["User,Date and Time,Result,Details", *rows, ""])
    receipt = ledger.record(read("r.csv", io.BytesIO(text.encode())), "r.csv", NOW)
    if any("its domains" in warning for warning in receipt.warnings):
        shown = ", ".join(dict.fromkeys(domains))
        said = (
            f"Nobody known before is of its domains ({shown}). If these are new here, all is well; if it is the report"
        )
        assert receipt.warnings == (f"{said} of another tenant, take it back (sspr unload {receipt.number}).",)
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


AUDIT = "Date (UTC),Service,Activity,Result,ResultReason,Target1UserPrincipalName,ActorUserPrincipalName"
FILES = {
    "registrations": ("User,Date and Time,Data Registered", "{0},2026-11-20T08:05:05Z,Mobile Phone"),
    "registration events": (
        "Date,User name,User,Feature,Method used,Status,Reason for failure",
        "2026-11-20T08:05:05Z,{0},Dana,Registration,SMS,Success,",
    ),
    "registered in an audit log": (
        AUDIT,
        "2026-11-20T08:05:05Z,Authentication Methods,User registered security info,success,,{0},{0}",
    ),
    "recoveries": (
        AUDIT,
        "2026-11-20T08:05:05Z,Authentication Methods,User started account recovery,success,,{0},{0}",
    ),
    "policy changes": (
        AUDIT,
        "2026-11-20T08:05:05Z,Self-service Password Management,Self-service password reset policy changes,success,,,{0}",
    ),
    "registration details": ("userPrincipalName,isSsprRegistered,isSsprEnabled", "{0},true,true"),
    "registration details as JSON": (
        '{{"value": [',
        '{{"userPrincipalName": "{0}", "isSsprRegistered": true, "isSsprEnabled": true}}]}}',
    ),
}


@pytest.mark.parametrize("domain", ["fabrikam.com", "contoso.de"])
@pytest.mark.parametrize("what", FILES)
def test_whatever_another_tenant_s_file_is(what: str, domain: str, ledger: Ledger) -> None:
    """One person is enough: nobody gets into such a file by typing a user ID."""
    assert not warned(ledger, 60, "contoso.com", "contoso.de")
    header, row = FILES[what]
    text = "\n".join([header.format(), row.format(f"dana@{domain}"), ""])
    reading = read_all("r", io.BytesIO(text.encode()))
    receipts = [ledger.record(report, "r", NOW) for report in reading.reports]
    receipts += [Rosters(ledger.tenant).record(roster, "r", NOW) for roster in reading.rosters]
    assert len(receipts) == 1
    assert receipts[0].new == 1
    assert ("(fabrikam.com). If these are new here" in str(receipts[0].warnings)) is (domain == "fabrikam.com")
    assert f"(sspr unload {receipts[0].number})" in str(receipts[0].warnings) or domain != "fabrikam.com"
