"""However an audit log is cut into loads, in whatever order they come, the ledger ends up the same."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.knowledge.catalogue import load
from bot.reports.snapshot import Snapshot
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.tenant import Tenant
from tests.properties.test_folding import NOW, START, Step, drawn_logs, frame
from tests.support.snapshots import reader_of
from tests.support.steps_table import audit_report

Loads = list[list[Step]]


@st.composite
def splits(draw: st.DrawFn) -> tuple[list[Step], Loads]:
    """A log, and the same cut into loads that come in any order and overlap."""
    log = draw(drawn_logs.filter(bool))
    order = draw(st.permutations(log))
    cuts = sorted({0, len(order), *draw(st.lists(st.integers(0, len(order)), max_size=4))})
    loads = [order[start:end] for start, end in pairwise(cuts)]
    again = draw(st.lists(st.sampled_from(log), max_size=4))
    return log, [*loads, again] if again else loads


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One database for all examples: each is a tenant of its own."""
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


def ledger(engine: Engine) -> Ledger:
    """One that is empty."""
    return Ledger(Tenant(engine, secrets.token_hex(8)), load())


def report(steps: list[Step], *, ids: bool) -> pd.DataFrame:
    told = frame(steps)
    return told.assign(event_id=[repr(step) for step in steps]) if ids else told


def facts(snapshot: Snapshot, *, without: str = "") -> list[tuple[object, ...]]:
    """What is known, and where each row stands in the ledger."""
    frames = (snapshot.attempts, snapshot.registrations, snapshot.interventions)
    tables = [frame.pandas.astype({"at": "int64"}).drop(columns=without, errors="ignore") for frame in frames]
    return [row for table in tables for row in table.itertuples(index=False, name=None)]


def unplaced(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Without the places."""
    return sorted((row[1:] for row in rows), key=repr)


@settings(deadline=None, max_examples=40)
@given(splits(), st.booleans(), st.lists(st.integers(0, 8 * 60), min_size=6, max_size=6))
def test_any_loads_in_any_order_end_where_one_load_does(
    engine: Engine, drawn: tuple[list[Step], Loads], ids: bool, minutes: list[int]
) -> None:
    log, loads = drawn
    whole, parts = ledger(engine), ledger(engine)
    whole.record(audit_report(report(log, ids=ids)), "whole.csv", NOW)
    before = reader_of(parts).snapshot(NOW)
    for number, (steps, minute) in enumerate(zip(loads, sorted(minutes), strict=False)):
        now = START + timedelta(minutes=minute)
        receipt = parts.record(audit_report(report(steps, ids=ids)), f"{number}.csv", now)
        after = reader_of(parts).snapshot(NOW)
        assert receipt.rows == receipt.new + receipt.repeated
        assert receipt.position == after.position >= before.position
        behind = set(facts(after, without="took")) - set(facts(before, without="took"))
        # What stays as it was keeps its place; so does an attempt to which steps came that say nothing new.
        assert all(int(str(row[0])) > before.position for row in behind)
        before = after
    assert unplaced(facts(before)) == unplaced(facts(reader_of(whole).snapshot(NOW)))
