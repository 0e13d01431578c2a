"""Rows of a report that are known already at other times, as days alone, or of other people: each once, none too few."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.copies.days import known_by_day
from bot.reports.copies.other_people import known_of_others
from bot.reports.instants import to_micros
from bot.reports.resaved import Surer, WithoutClocks, apart_of, known_rows, matched, on_wrong_clock

ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "America/Santiago", "Australia/Sydney", "Asia/Tehran")
YEAR = datetime(2019, 1, 1, tzinfo=UTC)  # Tehran still changed its clocks
Rows = list[tuple[datetime, int, int]]
SOME = settings(max_examples=25, deadline=None)
SEEDS = st.integers(0, 10_000).map(Random)  # as chance would have it: no rows that are all alike


def changes(zone: str) -> Iterator[datetime]:
    """When the zone's clock is changed within the year, to the hour."""
    for hour in range(365 * 24):
        at = YEAR + timedelta(hours=hour)
        if (
            at.astimezone(ZoneInfo(zone)).utcoffset()
            != (at + timedelta(hours=1)).astimezone(ZoneInfo(zone)).utcoffset()
        ):
            yield at


FEW_SAID = st.tuples(st.sampled_from((0, 60_000_000, 2**50)), st.integers(0, 1), st.sampled_from(("", "c1")))


@settings(max_examples=150, deadline=None)
@given(st.lists(FEW_SAID, max_size=8), st.lists(FEW_SAID, max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_of_equal_rows_as_many_are_known_as_are_held(mine: list[Any], theirs: list[Any], loads: list[int]) -> None:
    names = ["at", "person", "correlation"]
    rows, held = (pd.DataFrame(some, columns=pd.Index(names)) for some in (mine, theirs))
    held["load"] = (loads + [1] * len(held))[: len(held)]
    left, known = Counter(theirs), []
    for row in mine:
        known.append(left[row] > 0)
        left[row] -= 1
    assert matched(rows, held, ("load",)).tolist() == known


CHANGES = [(zone, at) for zone in ZONES for at in changes(zone)]


def report(chance: Random, middle: datetime, rows: int = 30) -> Rows:
    """Attempts of six people, of three ends, on the days around a moment; three of the hours beside it."""
    seconds = {int(chance.uniform(-6, 6) * 86_400) for _ in range(rows)} | {
        chance.randrange(-5400, 5400) for _ in range(3)
    }
    return [(middle + timedelta(seconds=at), chance.randrange(6), chance.randrange(3)) for at in sorted(seconds)]


def frame(rows: Rows, **more: int) -> pd.DataFrame:
    at = np.array([to_micros(row[0]) for row in rows], np.int64)
    return pd.DataFrame({"at": at, "person": [row[1] for row in rows], "word": [row[2] for row in rows], **more})


def on_clock(rows: Rows, zone: str, *, seconds: bool) -> Rows:
    """The rows as a clock of that zone shows them, and nobody says which."""
    shown = [row[0].astimezone(ZoneInfo(zone)).replace(tzinfo=UTC) for row in rows]
    return [(at if seconds else at.replace(second=0), *row[1:]) for at, row in zip(shown, rows, strict=True)]


@SOME
@given(st.sampled_from(CHANGES), SEEDS, st.booleans(), st.booleans())
def test_a_copy_on_a_clock_that_is_changed_is_known(
    change: tuple[str, datetime], chance: Random, seconds: bool, copy_first: bool
) -> None:
    zone, middle = change
    log = report(chance, middle)
    copy = on_clock(log, zone, seconds=seconds)
    rows, held = (log, copy) if copy_first else (copy, log)
    there = {to_micros(row[0]) for row in held}
    fresh = [row for row in rows if not seconds or to_micros(row[0]) not in there]  # in London's winter all is the same
    found = known_rows(frame(fresh), frame(held, load=1), Surer.HELD)
    assert found.rows.all() == bool(fresh)
    if copy_first and (apart := apart_of(frame(log), frame(copy, load=1))):
        assert on_wrong_clock(frame(log), frame(copy, load=1), apart).all()


@SOME
@given(st.sampled_from(CHANGES), SEEDS, st.booleans())
def test_other_attempts_of_these_people_are_new(change: tuple[str, datetime], chance: Random, seconds: bool) -> None:
    zone, middle = change
    others = on_clock(report(chance, middle), zone, seconds=seconds)
    assert known_rows(frame(others), frame(report(chance, middle), load=1)).rows.sum() < 3


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(CHANGES), SEEDS, st.booleans(), st.sampled_from(("UTC", *ZONES)))
def test_a_report_of_days_alone_is_known_in_either_order(
    change: tuple[str, datetime], chance: Random, copy_first: bool, taken_as: str
) -> None:
    log = report(chance, change[1])
    days = [(row[0].astimezone(ZoneInfo(change[0])).replace(hour=0, minute=0, second=0), *row[1:]) for row in log]
    days = [(row[0].replace(tzinfo=ZoneInfo(taken_as)).astimezone(UTC), *row[1:]) for row in days]
    if copy_first:
        found = known_by_day(frame(log), frame(days, load=1), WithoutClocks(file=False, loads=frozenset({1})))
        assert "(sspr unload 1)" in found.note
    else:
        found = known_by_day(frame(days), frame(log, load=1), WithoutClocks(file=True, loads=frozenset()))
    far = taken_as == "Australia/Sydney" or change[0] == "Australia/Sydney"
    # Of clocks that far apart a row beside midnight may be taken for its twin of the next day, which has none then.
    assert (~found.rows).sum() <= (1 if far else 0)


@SOME
@given(st.sampled_from(CHANGES), SEEDS)
def test_days_of_other_people_are_new(change: tuple[str, datetime], chance: Random) -> None:
    log = report(chance, change[1])
    days = [(row[0].replace(hour=0, minute=0, second=0), row[1] + 6 * chance.randrange(2), row[2]) for row in log]
    strangers = sum(row[1] >= 6 for row in days)
    found = known_by_day(frame(days), frame(log, load=1), WithoutClocks(file=True, loads=frozenset()))
    assert found.rows.any() == (strangers <= 0.1 * len(days))


@pytest.mark.parametrize(("rows", "known"), [(30, True), (10, True), (6, False)])
@pytest.mark.parametrize("seconds", [True, False])
def test_a_report_under_other_people_is_known_where_chance_is_no_reason(rows: int, known: bool, seconds: bool) -> None:
    log = [(YEAR + timedelta(hours=7 * number, seconds=41), number % 6, number % 3) for number in range(rows)]
    shown = on_clock(log, "UTC", seconds=seconds)
    others = frame([(row[0], row[1] + 1, row[2]) for row in shown])
    found = known_of_others(others, frame(shown, load=4))
    assert found.rows.all() == (known and seconds) == found.rows.any()
    assert bool(found.note) is bool(found.rows.any())
    assert not known_of_others(others.assign(word=others["word"] + 1), frame(shown, load=4)).note
