"""A report that is loaded again at other times, as days alone, or of other people counts once, and it is said."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.data import data
from bot.knowledge.catalogue import load
from bot.reports.formats.registry import ReadOptions, read
from bot.reports.parsing.cut_off import MORE_PAGES
from bot.reports.receipt import Receipt
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from bot.storage.unload.unloading import Unloading
from tests.support.handed_over import FLOW, NO_LICENSE, PORTAL, SERVICE, STEPS, csv_text, record
from tests.support.snapshots import reader_of

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CHANGE = datetime(2026, 10, 25, 1, tzinfo=UTC)  # of the clocks in Berlin
BERLIN = ZoneInfo("Europe/Berlin")
TIMES = [CHANGE + timedelta(hours=9 * number - 170, minutes=7 * number, seconds=number) for number in range(30)]
PEOPLE = [f"{'qwertyuiopasdfghjklzxcvb'[number * 7 % 24]}.{number % 9}@contoso.example" for number in range(30)]
Shown = Callable[[datetime], str]


def zoned(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def local(at: datetime) -> str:
    return f"{at.astimezone(BERLIN):%d.%m.%Y %H:%M}"


def day(at: datetime) -> str:
    return f"{at:%d.%m.%Y}"


def classic(shown: Shown, people: list[str] = PEOPLE) -> bytes:
    rows = [
        [who, "User", shown(at), "", ("Failed", "Succeeded")[number % 2], (NO_LICENSE, "User successfully reset password")[number % 2]]
        for number, (who, at) in enumerate(zip(people, TIMES, strict=True))
    ]  # fmt: skip
    return csv_text(["User", "Role", "Date and Time", "Method(s) Used", "Result", "Details"], rows).encode()


def audit(shown: Shown) -> bytes:
    said = [("success", "User submitted their user ID"), ("failure", NO_LICENSE)]
    rows = [
        [shown(at + timedelta(seconds=second)), f"c-{number}", SERVICE, FLOW, *step, "", "", "", "", who, "", ""]
        for number, (who, at) in enumerate(zip(PEOPLE, TIMES, strict=True)) for second, step in enumerate(said)
    ]  # fmt: skip
    return csv_text(PORTAL, rows).encode()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def loaded(ledger: Ledger, content: bytes, name: str = "/srv/reports/report.csv", zone: str = "UTC") -> Receipt:
    options = ReadOptions(zone=ZoneInfo(zone), zone_known=zone != "UTC")
    return ledger.record(read(name, io.BytesIO(content), options), name, NOW)


def times(ledger: Ledger) -> list[datetime]:
    return [at.to_pydatetime() for at in reader_of(ledger).snapshot(NOW).attempts.pandas["at"]]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("report", [classic, audit])
@pytest.mark.parametrize("shown", [local, day])
def test_a_copy_by_the_clock_on_the_wall_or_of_days_counts_once(
    shown: Shown, report: Callable[[Shown], bytes], order: int, ledger: Ledger
) -> None:
    receipts = [loaded(ledger, one) for one in [report(zoned), report(shown)][::order]]
    assert len(times(ledger)) == len(TIMES)
    said = ("until clocks change",) if shown is local else ("no times of day", "no time of day", "without times of day")
    assert any(one in warning for one in said for warning in receipts[1].warnings)
    if order == 1 or report is audit:  # of a classic report only taking back sets them right
        assert times(ledger) == TIMES
    else:
        assert any("(sspr unload 1)" in warning for warning in receipts[1].warnings)
        with Unloading(ledger.tenant, ledger.tenant, ledger.catalogue).prepared(1) as prepared:
            prepared.carry_out(NOW)
        assert times(ledger) == TIMES


@pytest.mark.parametrize("report", [classic, audit])
def test_a_file_that_is_loaded_again_with_its_zone_counts_once(
    report: Callable[[Shown], bytes], ledger: Ledger
) -> None:
    content = report(local)
    if report is audit:
        content = content.replace(b"Date (UTC)", b"Date")
    loaded(ledger, content)
    receipt = loaded(ledger, content, zone="Europe/Berlin")
    assert len(times(ledger)) == len(TIMES)
    assert "(sspr unload 1)" in receipt.warnings[-1]


@pytest.mark.parametrize("order", [1, -1])
def test_a_report_under_other_people_counts_once(order: int, ledger: Ledger) -> None:
    receipts = [loaded(ledger, one) for one in [classic(zoned), classic(zoned, sorted(PEOPLE))][::order]]
    assert len(times(ledger)) == len(TIMES)
    assert "of other people" in receipts[1].warnings[-1]
    doubts = data(reader_of(ledger).snapshot(NOW), now=NOW).coverage.warnings
    assert any("under other user IDs" in doubt and "(sspr unload 1)" in doubt for doubt in doubts)
    assert "/srv" not in str(doubts)


def test_data_no_longer_warns_of_what_another_load_has_settled(ledger: Ledger) -> None:
    def warned() -> list[str]:
        return [one for load in data(reader_of(ledger).snapshot(NOW), now=NOW).receipts for one in load.warnings]

    whole = audit(zoned)
    failures = b"".join(line for line in whole.splitlines(keepends=True) if b'"success"' not in line)
    loaded(ledger, failures, "failures.csv")
    assert any("filtered by" in one for one in warned())
    assert loaded(ledger, whole, "whole.csv").warnings == ()
    assert warned() == []
    assert loaded(ledger, failures, "again.csv").warnings == ()  # nothing of it is new


def test_data_warns_of_a_page_until_the_next_one_is_loaded(ledger: Ledger) -> None:
    rows = [record(number) for number in range(len(STEPS))]
    link = {"@odata.nextLink": "https://graph.microsoft.com/v1.0/auditLogs/directoryAudits?$skiptoken=x"}

    def warned() -> bool:
        return MORE_PAGES in str([one.warnings for one in data(reader_of(ledger).snapshot(NOW), now=NOW).receipts])

    loaded(ledger, json.dumps({**link, "value": rows[3:]}).encode(), "first.json")
    assert warned()
    loaded(ledger, json.dumps({"value": rows[:3]}).encode(), "last.json")
    assert not warned()
