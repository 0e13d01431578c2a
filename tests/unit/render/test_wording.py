from datetime import UTC, datetime, timedelta

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.cases.time_to_success import TimeToSuccess
from bot.analysis.incidents import Incident
from bot.analysis.people.usual_people import UsualPeople
from bot.analysis.statistics.proportion import Interval
from bot.render.blocks import bar_chart, wording
from bot.render.cases.incidents import usually
from bot.render.lines.change import usual
from bot.render.lines.until_success import half_within
from bot.reports.window import Window
from tests.unit.render import sample


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "none"), (0.0, "0 %"), (0.004, "under 1 %"), (0.73, "73 %"), (0.999, "99 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share: float | None, shown: str) -> None:
    assert wording.percent(share) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (list("abcdef"), "a, b, c, d, e and f"),
        (list("abcdefg"), "a, b, c, d, e and 2 more"),
    ],
)
def test_a_list_reads_as_a_sentence(words: list[str], shown: str) -> None:
    assert wording.listing(words) == shown


@pytest.mark.parametrize(
    ("words", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_a_choice_reads_as_a_question(words: list[str], shown: str) -> None:
    assert wording.either(words) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        ("12 fewer", "85 fewer", "12 to 85 fewer"),
        ("1 more", "4 fewer", "1 more to 4 fewer"),
        ("none fewer", "4 fewer", "none to 4 fewer"),
        ("1 hour", "6 hours", "1 hour to 6 hours"),
    ],
)
def test_what_both_ends_of_a_range_say_is_said_once(low: str, high: str, shown: str) -> None:
    assert wording.spread(low, high) == shown


@pytest.mark.parametrize(
    ("half", "earliest", "latest", "said"),
    [  # in hours
        (7, 6, 19, "within 7 hours (6 to 19 hours)"),
        (0.5, 0.2, None, "within 30 minutes (12 minutes or more)"),
        (0.9, 0.5, 3, "within 54 minutes (30 minutes to 3 hours)"),
        (57, 41, 80, "within 57 hours (41 to 80 hours)"),
        (95, None, 96, "within 95 hours (up to 4 days)"),
        (144, 118, 217, "within 6 days (5 to 9 days)"),
        (None, 118, None, ""),
    ],
)
def test_how_long_half_take_is_told_in_the_unit_that_is_read_most_easily(
    half: float | None, earliest: float | None, latest: float | None, said: str
) -> None:
    found = (timedelta(hours=one) if one is not None else None for one in (half, earliest, latest))
    assert half_within(TimeToSuccess(timedelta(days=30), 34, None, None, *found)) == said


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (None, "no data before says what is usual"),
        (0.0, "usually none"),
        (0.4, "usually none"),
        (0.5, "usually about 1"),
        (0.9, "usually about 1"),
        (2.6, "usually about 3"),
    ],
)
def test_none_are_usual_where_more_often_than_not_there_is_nobody(expected: float | None, said: str) -> None:
    cause = sample.KNOWN.causes["no_license"]
    assert usually(Incident(cause, sample.NOW, sample.NOW, 9, expected)) == said


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
    assert wording.age(timedelta(seconds=59)) == "less than a minute old"
    assert wording.age(timedelta(seconds=107)) == "a minute old"
    assert wording.age(timedelta(seconds=120)) == "2 minutes old"
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


@pytest.mark.parametrize(
    ("by", "called"),
    [
        ("method", "No method that the data names"),
        (GroupBy.METHOD, "No method that the data names"),
        ("role", "(none)"),
    ],
)
def test_what_the_data_does_not_say_has_one_name(by: str, called: str) -> None:
    assert wording.without(by) == called


@pytest.mark.parametrize(
    ("number", "shown", "left"), [(0, 0, 0), (4, 4, 0), (5, 5, 0), (6, 6, 0), (7, 5, 2), (40, 5, 35)]
)
def test_of_a_list_of_five_no_single_one_is_left_out(number: int, shown: int, left: int) -> None:
    items = list(range(number))
    assert (len(wording.first_of(items, 5)), wording.left_of(items, 5)) == (shown, left)


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [(0.0, 68.6, "0 to 68 are usual"), (8.2, 25.0, "9 to 25 are usual"), (2.1, 3.9, "3 is usual")],
)
def test_what_is_just_beyond_is_not_called_usual(low: float, high: float, says: str) -> None:
    assert usual(UsualPeople("", 69, Interval(low, high), 8, unusual=True)) == says
