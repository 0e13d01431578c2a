"""However loads, changes, pulls and time follow each other, a snapshot that is carried on equals one that is built anew."""

import secrets
from collections.abc import Iterator
from dataclasses import astuple, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.analysis.cases.newcomers import newcomers
from bot.analysis.cases.spells import all_spells
from bot.analysis.frames import arrays
from bot.analysis.statistics.scan import HOUR
from bot.knowledge.catalogue import load
from bot.reports.covered_spans import Pulled
from bot.reports.frames.frame import Frame
from bot.reports.frames.hour_counts import HourCounts
from bot.reports.receipt import ReportKind
from bot.reports.roster import Roster
from bot.reports.snapshot import Domains, People, PersonRows, RowsBefore, Snapshot
from bot.storage.database import open_database
from bot.storage.ledger.checkpoints import PullCheckpoints
from bot.storage.ledger.handover import Handover
from bot.storage.ledger.ledger import Ledger
from bot.storage.ledger.roster import Rosters
from bot.storage.snapshots.current import CurrentSnapshots
from bot.storage.snapshots.reader import SnapshotReader
from bot.storage.snapshots.state import NOTHING, Everyone, Facts, RosterRows, State
from bot.storage.tenant import Tenant
from tests.properties.test_folding import START, drawn_logs, frame
from tests.support.every_answer import every_answer
from tests.support.reports import drawn_report
from tests.support.snapshots import reader_of
from tests.support.steps_table import audit_report

USERS = ("ana", "Bob", "cleo@fabrikam.com", "dana", "Ünal@contoso.com", "zoe", "#EXT#")
DETAILS = ("User successfully reset password", "User does not have a license.", "Something new", "Else")
RESULTS = ("Succeeded", "Failed", "Blocked", "In progress", "Unheard of")
ASKED_AT = datetime(2026, 11, 27, 4, tzinfo=UTC)  # seven days before, half of what is drawn had happened
_minutes = st.integers(0, 8 * 60)


def _at(minutes: int) -> str:
    return f"{datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


attempt = st.tuples(
    st.sampled_from(USERS), _minutes, st.sampled_from(RESULTS), st.sampled_from(DETAILS), st.integers(0, 6)
)
classic = st.tuples(st.just("classic"), st.booleans(), st.lists(attempt, min_size=1, max_size=6))
signed_up = st.tuples(
    st.just("registrations"),
    st.lists(
        st.tuples(st.sampled_from(USERS), _minutes, st.sampled_from(("Email", "Office Phone"))), min_size=1, max_size=4
    ),
)
person = st.tuples(st.sampled_from(USERS), st.booleans(), st.sampled_from(("", "sms", "email + sms")))
roster = st.tuples(st.just("roster"), st.lists(person, min_size=1, max_size=5, unique_by=lambda one: one[0]))
empty_pull = st.tuples(st.just("empty pull"), st.sampled_from((ReportKind.AUDIT, ReportKind.ROSTER)))
later = st.tuples(st.just("later"), st.integers(1, 50))
clock_set_back = st.tuples(st.just("later"), st.integers(-50, -1))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Acts in a row; all audit logs are parts of one, so that later ones change what earlier ones told."""
    log = draw(drawn_logs.filter(bool))
    audit = st.tuples(st.just("audit"), st.lists(st.sampled_from(log), min_size=1, max_size=8))
    kinds = st.one_of(audit, classic, roster, signed_up, empty_pull, later, clock_set_back)
    return draw(st.lists(kinds, min_size=8, max_size=16))


def act(ledger: Ledger, what: tuple[Any, ...], now: datetime) -> None:
    match what:
        case ("classic", ids, rows):
            lines = [
                f"{u} | User | {_at(m)} | Email | {r} | {d}" + (f" | e{n}" if ids else "") for u, m, r, d, n in rows
            ]
            header = "user | role | at | methods | result | detail" + (" | event_id" if ids else "")
            ledger.record(drawn_report("\n".join([header, *lines])), "a.csv", now)
        case ("registrations", rows):
            table = "\n".join(["user | role | at | datum", *(f"{u} | User | {_at(m)} | {d}" for u, m, d in rows)])
            ledger.record(drawn_report(table, ReportKind.REGISTRATION), "r.csv", now)
        case ("audit", steps):
            ledger.record(audit_report(frame(steps)), "log.csv", now)
        case ("roster", people):
            Rosters(ledger.tenant).record(drawn_roster(people), "Microsoft Graph", now)
        case ("empty pull", report):
            pulled = Pulled(report, now - timedelta(hours=1), now, now)
            PullCheckpoints(ledger.tenant).finish(pulled)


def drawn_roster(people: list[tuple[str, bool, str]]) -> Roster:
    rows = [
        {
            "user": user,
            "registered": yes,
            "enabled": True,
            "capable": yes,
            "admin": False,
            "guest": False,
            "methods": words,
        }
        for user, yes, words in people
    ]
    return Roster(pd.DataFrame(rows), len(rows), ())


def _unwritable(value: Any) -> Any:
    """As the mapped file gives a state: nothing in it can be written to."""
    if isinstance(value, np.ndarray):
        copy = value.copy()
        copy.flags.writeable = False
        return copy
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _unwritable(getattr(value, one.name)) for one in fields(value)})
    if isinstance(value, dict):
        return {name: _unwritable(one) for name, one in value.items()}
    return tuple(map(_unwritable, value)) if isinstance(value, tuple) else value


def assert_same(mine: Any, theirs: Any, where: str = "") -> None:
    """Equal to the last value, type and order; frames with their categories."""
    if isinstance(mine, Frame):
        pd.testing.assert_frame_equal(mine.pandas, theirs.pandas, check_categorical=True, obj=where)
    elif isinstance(mine, np.ndarray):
        assert mine.dtype == theirs.dtype, where
        np.testing.assert_array_equal(mine, theirs, err_msg=where)
    elif isinstance(
        mine,
        Snapshot | State | Everyone | Facts | RosterRows | PersonRows | RowsBefore | HourCounts | Domains | People,
    ):
        for one in (one for one in fields(mine) if one.compare):
            assert_same(getattr(mine, one.name), getattr(theirs, one.name), f"{where}.{one.name}")
    elif where == "found":
        for one, other in zip(mine, theirs, strict=True):
            assert_same(one, other)
    elif isinstance(mine, tuple) and mine and isinstance(mine[0], np.ndarray):  # what is pending, in any order
        assert sorted(zip(*mine, strict=True)) == sorted(zip(*theirs, strict=True)), where
    elif isinstance(mine, dict) and any(isinstance(one, np.ndarray) for one in mine.values()):
        assert mine.keys() == theirs.keys()
        for name in mine:
            assert_same(mine[name], theirs[name], f"{where}.{name}")
    else:
        assert mine == theirs, where


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One database for all examples: each is a tenant of its own."""
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


some = st.lists(st.booleans(), min_size=16, max_size=16)


@settings(deadline=None, max_examples=60)
@given(histories(), some, some)
def test_a_snapshot_that_is_carried_on_equals_one_built_anew(
    engine: Engine, drawn: list[tuple[Any, ...]], together: list[bool], asked: list[bool]
) -> None:
    for (carried, built), is_asked in zip(_snapshots(engine, drawn, together), [*asked, True], strict=False):
        assert_same(carried, built, "snapshot")
        if is_asked:  # what is found of a snapshot is carried on to the next that is asked
            for mine, theirs in zip(_found(carried), _found(built), strict=True):
                assert_same(mine, theirs, "found")


@settings(deadline=None, max_examples=12)
@given(histories(), some)
def test_every_answer_of_a_carried_snapshot_is_that_of_one_built_anew(
    engine: Engine, drawn: list[tuple[Any, ...]], together: list[bool]
) -> None:
    since = 0
    for carried, built in _snapshots(engine, drawn, together):
        assert every_answer(carried, ASKED_AT, since) == every_answer(built, ASKED_AT, since)
        since = carried.position


def _snapshots(
    engine: Engine, drawn: list[tuple[Any, ...]], together: list[bool]
) -> Iterator[tuple[Snapshot, Snapshot]]:
    """After each act the snapshot that is carried on from the last one, and one that is built anew."""
    hand, now, state, last = Handover(), START, NOTHING, None
    ledger = Ledger(Tenant(engine, secrets.token_hex(8)), load(), handover=hand)
    running = CurrentSnapshots(reader_of(ledger), lambda: now)
    for what, not_yet in zip([*drawn, ("later", 1)], [*together[: len(drawn)], False], strict=True):
        now += timedelta(minutes=what[1] if what[0] == "later" else 1)
        act(ledger, what, now)
        if not_yet:  # some changes are met together
            continue
        carrying = SnapshotReader(ledger.tenant, ledger.catalogue, hand)  # what was just stored is not read back
        state, carried = carrying.carried_on(_unwritable(state), now, last)
        anew, built = reader_of(ledger).carried_on(NOTHING, now)
        assert_same(replace(state, unchanged=0), replace(anew, unchanged=0), "state")
        running.refresh()
        held = running.current()  # as of its own time, where the clock was set back since
        as_of_then = built if held.built_at <= now else reader_of(ledger).snapshot(held.built_at)
        assert_same(replace(held, built_at=as_of_then.built_at), as_of_then, "held")
        yield carried, built
        last = carried


def _found(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    assert snapshot.rows_before is not None
    for ahead in (0, HOUR // 2):
        for one in newcomers(snapshot, snapshot.rows_before, ahead):
            yield one.at, *astuple(one.hours)
    yield (arrays.longest(snapshot),)
    found = all_spells(snapshot)
    order = np.argsort(found.first)
    yield tuple(column[order] for column in astuple(found))
