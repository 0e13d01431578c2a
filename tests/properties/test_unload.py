"""Whatever was loaded, a load that is taken back leaves what the other loads alone would have made."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.knowledge.catalogue import load
from bot.reports.frames.frame import Frame
from bot.reports.snapshot import Snapshot
from bot.storage.database import open_database
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.roster import Rosters
from bot.storage.snapshots.state import NOTHING
from bot.storage.tenant import Tenant
from bot.storage.unload.unloading import Unloading
from tests.properties.test_carried_snapshots import ASKED_AT, act, assert_same, classic, drawn_roster, roster, signed_up
from tests.properties.test_folding import START, drawn_logs
from tests.support import frames
from tests.support.every_answer import every_answer
from tests.support.snapshots import reader_of

Act = tuple[Any, ...]
LATER = START + timedelta(days=3)


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Loads in a row that overlap; all audit logs are parts of one."""
    log = draw(drawn_logs.filter(bool))
    audit = st.tuples(st.just("audit"), st.lists(st.sampled_from(log), min_size=1, max_size=8))
    drawn = draw(st.lists(st.one_of(audit, classic, roster, signed_up), min_size=2, max_size=6))
    again = draw(st.lists(st.sampled_from(drawn), max_size=2))
    return [*drawn, *again]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all examples: each is a tenant of its own."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('unload') / 'sspr.db'}")
    yield engine
    engine.dispose()


def recorded(engine: Engine, acts: list[Act], *, but: int = -1) -> Ledger:
    """A ledger of these loads, each a minute after the last; `but` is left out."""
    ledger = Ledger(Tenant(engine, secrets.token_hex(8)), load())
    for number, what in enumerate(acts):
        now = START + timedelta(minutes=number)
        if number == but:
            continue
        if what[0] == "roster":  # a file, not a pull
            Rosters(ledger.tenant).record(drawn_roster(what[1]), "people.csv", now)
        else:
            act(ledger, what, now)
    return ledger


def plain(snapshot: Snapshot) -> Snapshot:
    """Without what tells of the order of loading alone: positions, and numbers of loads."""

    def unplaced(frame: Frame) -> Frame:
        table = frame.pandas
        ordered = table.assign(key=table["user"].astype("str")).sort_values(["at", "key"], kind="stable")
        return frames.plain(ordered.drop(columns=["position", "key"]).reset_index(drop=True))

    receipts = tuple(replace(one, position=0, number=0) for one in snapshot.receipts)
    return replace(
        snapshot,
        tenant="",
        attempts=unplaced(snapshot.attempts),
        registrations=unplaced(snapshot.registrations),
        interventions=unplaced(snapshot.interventions),
        receipts=receipts,
        position=0,
        version=(),
        attempts_of=None,  # type: ignore[arg-type]
        registrations_of=None,  # type: ignore[arg-type]
        rows_before=None,
    )


@settings(deadline=None, max_examples=30)
@given(histories(), st.data())
def test_a_load_taken_back_leaves_what_the_others_make(engine: Engine, acts: list[Act], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(acts) - 1))
    ledger = recorded(engine, acts)
    before, _ = reader_of(ledger).carried_on(NOTHING, LATER)
    with Unloading(ledger.tenant, ledger.tenant, ledger.catalogue).prepared(gone + 1) as prepared:
        seen = prepared.preview()
        done = prepared.carry_out(LATER)
    assert done == replace(seen, done=True)
    state, carried = reader_of(ledger).carried_on(before, LATER)
    anew, built = reader_of(ledger).carried_on(NOTHING, LATER)
    assert_same(state, anew, "state")
    assert_same(carried, built, "snapshot")
    assert every_answer(carried, ASKED_AT, 1) == every_answer(built, ASKED_AT, 1)
    assert_same(plain(built), plain(reader_of(recorded(engine, acts, but=gone)).snapshot(LATER)), "snapshot")


def test_people_whom_the_directorys_list_alone_knew_go_with_it(engine: Engine) -> None:
    """Their numbers are gone from the database, above all that are left."""
    tried = ("classic", False, [("bob", 1, "Failed", "Else", 0)])
    acts = [tried, ("roster", [("ana", True, ""), ("zoe", True, "sms")])]
    ledger = recorded(engine, acts)
    with Unloading(ledger.tenant, ledger.tenant, ledger.catalogue).prepared(2) as prepared:
        prepared.carry_out(LATER)
    found = reader_of(ledger).snapshot(LATER)
    assert len(found.roster) == 0
    assert_same(plain(found), plain(reader_of(recorded(engine, acts, but=1)).snapshot(LATER)), "snapshot")
