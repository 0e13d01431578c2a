"""Days and hours in the reader's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.frames import local_time
from bot.reports.instants import to_micros

BERLIN = ZoneInfo("Europe/Berlin")


def times(*moments: str) -> np.ndarray:
    return np.array([to_micros(datetime.fromisoformat(moment)) for moment in moments], dtype=np.int64)


def minutes_later(minutes: int) -> datetime:
    return datetime(1995, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)


def test_an_hour_that_is_skipped_holds_nothing_and_one_that_comes_twice_holds_both() -> None:
    spring = times("2017-03-26T00:59:59Z", "2017-03-26T01:00:00Z")
    assert local_time.hours(spring, BERLIN).tolist() == [1, 3]
    autumn = times("2017-10-29T00:30:00Z", "2017-10-29T01:30:00Z", "2017-10-29T02:30:00Z")
    assert local_time.hours(autumn, BERLIN).tolist() == [2, 2, 3]


def test_a_day_begins_at_local_midnight_on_both_sides_of_a_change() -> None:
    around = times("2017-03-25T22:59:59Z", "2017-03-25T23:00:00Z", "2017-03-26T21:59:59Z", "2017-03-26T22:00:00Z")
    days = [local_time.iso(day) for day in local_time.days(around, BERLIN).tolist()]
    assert days == ["2017-03-25", "2017-03-26", "2017-03-26", "2017-03-27"]


def test_no_times_have_no_days() -> None:
    assert local_time.days(times(), BERLIN).tolist() == []


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 35 * 365 * 24 * 60).map(minutes_later), max_size=5),
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]
    ),
)
def test_every_moment_has_the_hour_and_day_that_a_clock_there_shows(moments: list[datetime], name: str) -> None:
    zone, aware = ZoneInfo(name), sorted(moments)
    stamps = np.array([to_micros(moment) for moment in aware], dtype=np.int64)
    shown = [moment.astimezone(zone) for moment in aware]
    assert local_time.hours(stamps, zone).tolist() == [moment.hour for moment in shown]
    assert [local_time.iso(day) for day in local_time.days(stamps, zone).tolist()] == [
        f"{one:%Y-%m-%d}" for one in shown
    ]
    assert [local_time.day_of(moment, zone) for moment in aware] == local_time.days(stamps, zone).tolist()
