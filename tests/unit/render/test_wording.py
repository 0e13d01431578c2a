from datetime import UTC, datetime, timedelta

import pytest

from bot.render.blocks import bar_chart, wording
from bot.reports.window import Window


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "none"), (0.0, "0 %"), (0.004, "under 1 %"), (0.73, "73 %"), (0.999, "99 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share: float | None, shown: str) -> None:
    assert wording.percent(share) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (list("abcdefg"), "a, b, c, d, e and 2 more")],
)
def test_a_list_reads_as_a_sentence(words: list[str], shown: str) -> None:
    assert wording.listing(words) == shown


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("the last 7 days", "in the last 7 days"),
        ("today", "today"),
        ("last week", "last week"),
        ("since 1 February 2017", "since 1 February 2017"),
        ("February 2017", "in February 2017"),
        ("2017-02-01", "on 2017-02-01"),
        ("2017-02-01 to 2017-02-15", "from 2017-02-01 to 2017-02-15"),
        ("Sunday 2017-02-26", "on Sunday 2017-02-26"),
        ("the weekend of 2017-02-25", "on the weekend of 2017-02-25"),
        ("the night of 2017-02-25", "in the night of 2017-02-25"),
        ("2017-02-25 14:00 to 15:00 UTC", "on 2017-02-25 14:00 to 15:00 UTC"),
        ("2017-02-25 14:00 to 2017-02-26 02:00 UTC", "from 2017-02-25 14:00 to 2017-02-26 02:00 UTC"),
        ("after 2017-02-25", "after 2017-02-25"),
        ("the day before yesterday", "the day before yesterday"),
        ("before Monday 2017-02-27", "before Monday 2017-02-27"),
    ],
)
def test_a_window_reads_within_a_sentence(label: str, shown: str) -> None:
    assert wording.during(Window(datetime(2017, 1, 1, tzinfo=UTC), datetime(2017, 2, 1, tzinfo=UTC), label)) == shown


@pytest.mark.parametrize(
    ("difference", "shown"),
    [(0, "as many as before"), (3, "3 more than before"), (-1200, "1,200 fewer than before")],
)
def test_a_comparison_needs_no_colour(difference: int, shown: str) -> None:
    assert wording.compared(difference) == shown


def test_a_row_from_the_future_is_new() -> None:
    assert wording.age(timedelta(hours=-3)) == "less than a minute old"
    assert wording.age(timedelta(hours=3)) == "3 hours old"


def test_counts_take_their_plural() -> None:
    assert [
        wording.people(1),
        wording.people(1204),
        wording.and_more(1, "day"),
        wording.and_more(2, "try", "tries"),
    ] == [
        "1 person",
        "1,204 people",
        "... and 1 more day",
        "... and 2 more tries",
    ]


def test_a_chart_keeps_the_newest_rows_and_counts_the_others() -> None:
    lines = bar_chart.bars([(f"day {n:03}", n, "") for n in range(40)])
    assert lines[0] == "(9 earlier rows left out)"
    assert lines[-1] == f"day 039  39  {'█' * 20}"
