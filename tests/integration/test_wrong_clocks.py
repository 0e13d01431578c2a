"""The log as it was sent, after a copy of it on another clock: nothing counts twice, and the log's own times stay."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.knowledge.catalogue import load
from bot.reports.formats.registry import read
from bot.reports.receipt import Receipt
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from tests.support.audit_writers import portal_json, steps_of
from tests.support.handed_over import csv_text
from tests.support.sample_week import NOW, attempts, registrations
from tests.support.snapshots import reader_of

STEPS = steps_of(attempts(), registrations())
HEADER = ["Date", "CorrelationId", "Service", "Activity", "Result", "ResultReason", "Target1UserPrincipalName"]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'sspr.db'}"), "contoso"), load())


def copy(apart: timedelta, form: str = "%Y-%m-%d %H:%M:%S", *, correlated: bool = True) -> bytes:
    """The log without its ids, on a clock that is so far from UTC."""
    rows = [
        [
            f"{step.at + apart:{form}}",
            step.correlation if correlated else "",
            step.service,
            step.activity,
            step.status,
            step.reason,
            step.user,
        ]
        for step in STEPS
    ]
    return csv_text(HEADER, rows).encode()


def loaded(ledger: Ledger, data: bytes) -> Receipt:
    return ledger.record(read("log", io.BytesIO(data)), "log", datetime(2026, 12, 1, tzinfo=UTC))


def known(ledger: Ledger) -> list[list[str]]:
    snapshot = reader_of(ledger).snapshot(NOW)
    both = (snapshot.attempts.pandas, snapshot.registrations.pandas)
    frames = [frame.drop(columns="position", errors="ignore") for frame in both]
    return [sorted(str(row) for row in frame.itertuples(index=False, name=None)) for frame in frames]


@pytest.fixture
def right(tmp_path: Path) -> list[list[str]]:
    ledger = Ledger(Tenant(open_database(f"sqlite:///{tmp_path / 'right.db'}"), "contoso"), load())
    loaded(ledger, portal_json(STEPS))
    return known(ledger)


@pytest.mark.parametrize("hours", [1, -5, 5.5])
@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"])
def test_a_copy_that_came_first_gives_way(hours: float, form: str, ledger: Ledger, right: list[list[str]]) -> None:
    loaded(ledger, copy(timedelta(hours=hours), form))
    receipt = loaded(ledger, portal_json(STEPS))
    assert known(ledger) == right
    how = f"{abs(hours):g} {'hour' if abs(hours) == 1 else 'hours'} {'later' if hours > 0 else 'earlier'}"
    assert f"of earlier loads were there {how}, as a copy on another clock" in receipt.warnings[-1]


def test_a_copy_that_comes_later_adds_nothing(ledger: Ledger, right: list[list[str]]) -> None:
    loaded(ledger, portal_json(STEPS))
    assert loaded(ledger, copy(timedelta(hours=1))).new == 0
    assert known(ledger) == right


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("form", ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"])
def test_a_copy_on_another_clock_without_correlations_counts_once(
    form: str, order: int, ledger: Ledger, right: list[list[str]]
) -> None:
    log = copy(timedelta(), "%Y-%m-%dT%H:%M:%SZ")
    receipts = [loaded(ledger, text) for text in [log, copy(timedelta(hours=-5), form, correlated=False)][::order]]
    assert [len(rows) for rows in known(ledger)] == [len(rows) for rows in right]
    assert not any("5 hours" in warning for warning in receipts[0].warnings)
    assert any("5 hours" in warning for warning in receipts[1].warnings)


@pytest.mark.parametrize("order", [1, -1])
def test_a_copy_on_the_same_clock_without_correlations_is_known_without_a_word(
    order: int, ledger: Ledger, right: list[list[str]]
) -> None:
    form = "%Y-%m-%dT%H:%M:%SZ"
    texts = [copy(timedelta(), form), copy(timedelta(), form, correlated=False)][::order]
    assert not [warning for text in texts for warning in loaded(ledger, text).warnings]
    assert [len(rows) for rows in known(ledger)] == [len(rows) for rows in right]


def test_a_copy_on_the_right_clock_stays_as_it_is(ledger: Ledger, right: list[list[str]]) -> None:
    loaded(ledger, copy(timedelta()))
    assert not any("clock" in warning for warning in loaded(ledger, portal_json(STEPS)).warnings)
    assert [len(rows) for rows in known(ledger)] == [len(rows) for rows in right]


def test_another_log_of_the_same_people_takes_nothing_away(ledger: Ledger) -> None:
    first = loaded(ledger, copy(timedelta()))
    other = json.loads(portal_json(STEPS).decode("utf-8-sig"))
    for number, record in enumerate(other):
        at = datetime.fromisoformat(record["activityDateTime"]) + timedelta(hours=1)
        record |= {"activityDateTime": at.isoformat(), "correlationId": f"other-{number}"}
    receipt = loaded(ledger, json.dumps(other).encode())
    assert receipt.new == first.new
    assert not any("clock" in warning for warning in receipt.warnings)


@pytest.mark.parametrize("form", ["%m/%d/%Y %I:%M:%S", "%m/%d/%Y %I:%M"])
def test_a_copy_without_am_and_pm_gives_way_in_its_afternoons(
    form: str, ledger: Ledger, right: list[list[str]]
) -> None:
    loaded(ledger, copy(timedelta(), form))
    (note,) = loaded(ledger, portal_json(STEPS)).warnings
    assert "rows of earlier loads were there 12 hours earlier" in note
    assert "not in this log" not in note  # its mornings are
    assert [len(rows) for rows in known(ledger)] == [len(rows) for rows in right]
