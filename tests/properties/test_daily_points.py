"""Days are counted by the hour, and hardly by the row: the same as when each row is looked at."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from bot.analysis.trend import trend
from bot.knowledge.catalogue import load
from bot.knowledge.vocabulary import Result
from bot.reports.snapshot import Snapshot
from bot.reports.window import Window
from tests.support.frames import DETAILS, snapshot

PUT_BACK_OVER_MIDNIGHT = "America/St_Johns"  # at one minute past, in 2011
ZONES = ("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", PUT_BACK_OVER_MIDNIGHT, "Asia/Beirut")
START = datetime(2011, 10, 25, tzinfo=UTC)  # the clocks of these zones are put back or forward within the next days


def drawn(seed: int, *, listed: bool) -> Snapshot:
    """Some hundred attempts; with a list of people, a third of these are strangers to it."""
    draw = np.random.default_rng(seed)
    rows = [
        {
            "at": (START + timedelta(minutes=int(minute))).isoformat(),
            "user": f"p{int(draw.integers(30))}",
            "result": str(result),
            "detail": DETAILS[result],
        }
        for minute, result in zip(draw.integers(0, 20 * 24 * 60, 400), draw.choice(list(Result), 400), strict=True)
    ]
    late = {"at": (START + timedelta(days=12, hours=2, minutes=32)).isoformat(), "user": "p1", "result": "Failed"}
    roster = [{"user": f"p{number}", "seen": "2011-12-01"} for number in range(20)] if listed else []
    return snapshot([*rows, late], roster=roster)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("zone", ZONES)
def test_the_points_of_a_trend_are_those_that_a_look_at_each_row_gives(seed: int, listed: bool, zone: str) -> None:
    taken = drawn(seed, listed=listed)
    for hours in (0, 7.25, 24 * 11 + 2.5, 24 * 12 + 2.6):
        window = Window(START + timedelta(hours=hours), START + timedelta(days=15, hours=5), "")
        quick, slow = (
            trend(one, window, catalogue=load(), now=START + timedelta(days=25), zone=ZoneInfo(zone))
            for one in (taken, replace(taken, rows_before=None))
        )
        assert quick == slow
        assert sum(point.attempts for point in quick.points) == quick.counts.attempts > 0
        assert not listed or quick.strangers
