import json
from datetime import date, time

import pytest

from bot.analysis.answers import Filters
from bot.digests.plan import EVERY_DAY, Day, Empty, Frequency, SubscriptionPlan
from bot.privacy import Visibility
from bot.questions.question import Misunderstood, Subscribe
from tests.unit.questions.asking import ask

WORKDAYS = EVERY_DAY[:5]


def the_plan(words: str) -> SubscriptionPlan:
    question = ask(f"subscribe {words}")
    assert isinstance(question, Subscribe), question
    return question.plan


def test_everything_at_once() -> None:
    words = (
        "daily at 08:30 mon-fri tz:America/New_York cause:onprem result:blocked role:user domain:contoso.com "
        "show:names empty:silent quiet:20:00-07:00 holidays:2027-01-01,2026-12-25 unfinished marks:on"
    )
    assert the_plan(words) == SubscriptionPlan(
        frequency=Frequency.DAILY,
        zone="America/New_York",
        at=time(8, 30),
        days=WORKDAYS,
        filters=Filters(result="Blocked", cause="onprem", role="user", domain="contoso.com"),
        show=Visibility.NAMES,
        empty=Empty.SILENT,
        quiet=(time(20), time(7)),
        holidays=(date(2026, 12, 25), date(2027, 1, 1)),
        unfinished=True,
        recovery_marks=True,
    )


def test_what_is_not_said_is_nine_o_clock_every_day_in_the_zone_of_the_asker_with_people_masked() -> None:
    assert the_plan("daily") == SubscriptionPlan(Frequency.DAILY, "Europe/Berlin", time(9))
    assert (the_plan("daily").show, the_plan("daily").empty) == (Visibility.MASKED, Empty.LINE)


WHEN = {
    "daily at 09:00": ("daily", "09:00", EVERY_DAY),
    "daily at 9": ("daily", "09:00", EVERY_DAY),
    "daily at 9am": ("daily", "09:00", EVERY_DAY),
    "daily at 9 am": ("daily", "09:00", EVERY_DAY),
    "daily 5:30pm": ("daily", "17:30", EVERY_DAY),
    "daily at 12am": ("daily", "00:00", EVERY_DAY),
    "daily at 12pm": ("daily", "12:00", EVERY_DAY),
    "at 7:05 weekdays": ("daily", "07:05", WORKDAYS),
    "every weekday at 9": ("daily", "09:00", WORKDAYS),
    "every day at 02:30": ("daily", "02:30", EVERY_DAY),  # the hour that a clock change skips: the scheduler decides
    "mon,wed,fri at 9": ("daily", "09:00", (Day.MON, Day.WED, Day.FRI)),
    "on fri, mon and wednesday at 9": ("daily", "09:00", (Day.MON, Day.WED, Day.FRI)),
    "fri-mon at 9": ("daily", "09:00", (Day.MON, Day.FRI, Day.SAT, Day.SUN)),
    "mon-wed,sat at 9": ("daily", "09:00", (Day.MON, Day.TUE, Day.WED, Day.SAT)),
    "weekends at 10": ("daily", "10:00", EVERY_DAY[5:]),
    "weekly on mon at 09:00": ("weekly", "09:00", (Day.MON,)),
    "weekly": ("weekly", "09:00", (Day.MON,)),
    "every week on Fridays at 17:00": ("weekly", "17:00", (Day.FRI,)),
    "hourly cause:onprem": ("hourly", None, EVERY_DAY),
    "hourly mon-fri": ("hourly", None, WORKDAYS),
}


@pytest.mark.parametrize(("words", "expected"), WHEN.items())
def test_words_mean_these_days_and_times(words: str, expected: tuple[str, str | None, tuple[Day, ...]]) -> None:
    plan = the_plan(words)
    assert (str(plan.frequency), plan.at and f"{plan.at:%H:%M}", plan.days) == expected


def test_a_plan_is_written_as_plain_values_and_read_back() -> None:
    for words in ("daily", "hourly cause:onprem", "weekly on fri quiet:20:00-07:00 holidays:2026-12-25 unfinished"):
        plan = the_plan(words)
        assert SubscriptionPlan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


def test_plain_values_leave_out_what_is_not_set() -> None:
    assert the_plan("hourly cause:onprem").to_dict() == {
        "rhythm": "hourly",
        "zone": "Europe/Berlin",
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        "show": "masked",
        "empty": "line",
        "filters": {"cause": "onprem"},
        "holidays": [],
        "unfinished": False,
        "cutoffs": False,
        "marks": True,
    }


def test_plain_values_that_are_no_plan_are_refused() -> None:
    for wrong in ({"rhythm": "monthly", "zone": "UTC"}, {"zone": "UTC"}, {"rhythm": "daily", "zone": "UTC", "at": "x"}):
        with pytest.raises((ValueError, KeyError)):
            SubscriptionPlan.from_dict(wrong)


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [
        ("daily tz:W. Europe Standard Time at 08:30", "daily tz:Europe/Berlin at 08:30"),
        ('daily tz:"W. Europe Standard Time" show:names', "daily tz:Europe/Berlin show:names"),
        ("daily tz: 'Pacific Standard Time' mon-fri", "daily tz:America/Los_Angeles mon-fri"),
        ("daily tz:GMT Standard Time", "daily tz:Europe/London"),
        ("daily tz:E. South America Standard Time empty:line", "daily tz:America/Sao_Paulo empty:line"),
        ("daily tz:new york", "daily tz:America/New_York"),
        ("daily tz:PST", "daily tz:America/Los_Angeles"),
        ('daily "tz:Pacific Standard Time" role:"Global Administrator"',
         'daily tz:America/Los_Angeles role:"Global Administrator"'),
    ],
)  # fmt: skip
def test_the_zone_that_windows_name_stands_for_is_suggested_with_the_rest_as_it_was(
    words: str, suggestion: str
) -> None:
    question = ask(f"subscribe {words}")
    assert isinstance(question, Misunderstood)
    assert question.suggestion == f"subscribe {suggestion}"
    assert "is no time zone" in question.sentence


@pytest.mark.parametrize("words", ["tz: Asia/Tokyo", "tz=Asia/Tokyo", "tz: Asia/Tokyo mon-fri", "tz=Asia/Tokyo at 9"])
def test_a_zone_may_stand_behind_a_blank_or_an_equals_sign(words: str) -> None:
    assert the_plan(f"daily {words}").zone == "Asia/Tokyo"
