"""A load that is committed while a snapshot is being read is in the next one, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots import build
from bot.storage.snapshots.read import new_people
from bot.storage.snapshots.state import NOTHING
from tests.support.reports import drawn_report
from tests.support.snapshots import reader_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def rows(first: int) -> str:
    start = datetime(2017, 2, 1, tzinfo=UTC)
    lines = [
        f"user{n} | User | {start + timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ} | Email | Failed | User does not have a license."
        for n in range(first, first + 5)
    ]
    return "\n".join(["user | role | at | methods | result | detail", *lines])


def test_a_load_between_two_looks_is_read_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.record(drawn_report(rows(0)), "a.csv", NOW)
    waiting = [rows(5)]

    def read_beside_a_load(*arguments: Any) -> Any:
        if waiting:
            ledger.record(drawn_report(waiting.pop()), "b.csv", NOW)
        return new_people(*arguments)

    monkeypatch.setattr(build, "new_people", read_beside_a_load)
    state, snapshot = reader_of(ledger).carried_on(NOTHING, NOW)
    assert snapshot.position == len(snapshot.attempts) == 5
    _, after = reader_of(ledger).carried_on(state, NOW)
    assert after.attempts.pandas["position"].tolist() == list(range(1, 11))
