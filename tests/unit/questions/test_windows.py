from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.questions.question import Compare, Failures
from tests.unit.questions.asking import BERLIN, ask, span, the_window

# asked on Wednesday 2017-03-15 at 13:00 in Berlin
WINDOWS = """
    24h                         | 2017-03-14 13:00 | 2017-03-15 13:00 | the last 24 hours
    7d                          | 2017-03-08 13:00 | 2017-03-15 13:00 | the last 7 days
    2w                          | 2017-03-01 13:00 | 2017-03-15 13:00 | the last 14 days
    7 days                      | 2017-03-08 13:00 | 2017-03-15 13:00 | the last 7 days
    last 3 days                 | 2017-03-12 13:00 | 2017-03-15 13:00 | the last 3 days
    the last three days         | 2017-03-12 13:00 | 2017-03-15 13:00 | the last 3 days
    past 24 hours               | 2017-03-14 13:00 | 2017-03-15 13:00 | the last 24 hours
    in the past week            | 2017-03-08 13:00 | 2017-03-15 13:00 | the last 7 days
    today                       | 2017-03-15 00:00 | 2017-03-15 13:00 | today
    yesterday                   | 2017-03-14 00:00 | 2017-03-15 00:00 | yesterday
    this week                   | 2017-03-13 00:00 | 2017-03-15 13:00 | this week
    last week                   | 2017-03-06 00:00 | 2017-03-13 00:00 | last week
    during the last week        | 2017-03-06 00:00 | 2017-03-13 00:00 | last week
    this month                  | 2017-03-01 00:00 | 2017-03-15 13:00 | this month
    last month                  | 2017-02-01 00:00 | 2017-03-01 00:00 | last month
    this year                   | 2017-01-01 00:00 | 2017-03-15 13:00 | this year
    last year                   | 2016-01-01 00:00 | 2017-01-01 00:00 | last year
    since 2017-02-01            | 2017-02-01 00:00 | 2017-03-15 13:00 | since 2017-02-01
    2017-02-01..                | 2017-02-01 00:00 | 2017-03-15 13:00 | since 2017-02-01
    since monday                | 2017-03-13 00:00 | 2017-03-15 13:00 | since Monday 2017-03-13
    since yesterday             | 2017-03-14 00:00 | 2017-03-15 13:00 | since yesterday
    since last week             | 2017-03-06 00:00 | 2017-03-15 13:00 | since last week
    since feb 2017              | 2017-02-01 00:00 | 2017-03-15 13:00 | since February 2017
    since the start of february | 2017-02-01 00:00 | 2017-03-15 13:00 | since 2017-02-01
    since mid february          | 2017-02-15 00:00 | 2017-03-15 13:00 | since 2017-02-15
    since the end of february   | 2017-02-21 00:00 | 2017-03-15 13:00 | since 2017-02-21
    since 7d                    | 2017-03-08 13:00 | 2017-03-15 13:00 | the last 7 days
    2017-02-01..2017-02-15      | 2017-02-01 00:00 | 2017-02-16 00:00 | 2017-02-01 to 2017-02-15
    2017-02-01 .. 2017-02-15    | 2017-02-01 00:00 | 2017-02-16 00:00 | 2017-02-01 to 2017-02-15
    2017-02-01 to 2017-02-15    | 2017-02-01 00:00 | 2017-02-16 00:00 | 2017-02-01 to 2017-02-15
    between feb 1 2017 and february 15, 2017 | 2017-02-01 00:00 | 2017-02-16 00:00 | 2017-02-01 to 2017-02-15
    2017-02-01..2017-02-01      | 2017-02-01 00:00 | 2017-02-02 00:00 | 2017-02-01
    jan 2017..feb 2017          | 2017-01-01 00:00 | 2017-03-01 00:00 | 2017-01-01 to 2017-02-28
    2017-02-01                  | 2017-02-01 00:00 | 2017-02-02 00:00 | 2017-02-01
    2017-2-1                    | 2017-02-01 00:00 | 2017-02-02 00:00 | 2017-02-01
    1st feb 2017                | 2017-02-01 00:00 | 2017-02-02 00:00 | 2017-02-01
    2016-02-29                  | 2016-02-29 00:00 | 2016-03-01 00:00 | 2016-02-29
    feb 2017                    | 2017-02-01 00:00 | 2017-03-01 00:00 | February 2017
    February 2017               | 2017-02-01 00:00 | 2017-03-01 00:00 | February 2017
    2017-02                     | 2017-02-01 00:00 | 2017-03-01 00:00 | February 2017
    in february                 | 2017-02-01 00:00 | 2017-03-01 00:00 | February 2017
    december                    | 2016-12-01 00:00 | 2017-01-01 00:00 | December 2016
    mar 2017                    | 2017-03-01 00:00 | 2017-03-15 13:00 | March 2017
    on monday                   | 2017-03-13 00:00 | 2017-03-14 00:00 | Monday 2017-03-13
    wednesday                   | 2017-03-15 00:00 | 2017-03-15 13:00 | Wednesday 2017-03-15
    last wednesday              | 2017-03-08 00:00 | 2017-03-09 00:00 | Wednesday 2017-03-08
    all                         | 1970-01-01 01:00 | 2017-03-15 13:00 | all loaded data
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in WINDOWS.strip().splitlines()]


@pytest.mark.parametrize(("words", "start", "end", "label"), ROWS)
def test_words_mean_this_span(words: str, start: str, end: str, label: str) -> None:
    window = the_window(f"failures {words}")
    assert (*span(window), window.label) == (start, end, label)


@pytest.mark.parametrize("words", ["7d", "24h", "today", "yesterday", "last week", "this month", "since monday"])
def test_what_is_measured_from_now_is_relative(words: str) -> None:
    assert the_window(f"failures {words}").relative


@pytest.mark.parametrize("words", ["feb 2017", "2017-02-01", "2017-02-01..2017-02-15", "since 2017-02-01"])
def test_what_stands_in_the_calendar_is_not_relative(words: str) -> None:
    assert not the_window(f"failures {words}").relative


def test_a_window_is_kept_in_utc_and_measured_in_the_zone_of_the_reader() -> None:
    window = the_window("failures 2017-02-01", zone=ZoneInfo("Asia/Kolkata"))
    assert window.start == datetime(2017, 1, 31, 18, 30, tzinfo=UTC)
    assert window.start.utcoffset() == window.end.utcoffset() == timedelta(0)


def test_today_is_the_day_of_the_reader() -> None:
    late = datetime(2017, 3, 14, 23, 30, tzinfo=UTC)
    assert span(the_window("failures today", now=late)) == ("2017-03-15 00:00", "2017-03-15 00:30")
    west = ZoneInfo("America/Los_Angeles")
    assert span(the_window("failures today", now=late, zone=west), west) == ("2017-03-14 00:00", "2017-03-14 16:30")


CLOCK_CHANGES = {
    # a day without one of its hours, a day that has one twice, midnights that do not exist or exist twice
    ("Europe/Berlin", "2017-03-26"): ("2017-03-25T23:00", "2017-03-26T22:00"),
    ("Europe/Berlin", "2017-10-29"): ("2017-10-28T22:00", "2017-10-29T23:00"),
    ("America/Sao_Paulo", "2017-10-15"): ("2017-10-15T03:00", "2017-10-16T02:00"),
    ("America/Sao_Paulo", "2017-02-18"): ("2017-02-18T02:00", "2017-02-19T03:00"),
    ("America/Havana", "2017-11-05"): ("2017-11-05T04:00", "2017-11-06T05:00"),
    ("Pacific/Apia", "2011-12-31"): ("2011-12-30T10:00", "2011-12-31T10:00"),
}


@pytest.mark.parametrize(("place", "expected"), CLOCK_CHANGES.items())
def test_a_day_lasts_as_long_as_its_clocks_say(place: tuple[str, str], expected: tuple[str, str]) -> None:
    zone, day = place
    window = the_window(f"failures {day}", now=datetime(2018, 1, 1, tzinfo=UTC), zone=ZoneInfo(zone))
    assert tuple(f"{instant:%Y-%m-%dT%H:%M}" for instant in (window.start, window.end)) == expected


def test_a_week_with_a_clock_change_is_an_hour_shorter() -> None:
    assert the_window("failures last week", now=datetime(2017, 3, 29, tzinfo=UTC)).length == timedelta(hours=167)


def test_seven_days_are_168_hours_whatever_the_clocks_do() -> None:
    assert the_window("failures 7d", now=datetime(2017, 3, 29, tzinfo=UTC)).length == timedelta(hours=168)


def test_the_first_instant_of_a_day_is_in_today_and_in_this_week() -> None:
    monday = datetime(2017, 3, 13, tzinfo=BERLIN).astimezone(UTC)
    for words in ("today", "this week", "since today"):
        window = the_window(f"failures {words}", now=monday)
        assert window.start == monday < window.end


@pytest.mark.parametrize(
    ("words", "previous"),
    [
        ("today", ("2017-03-14 00:00", "2017-03-14 13:00")),  # what goes on: as far as it has come
        ("yesterday", ("2017-03-13 00:00", "2017-03-14 00:00")),
        ("this week", ("2017-03-06 00:00", "2017-03-08 13:00")),
        ("last week", ("2017-02-27 00:00", "2017-03-06 00:00")),
        ("this month", ("2017-02-01 00:00", "2017-02-15 13:00")),
        ("last month", ("2017-01-01 00:00", "2017-02-01 00:00")),
        ("last year", ("2015-01-01 00:00", "2016-01-01 00:00")),
        ("7d", ("2017-03-01 13:00", "2017-03-08 13:00")),
        ("feb 2017", ("2017-01-01 00:00", "2017-02-01 00:00")),
        ("jan 2017..feb 2017", ("2016-11-01 00:00", "2017-01-01 00:00")),
        ("2017-02-01..2017-02-15", ("2017-01-17 00:00", "2017-02-01 00:00")),
    ],
)
def test_a_window_is_compared_with_its_like(words: str, previous: tuple[str, str]) -> None:
    question = ask(f"compare {words}")
    assert isinstance(question, Compare)
    assert span(question.previous) == previous
    failures = ask(f"failures {words}")
    assert isinstance(failures, Failures)
    assert span(failures.window.previous()) == previous


@pytest.mark.parametrize(
    ("words", "now", "start", "end"),
    [
        ("failures last weekend", "2017-03-15T12:00", "2017-03-04T00:00", "2017-03-06T00:00"),
        ("failures 2017-03-11 to 2017-03-12", "2017-03-15T12:00", "2017-03-04T00:00", "2017-03-06T00:00"),
        ("failures this weekend", "2017-03-11T09:00", "2017-03-04T00:00", "2017-03-04T09:00"),
        ("failures 2017-03-10 to 2017-03-11", "2017-03-15T12:00", "2017-03-08T00:00", "2017-03-10T00:00"),
    ],
)
def test_a_weekend_is_compared_with_the_one_before(words: str, now: str, start: str, end: str) -> None:
    question = ask(words, now=datetime.fromisoformat(now).replace(tzinfo=UTC), zone=ZoneInfo("UTC"))
    assert isinstance(question, Failures)
    before = question.window.previous()
    assert (before.start, before.end) == tuple(datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (start, end))
