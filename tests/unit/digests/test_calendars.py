"""Public holidays: whose there are, what they do to a plan, and what is said about them."""

from datetime import UTC, date, datetime

import pytest

from bot.digests.calendars import calendar_code, calendar_named, has_estimates, is_holiday, next_holidays, regions_of
from bot.digests.due_times import due_slots
from bot.digests.plan import SubscriptionPlan
from tests.support.digest_fixture import plan


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE-BY", "DE-BY"), ("de-by", "DE-BY"), ("de", "DE"), ("GB-SCT", "GB-SCT"), ("DE-XX", None), ("XX", None),
     ("DEU", None), ("", None), ("DE-BY-X", None)],
)  # fmt: skip
def test_a_calendar_is_a_country_or_one_of_its_regions(text: str, code: str | None) -> None:
    assert calendar_code(text) == code


def test_regions_differ_in_their_days() -> None:
    epiphany = date(2027, 1, 6)
    assert [is_holiday(code, epiphany) for code in ("DE", "DE-BY", "DE-BE")] == [False, True, False]
    assert "BY" in regions_of("de")


def test_names_are_english_whatever_the_language_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    assert next_holidays("DE-BY", date(2026, 12, 24), 2) == (
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 26), "Second Day of Christmas"),
    )


@pytest.mark.parametrize(("code", "estimates"), [("TR", True), ("DE-BY", False), ("AE", True)])
def test_days_that_follow_the_moon_are_known_to_be_estimates(code: str, estimates: bool) -> None:
    assert has_estimates(code) is estimates


def test_a_daily_digest_does_not_come_on_a_public_holiday_and_a_weekly_one_comes_after_it() -> None:
    start, end = datetime(2026, 12, 24, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    daily = due_slots(plan("daily at 09:00 mon-fri tz:Europe/Berlin holidays:DE-BY,2026-12-24"), start, end)
    assert [slot.day for slot in daily] == [28, 29, 30]
    weekly = due_slots(plan("weekly on fri at 09:00 tz:Europe/Berlin holidays:DE-BY"), start, end)
    assert [slot.day for slot in weekly] == [28]


@pytest.mark.parametrize("words", ["holidays:DE-BY", "holidays:de-by,2026-12-24", "holidays:FR"])
def test_a_plan_with_a_calendar_comes_back_from_words_and_values(words: str) -> None:
    made = plan(f"daily at 09:00 {words}")
    assert plan(made.words()) == made
    assert SubscriptionPlan.from_dict(made.to_dict()) == made


@pytest.mark.parametrize(
    ("words", "code"),
    [("germany", "DE"), ("bavarian", "DE-BY"), ("Bayern", "DE-BY"), ("England", "GB-ENG"), ("new york", "US-NY"),
     ("lower saxony", "DE-NI"), ("la paz", None), ("santa cruz", None), ("georgia", None), ("holiday", None), ("", None)],
)  # fmt: skip
def test_a_calendar_is_found_by_the_name_of_one_place(words: str, code: str | None) -> None:
    assert calendar_named(words) == code
