"""Rows that were just stored: the snapshot after them takes them as they are, unless anything has come between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from sqlalchemy import update

from bot.errors import StoreError
from bot.reports.receipt import ReportKind
from bot.storage.ledger.handover import Handover, StoredRows
from bot.storage.ledger.ledger import Ledger
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.tables import attempts, loads, tenants
from tests.support.reports import drawn_report

NOW = datetime(2017, 3, 1, 12, tzinfo=UTC)
FEBRUARY = """
    user            | at                   | result    | detail
    ann@contoso.com | 2017-02-27T08:00:00Z | Failed    | User does not have a license.
    bob@contoso.com | 2017-02-28T09:00:00Z | Succeeded | User successfully reset password
"""
REGISTERED = "user|at|datum\nann@contoso.com|2017-02-20T08:00:00Z|Mobile Phone"
IN_HAND, READ = ["2017-02-27", "2017-02-28"], ["2017-02-26"] * 2


def loaded(ledger: Ledger, before: Callable[[Ledger], object] = lambda _: None) -> tuple[Ledger, SnapshotReader]:
    """A ledger with a report in it, whose rows say something else in the database since, and what reads it."""
    hand = Handover()
    ledger = replace(ledger, handover=hand)
    before(ledger)
    ledger.record(drawn_report(FEBRUARY), "feb.csv", NOW)
    with ledger.tenant.writing() as (connection, _):
        connection.execute(update(attempts).values(at=int(datetime(2017, 2, 26, tzinfo=UTC).timestamp()) * 1_000_000))
    return ledger, SnapshotReader(ledger.tenant, ledger.catalogue, hand)


def days(reader: SnapshotReader) -> list[str]:
    return [f"{at:%Y-%m-%d}" for at in reader.snapshot(NOW).attempts.pandas["at"]]


def test_the_rows_of_the_last_load_are_not_read_back_and_held_once(ledger: Ledger) -> None:
    _, reader = loaded(ledger)
    assert days(reader) == IN_HAND
    assert days(reader) == READ


def register(ledger: Ledger) -> None:
    ledger.record(drawn_report(REGISTERED, ReportKind.REGISTRATION), "reg.csv", NOW)


def take_out(ledger: Ledger) -> None:
    """As an unload, an erasure and a retention's round say that something went."""
    with ledger.tenant.writing() as (connection, _):
        connection.execute(update(tenants).values(unloads=tenants.c.unloads + 1))


def beside(ledger: Ledger) -> None:
    """Another process loads, which hands nothing over here."""
    register(replace(ledger, handover=None))


@pytest.mark.parametrize("between", [register, take_out, beside])
def test_after_anything_else_all_is_read(ledger: Ledger, between: Callable[[Ledger], object]) -> None:
    ledger, reader = loaded(ledger)
    between(ledger)
    assert days(reader) == READ


def test_with_an_earlier_load_that_no_snapshot_has_yet_all_is_read(ledger: Ledger) -> None:
    _, reader = loaded(ledger, before=register)
    assert days(reader) == READ


def test_of_a_load_with_more_rows_than_are_kept_nothing_is_handed_over() -> None:
    position = np.arange(1, 4)
    assert StoredRows(0, (3, 1, 0), {"attempts": {"position": position}}).are_all()
    assert not StoredRows(0, (3, 1, 0), {"attempts": {}}).are_all()
    assert not StoredRows(0, (4, 1, 0), {"attempts": {"position": position}, "interventions": {}}).are_all()


def test_a_load_that_fails_hands_nothing_over(ledger: Ledger) -> None:
    hand = Handover()
    broken = replace(ledger, handover=hand)
    with broken.tenant.writing() as (connection, _):
        loads.drop(connection)
    with pytest.raises(StoreError):
        broken.record(drawn_report(FEBRUARY), "feb.csv", NOW)
    assert hand.take() is None
