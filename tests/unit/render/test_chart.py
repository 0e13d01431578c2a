"""Charts: within Slack's limits whatever the days, and a day without data is never a zero."""

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from bot.knowledge.catalogue import load
from bot.local_slack.block_kit.surfaces import check_blocks
from bot.render.blocks import limits
from bot.render.blocks import native_chart as chart
from bot.render.blocks.data_table import rows_of

NEWEST = date(2026, 11, 28)


def days(number: int, unknown: tuple[int, ...] = ()) -> list[tuple[str, tuple[int, ...] | None]]:
    first = NEWEST - timedelta(days=number - 1)
    return [((first + timedelta(days=day)).isoformat(), None if day in unknown else (1, 10)) for day in range(number)]


def values(block: dict[str, object], series: int = 0) -> dict[str, int]:
    found = block["chart"]["series"][series]["data"]  # type: ignore[index]
    return {point["label"]: point["value"] for point in found}


@pytest.mark.parametrize(
    ("number", "bars", "title"),
    [
        (1, 1, "Attempts a day"),
        (20, 20, "Attempts a day"),
        (21, 11, "Attempts every 2 days"),
        (30, 15, "Attempts every 2 days"),
        (41, 6, "Attempts a week"),
        (90, 13, "Attempts a week"),
        (141, 6, "Attempts every 28 days"),
        (800, 20, "Attempts every 40 days"),
    ],
)
def test_more_days_than_bars_are_added_up_and_none_is_lost(number: int, bars: int, title: str) -> None:
    (drawn,) = chart.daily("Attempts", ("Failed", "Succeeded"), days(number))
    assert check_blocks([drawn]) == []
    assert (drawn["title"], len(values(drawn))) == (title, bars)
    assert (sum(values(drawn).values()), sum(values(drawn, 1).values())) == (number, 10 * number)


def test_the_bars_end_with_the_newest_day() -> None:
    (drawn,) = chart.daily("Attempts", ("Failed", "Succeeded"), days(21))
    assert [*values(drawn)][:2] == ["Sun 8 Nov", "9-10 Nov"]
    assert [*values(drawn)][-1] == "27-28 Nov"


def counted(*numbers: int | None) -> list[tuple[str, tuple[int, ...] | None]]:
    """The numbers of the last days, behind so many days of one that a bar holds two."""
    behind = days(22 - len(numbers))
    known = [(1,) for _ in behind] + [None if number is None else (number,) for number in numbers]
    return [(day, numbers) for (day, _), numbers in zip(days(22), known, strict=True)]


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ((77, 5), "Most on one day: 77, on Fri 27 Nov."),
        ((5, None, 1077, 3), "Most on one day: 1,077, on Fri 27 Nov."),
        ((5, 3, 5), None),
    ],
)
def test_bars_of_several_days_tell_the_day_of_the_most(last: tuple[int | None, ...], said: str | None) -> None:
    drawn, *notes = chart.daily("Failed", ("Failed",), counted(*last))
    assert drawn["title"] == "Failed every 2 days"
    assert [note["elements"][0]["text"] for note in notes if "Most" in str(note)] == ([said] if said else [])


def test_bars_of_one_day_each_need_no_such_line() -> None:
    assert len(chart.daily("Failed", ("Failed",), counted(77, 5)[-7:])) == 1


def test_a_day_without_data_is_no_bar_and_is_told() -> None:
    drawn, note = chart.daily("Attempts", ("Failed", "Succeeded"), days(7, unknown=(2, 3, 5)))
    assert [*values(drawn)] == ["Sun 22 Nov", "Mon 23 Nov", "Thu 26 Nov", "Sat 28 Nov"]
    said = note["elements"][0]["text"]
    assert said == "No data for 3 days, which is not the same as none: 24-25 Nov, Fri 27 Nov."


def test_a_bar_of_which_some_days_are_unknown_says_so() -> None:
    drawn, _ = chart.daily("Attempts", ("Failed", "Succeeded"), days(30, unknown=(1,)))
    assert values(drawn)["30-31 Oct (part)"] == 1


def test_without_any_day_there_is_no_chart_but_the_reason() -> None:
    (note,) = chart.daily("Attempts", ("Failed", "Succeeded"), days(2, unknown=(0, 1)))
    assert "No data for 2 days" in note["elements"][0]["text"]
    assert chart.daily("Attempts", ("Failed",), []) == []


def test_what_cutting_makes_equal_is_numbered() -> None:
    labels = chart.unique(["The same long beginning, one", "The same long beginning, two", "", "", "x\u202ey"])
    assert labels == ["The same long begin…", "The same long beg… 2", "-", "- 2", "xy"]


def test_numbers_of_numpy_become_json_and_others_than_finite_are_refused() -> None:
    numbers: list[Any] = [np.int64(3), np.float64(0.5)]
    made = chart.chart("line", "Counts", {"People": numbers}, ["a", "b"])
    assert json.loads(json.dumps(made, allow_nan=False))["chart"]["series"][0]["data"][0]["value"] == 3
    with pytest.raises(ValueError, match="finite"):
        chart.chart("line", "Counts", {"People": [float("nan")]}, ["a"])
    with pytest.raises(ValueError, match="more points"):
        chart.chart("bar", "Counts", {"People": [1] * 21}, [str(number) for number in range(21)])


def test_every_cause_has_a_short_name_of_its_own() -> None:
    short = [cause.short for cause in load().causes.values()]
    assert all(0 < len(name) <= limits.CHART_LABEL for name in short)
    assert len(set(short)) == len(short)


def test_where_a_bar_takes_several_days_each_day_has_a_row() -> None:
    november: list[tuple[str, tuple[int, ...] | None]] = [(f"2026-11-{day:02}", (day, 2 * day)) for day in range(1, 31)]
    november[4] = ("2026-11-05", None)
    table, *rest = chart.each_day("Each day", ("People", "Rows"), november, part=("2026-11-30",))
    head, rows = rows_of(table)
    assert (head, rest) == (["Day", "People", "Rows"], [])
    told = [cells for cells, _ in rows]
    assert len(told) == 30
    assert told[0] == ["Mon 30 Nov (part)", "30", "60"]
    assert told[-1] == ["Sun 1 Nov", "1", "2"]
    assert told[-5] == ["Thu 5 Nov", "no data", "no data"]


def test_where_each_day_has_its_bar_none_is_told_twice() -> None:
    assert chart.each_day("Each day", ("People",), [(f"2026-11-{day:02}", (day,)) for day in range(1, 21)]) == []
