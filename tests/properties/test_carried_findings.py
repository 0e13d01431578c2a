"""What is found of attempts one by one, and carried on to the next snapshot, is what is found of all of them."""

from dataclasses import astuple
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.cases.ledger_range import by_position
from bot.analysis.cases.newcomers import newcomers
from bot.analysis.cases.spells import all_spells
from bot.analysis.frames import arrays
from bot.analysis.frames.daily_points import points
from bot.analysis.frames.selection import within
from bot.analysis.statistics.scan import HOUR
from bot.knowledge.catalogue import CONTRADICTED
from bot.reports.coverage import coverage
from bot.reports.receipt import ReportKind
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from tests.support import tenants
from tests.support.frames import Row, snapshot

_seen = st.lists(st.sets(st.integers(0, 13)), min_size=2, max_size=4)  # what each snapshot lacks of all rows


def _found(taken: Snapshot) -> list[Any]:
    assert taken.rows_before is not None
    came = [
        [one.tolist() for one in (some.at, *astuple(some.hours))]
        for ahead in (0, HOUR // 2)
        for some in newcomers(taken, taken.rows_before, ahead)
    ]
    fresh = [by_position(taken, position, 14).fresh.tolist() for position in range(0, 15, 4)]
    warnings = coverage(taken, ReportKind.RESET, None, tenants.LAST).warnings
    lasted = sorted(zip(*(one.tolist() for one in astuple(all_spells(taken))), strict=True))
    return [taken.attempts.words("cause"), came, fresh, warnings, arrays.longest(taken), lasted, *_days(taken)]


def _days(taken: Snapshot) -> list[Any]:
    every = Window(tenants.FIRST, tenants.LAST, "")
    return [points(taken, within(taken.attempts, every), every, ZoneInfo(zone)) for zone in ("UTC", "Asia/Kathmandu")]


def _same_in_front(before: list[Row], now: list[Row]) -> int:
    pairs = zip(before, now, strict=False)
    return next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(before), len(now)))


@settings(deadline=None, max_examples=60)
@given(tenants.attempts(in_order=True), _seen, st.booleans())
def test_what_is_carried_on_is_what_is_found_of_all(
    rows: list[Row], lacking: list[set[int]], asked_always: bool
) -> None:
    every: list[Row] = [
        {**row} | ({"detail": f"{CONTRADICTED} so"} if number % 5 == 0 else {}) for number, row in enumerate(rows)
    ]
    last: Snapshot | None = None
    known: list[Row] = []
    for number, lacks in enumerate(lacking):
        some = [row for place, row in enumerate(every) if place not in lacks]
        taken = snapshot(some)
        if last is not None:
            taken.carry_on(last, _same_in_front(known, some))
        if asked_always or number in {0, len(lacking) - 1}:
            assert _found(taken) == _found(snapshot(some))
        last, known = taken, some


def test_rows_that_are_taken_from_the_end_are_found_no_more() -> None:
    rows = "at | user | detail\n2017-02-01 09:00 | ana | User does not have a license."
    more = f"{rows}\n2017-02-03 09:00 | ana | User does not have a license."
    before, now = snapshot(more), snapshot(rows)
    assert before.rows_before is not None
    assert sum(len(one.at) for one in newcomers(before, before.rows_before)) == 2
    now.carry_on(before, 1)
    assert now.rows_before is not None
    assert (
        np.concatenate([one.at for one in newcomers(now, now.rows_before)]).tolist()
        == now.attempts.times("at").tolist()
    )
