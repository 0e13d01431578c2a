"""Whatever became of the rosters before, the ledger says what the newest one says, and its receipt what that changed."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot.knowledge.catalogue import load
from bot.reports.roster import Roster
from bot.storage.database import open_database
from bot.storage.erasure.erasing import Erasing
from bot.storage.ledger.roster import Rosters
from bot.storage.ledger.roster_changes import STATE
from bot.storage.tables import people, roster
from bot.storage.tenant import Tenant
from bot.storage.unload.unloading import Unloading
from tests.properties.test_folding import START

USERS = ("ana", "Bob", "cleo@fabrikam.com", "Ünal@contoso.com", "zoe")
State = dict[str, tuple[Any, ...]]  # by user ID

_flag = st.sampled_from((True, False))
_id = st.sampled_from(("", "0a1b2c3d-1111-4222-8333-444455556666", "0a1b2c3d-1111-4222-8333-444455556667"))
person = st.tuples(
    st.sampled_from(USERS), st.booleans(), *(_flag for _ in range(5)), st.sampled_from(("", "sms", "email, sms")), _id
)
listed = st.lists(person, max_size=5, unique_by=lambda one: one[0])


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Rosters, many like the one before; between them loads are taken back, or people erased and let in again."""
    record = st.tuples(st.just("record"), listed, st.integers(0, 3))
    alike = st.tuples(st.just("alike"), st.integers(0, 4), person, st.integers(2, 3))
    back = st.tuples(st.just("unload"), st.integers(0, 9))
    out = st.tuples(st.sampled_from(("erase", "lift")), st.sampled_from(USERS))
    return draw(st.lists(st.one_of(record, alike, alike, draw(st.sampled_from((back, out)))), min_size=2, max_size=9))


@dataclass
class Oracle:
    """What was loaded and counts, in its order."""

    loads: dict[int, tuple[int, State]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)

    def state(self) -> State:
        """Of the newest roster; one that is older than another before it says nothing."""
        newest, found = -1, State()
        for day, state in self.loads.values():
            if state and day >= newest:
                newest, found = day, state
        return found

    def erase(self, user: str) -> None:
        self.erased.add(user)
        for _, state in self.loads.values():
            state.pop(user, None)


def kept(tenant: Tenant) -> State:
    with tenant.reading() as (connection, number):
        asked = select(people.c.key, *(roster.c[name] for name in STATE)).where(
            roster.c.tenant == number, people.c.tenant == number, people.c.id == roster.c.person
        )
        return {key: tuple(state) for key, *state in connection.execute(asked)}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all examples: each is a tenant of its own."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('rosters') / 'sspr.db'}")
    yield engine
    engine.dispose()


def drawn_roster(rows: list[tuple[Any, ...]], day: int) -> Roster:
    """Names in capitals where the second value says so."""
    frame = pd.DataFrame(
        [
            {"user": user.upper() if loud else user, **dict(zip(STATE, state, strict=True))}
            for user, loud, *state in rows
        ],
        columns=pd.Index(["user", *STATE]),
    )
    return Roster(frame, len(frame), (), as_of=START + timedelta(days=day))


@settings(deadline=None, max_examples=30)
@given(histories())
def test_the_ledger_says_what_the_newest_roster_says(engine: Engine, acts: list[tuple[Any, ...]]) -> None:
    tenant, oracle, rows = Tenant(engine, secrets.token_hex(8)), Oracle(), list[tuple[Any, ...]]()
    erasing = Erasing(tenant, tenant)
    for number, what in enumerate(acts):
        now = START + timedelta(days=4, minutes=number)
        match what:
            case ("record" | "alike", *drawn, day):
                rows = drawn[0] if len(drawn) == 1 else changed(rows, *drawn)
                recorded(tenant, oracle, rows, day, now)
            case ("unload", which) if oracle.loads:
                gone = [*oracle.loads][which % len(oracle.loads)]
                with Unloading(tenant, tenant, load()).prepared(gone) as prepared:
                    prepared.carry_out(now)
                del oracle.loads[gone]
            case ("erase", user):
                erasing.out_of_ledger(erasing.names_of(user), now)
                oracle.erase(user.casefold())
            case ("lift", user):
                erasing.lift(user, now)
                oracle.erased.discard(user.casefold())
        assert kept(tenant) == oracle.state()


def changed(rows: list[tuple[Any, ...]], place: int, one: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """With another person, or another state of one, and without the one at a place."""
    rest = [row for number, row in enumerate(rows) if row[0] != one[0] and number != place]
    return [*rest, one]


def recorded(tenant: Tenant, oracle: Oracle, rows: list[tuple[Any, ...]], day: int, now: Any) -> None:
    """Record a roster; its receipt tells what it changes."""
    before = oracle.state()
    receipt = Rosters(tenant).record(drawn_roster(rows, day), "people.csv", now)
    state = {user.casefold(): tuple(told) for user, _, *told in rows if user.casefold() not in oracle.erased}
    oracle.loads[receipt.number] = day, state
    if oracle.state() is not state:
        assert (receipt.new, receipt.changed) == (0, 0)
        return
    assert receipt.rows == len(state)
    assert receipt.new == len(state.keys() - before.keys())
    assert receipt.changed == sum(state[user] != before[user] for user in state.keys() & before.keys())
    left = len(before.keys() - state.keys())
    assert any("not in it any more" in text for text in receipt.warnings) == bool(left)
