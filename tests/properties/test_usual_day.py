"""The day so far beside the same hours of its weekday, held against a loop over local times."""

from datetime import timedelta
from statistics import fmean, variance
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.people.usual_day import usual_day
from tests.support import oracle, tenants
from tests.support.frames import Row, snapshot

BERLIN = ZoneInfo("Europe/Berlin")  # whose clocks go forward in the night to 26 March 2017
START = tenants.FIRST - timedelta(days=70)
hours = st.integers(0, 75 * 24).map(lambda hour: START + timedelta(hours=hour, minutes=20))


@st.composite
def weeks(draw: st.DrawFn) -> list[Row]:
    """Failures over ten weeks, many of them on the weekday and around the hours that are looked at."""
    last = draw(hours)
    near = st.builds(
        lambda week, hour: last - timedelta(days=7 * week, hours=hour), st.integers(0, 9), st.integers(0, 6)
    )
    moments = draw(st.lists(st.one_of(near, hours), min_size=1, max_size=30))
    return [
        {
            "at": min(one, last).isoformat(),
            "user": draw(st.sampled_from("abcde")),
            "result": draw(st.sampled_from(["Failed", "Succeeded"])),
        }
        for one in [*moments, last]
    ]


@settings(deadline=None, max_examples=200)
@given(weeks())
def test_the_day_and_its_history_are_what_a_loop_counts(drawn: list[Row]) -> None:
    rows = oracle.tried(drawn)
    newest = rows[-1].at.astimezone(BERLIN)
    found = usual_day(snapshot(drawn), now=newest + timedelta(days=1), zone=BERLIN)
    until = newest.replace(minute=0)
    day = (until - timedelta(microseconds=1)).date()
    by = (until.hour, until.date() == day)

    def failing(on: object) -> int:
        people = set()
        for row in rows:
            local = row.at.astimezone(BERLIN)
            if row.failed and local.date() == on and (not by[1] or local.hour < by[0]):
                people.add(row.user)
        return len(people)

    first = rows[0].at.astimezone(BERLIN)
    days = [day - timedelta(days=7 * week) for week in range(8, 0, -1)]
    history = [
        failing(one)
        for one in days
        if first.date() < one or (first.date() == one and not first.time().hour and not first.time().minute)
    ]
    if len(history) < 4:
        assert found is None
        return
    assert found
    assert (found.day, found.people, found.weeks) == (day.isoformat(), failing(day), len(history))
    assert sum(found.usual) / 2 == pytest.approx(fmean(history)) or found.usual.low == 0
    assert variance(history) >= 0
