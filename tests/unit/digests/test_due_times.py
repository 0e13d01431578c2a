from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digests.due_times import due_slots, next_slot
from bot.digests.plan import EVERY_DAY, SubscriptionPlan
from tests.support.digest_fixture import plan

YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # its summer time is half an hour
    "America/Santiago",  # its clocks jump at midnight
    "Asia/Kathmandu",  # 05:45 from UTC
    "Pacific/Apia",
)


def slots(words: str, start: str, end: str) -> list[str]:
    """The slots of a plan between two wall times, as wall times."""
    wanted = plan(words)
    zone = ZoneInfo(wanted.zone)
    after, until = (datetime.fromisoformat(edge).replace(tzinfo=zone).astimezone(UTC) for edge in (start, end))
    return [f"{slot.astimezone(zone):%a %d %H:%M%z}" for slot in due_slots(wanted, after, until)]


def first_passed(wanted: SubscriptionPlan) -> list[datetime]:
    """A slow oracle: walk the year in quarter hours; each chosen day is due when its clocks have first reached the time."""
    zone, at, found, done = ZoneInfo(wanted.zone), wanted.at, [], set[date]()
    assert at is not None
    now = YEAR[0]
    while now <= YEAR[1]:
        wall = now.astimezone(zone)
        chosen = EVERY_DAY[wall.weekday()] in wanted.days and wall.time() >= at
        if chosen and wall.date() not in done:
            done.add(wall.date())
            found.append(now)
        now += timedelta(minutes=15)
    return [slot for slot in found if slot > YEAR[0]]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", ["00:00", "01:30", "02:00", "02:15", "02:30", "03:00", "09:00", "23:45"])
def test_a_year_of_daily_slots_is_what_walking_through_it_in_quarter_hours_finds(zone: str, at: str) -> None:
    wanted = plan(f"daily at {at} tz:{zone}")
    found = due_slots(wanted, *YEAR)
    expected = first_passed(wanted)
    start = 1 if expected and expected[0] - YEAR[0] < timedelta(minutes=15) else 0  # the walk began in mid-day
    assert [slot for slot in found if slot >= expected[start]] == expected[start:]
    assert len(found) in (364, 365)


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_slots_asked_for_tick_by_tick_is_the_same_year(zone: str) -> None:
    wanted = plan(f"daily at 02:30 mon-fri tz:{zone}")
    found, cursor, now = list[datetime](), YEAR[0], YEAR[0]
    while now < YEAR[1]:
        now += timedelta(hours=7, minutes=13)
        found += due_slots(wanted, cursor, min(now, YEAR[1]))
        cursor = min(now, YEAR[1])
    assert found == due_slots(wanted, *YEAR)


def test_the_hour_that_does_not_exist_is_due_when_the_clocks_jump() -> None:
    assert slots("daily at 02:30 tz:Europe/Berlin", "2026-03-28T12:00", "2026-03-30T12:00") == [
        "Sun 29 03:00+0200",
        "Mon 30 02:30+0200",
    ]


def test_the_hour_that_exists_twice_is_due_once_at_its_first() -> None:
    assert slots("daily at 02:30 tz:Europe/Berlin", "2026-10-24T12:00", "2026-10-26T12:00") == [
        "Sun 25 02:30+0200",
        "Mon 26 02:30+0100",
    ]


def test_nine_o_clock_stays_nine_o_clock_through_both_changes() -> None:
    found = due_slots(plan("daily at 09:00 tz:Europe/Berlin"), *YEAR)
    assert {slot.astimezone(ZoneInfo("Europe/Berlin")).time() for slot in found} == {time(9)}
    assert {slot.time() for slot in found} == {time(7), time(8)}


def test_month_ends_and_the_leap_day_are_days_like_others() -> None:
    assert slots("daily at 09:00 tz:UTC", "2028-02-27T12:00", "2028-03-01T12:00") == [
        "Mon 28 09:00+0000",
        "Tue 29 09:00+0000",
        "Wed 01 09:00+0000",
    ]


def test_named_days_are_those_days() -> None:
    assert slots("daily at 09:00 mon-fri tz:UTC", "2026-11-20T00:00", "2026-11-25T00:00") == [
        "Fri 20 09:00+0000",
        "Mon 23 09:00+0000",
        "Tue 24 09:00+0000",
    ]


def test_a_weekly_plan_is_due_on_its_day() -> None:
    assert slots("weekly on mon at 08:00 tz:UTC", "2026-11-01T00:00", "2026-11-20T00:00") == [
        "Mon 02 08:00+0000",
        "Mon 09 08:00+0000",
        "Mon 16 08:00+0000",
    ]


def test_a_weekly_digest_moves_from_a_holiday_to_the_next_working_day() -> None:
    words = "weekly on fri at 08:00 tz:UTC holidays:2026-11-06"
    assert slots(words, "2026-11-01T00:00", "2026-11-15T00:00") == ["Mon 09 08:00+0000", "Fri 13 08:00+0000"]


def test_a_daily_digest_of_a_holiday_is_told_by_the_next_one() -> None:
    words = "daily at 09:00 mon-fri tz:UTC holidays:2026-11-23,2026-11-24"
    assert slots(words, "2026-11-20T12:00", "2026-11-26T00:00") == ["Wed 25 09:00+0000"]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("daily at 06:30 tz:UTC quiet:22:00-07:00", "Mon 23 07:00+0000"),
        ("daily at 07:00 tz:UTC quiet:22:00-07:00", "Mon 23 07:00+0000"),
        ("daily at 21:59 tz:UTC quiet:22:00-07:00", "Mon 23 21:59+0000"),
        ("daily at 12:30 tz:UTC quiet:12:00-13:00", "Mon 23 13:00+0000"),
    ],
)
def test_quiet_hours_hold_a_slot_until_their_end(words: str, due: str) -> None:
    assert slots(words, "2026-11-22T23:59", "2026-11-23T23:59") == [due]


def test_quiet_hours_over_midnight_hold_an_evening_slot_until_the_next_morning() -> None:
    words = "daily at 23:00 fri tz:UTC quiet:22:00-07:00"
    assert slots(words, "2026-11-20T00:00", "2026-11-23T00:00") == ["Sat 21 07:00+0000"]


def test_hourly_slots_held_by_quiet_hours_become_one_at_their_end() -> None:
    found = slots("hourly tz:UTC quiet:20:00-06:00", "2026-11-22T18:30", "2026-11-23T07:30")
    assert found == ["Sun 22 19:00+0000", "Mon 23 06:00+0000", "Mon 23 07:00+0000"]


def test_hourly_slots_never_come_twice_in_one_hour_of_the_clock() -> None:
    found = slots("hourly tz:Europe/Berlin", "2026-10-24T23:30", "2026-10-25T04:30")
    assert found == [
        "Sun 25 00:00+0200",
        "Sun 25 01:00+0200",
        "Sun 25 02:00+0200",
        "Sun 25 03:00+0100",
        "Sun 25 04:00+0100",
    ]
    found = slots("hourly tz:Europe/Berlin", "2026-03-29T00:30", "2026-03-29T04:30")
    assert found == ["Sun 29 01:00+0100", "Sun 29 03:00+0200", "Sun 29 04:00+0200"]


def test_a_week_long_outage_leaves_every_slot_to_be_counted() -> None:
    wanted = plan("daily at 09:00 mon-fri tz:Europe/Berlin")
    down = datetime(2026, 11, 16, 12, tzinfo=UTC)
    assert len(due_slots(wanted, down, down + timedelta(days=7))) == 5


def test_the_next_slot_is_found_however_far_away_and_none_when_holidays_leave_none() -> None:
    holidays = ",".join(str(date(2026, 11, 24) + timedelta(days=day)) for day in range(20))
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_slot(plan(f"daily at 09:00 tz:UTC holidays:{holidays}"), now) == datetime(2026, 12, 14, 9, tzinfo=UTC)
    assert next_slot(plan("daily at 09:00 tz:UTC"), now) == datetime(2026, 11, 24, 9, tzinfo=UTC)
