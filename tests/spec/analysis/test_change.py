"""Better or worse is said where the test bears it: drawn data on both sides of each threshold."""

from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from bot.analysis.compare import CompareAnswer, compare
from bot.analysis.incidents import incidents
from bot.analysis.statistics.change import Change, Verdict, change, votes
from bot.analysis.trend import TrendAnswer, trend
from bot.knowledge.catalogue import load
from bot.questions.dates.calendar import Moment
from bot.questions.dates.windows import take_window
from bot.render.answers import trend as trend_message
from bot.render.formats import terminal
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.window import Window
from tests.support.frames import Row, snapshot

ZONE = ZoneInfo("UTC")
MONDAY = datetime(2026, 11, 9, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def rows(start: datetime, days: int, a_day: int, succeed: int, detail: str = "failed.no_license") -> list[Row]:
    """So many different people a day, of whom the first so many succeed."""
    return [
        {
            "at": str(start + day * DAY + timedelta(hours=9, minutes=5 * number)),
            "user": f"u{(start - MONDAY).days}-{day}-{number}",
            "result": "Succeeded" if number < succeed else "Failed",
            "detail": "succeeded" if number < succeed else detail,
        }
        for day in range(days)
        for number in range(a_day)
    ]


def ask_trend(drawn: list[Row], days: int, receipts: tuple[Receipt, ...] = ()) -> TrendAnswer:
    end = MONDAY + days * DAY
    window = Window(MONDAY, end, "then")
    table = sorted(drawn, key=lambda row: row["at"])
    return trend(snapshot(table, receipts=receipts), window, catalogue=load(), now=end, zone=ZONE)


def told(answer: TrendAnswer) -> Change:
    assert answer.change
    return answer.change


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(12, 12, Verdict.SAME), (12, 10, Verdict.SAME), (12, 6, Verdict.WORSE), (6, 12, Verdict.BETTER)],
)
def test_a_trend_claims_what_the_interval_bears(before: int, after: int, verdict: Verdict) -> None:
    answer = ask_trend(rows(MONDAY, 7, 20, before) + rows(MONDAY + 7 * DAY, 7, 20, after), 14)
    assert told(answer).verdict is verdict
    assert (told(answer).earlier, told(answer).later) == pytest.approx((before / 20, after / 20))
    low, high = told(answer).difference
    assert (low > 0 or high < 0) is (verdict in {Verdict.BETTER, Verdict.WORSE})


def test_a_few_a_day_are_too_few_to_tell() -> None:
    answer = ask_trend(rows(MONDAY, 4, 3, 2) + rows(MONDAY + 4 * DAY, 3, 3, 1), 7)
    assert told(answer).verdict is Verdict.TOO_FEW


def test_one_who_hammers_at_the_page_is_no_change() -> None:
    calm = rows(MONDAY, 14, 10, 6)
    hammer: list[Row] = [
        {"at": str(MONDAY + 10 * DAY + timedelta(minutes=n)), "user": "dana", "result": "Failed"} for n in range(60)
    ]
    answer = ask_trend(calm + hammer, 14)
    assert answer.counts.success_rate == pytest.approx(0.42)
    assert told(answer).verdict not in {Verdict.BETTER, Verdict.WORSE}
    assert told(answer).later == pytest.approx(42 / 71)


def test_nine_people_bear_no_claim_and_ten_do() -> None:
    def of(people: int) -> Verdict:
        users, days = np.repeat(np.arange(people), 10), np.tile(np.arange(10), people)
        found = change(*(votes(users, days + 10 * half, np.full(len(users), half == 0)) for half in (0, 1)))
        assert found
        return found.verdict

    assert (of(9), of(10)) == (Verdict.TOO_FEW, Verdict.WORSE)


def test_less_than_two_points_is_no_news_however_sure() -> None:
    users = np.arange(40_000)
    first = votes(users, users % 10, users % 1000 < 600)
    for more, verdict in ((19, Verdict.SAME), (21, Verdict.BETTER)):
        found = change(first, votes(users, users % 10 + 10, users % 1000 < 600 + more))
        assert found
        assert found.verdict is verdict


def test_an_outage_day_is_named_and_the_figure_given_without_it() -> None:
    calm = rows(MONDAY, 14, 10, 8)
    outage = rows(MONDAY + 10 * DAY + timedelta(hours=1), 1, 60, 0, "failed.onprem_unreachable")
    answer = ask_trend([*calm, *({**row, "user": f"x{n}"} for n, row in enumerate(outage))], 14)
    (burst,) = answer.incidents
    assert (burst.cause.key, burst.people, burst.first_at.day) == ("onprem_unreachable", 60, 19)
    assert answer.counts.success_rate == pytest.approx(112 / 200)
    assert answer.calm
    assert answer.calm.counts.success_rate == pytest.approx(0.8)
    assert answer.calm.change
    assert answer.calm.change.verdict is not Verdict.WORSE


def _load(first: datetime, last: datetime) -> Receipt:
    kind = ReportKind.RESET
    return Receipt(
        path="x.csv", report=kind, recognised="", loaded_at=last, rows=1, new=1, repeated=0, changed=0, rejected=(),
        rejected_count=0, skipped=0, unknown_details=(), unknown_values=(), warnings=(), first=first, last=last,
    )  # fmt: skip


def test_a_day_between_two_loads_has_no_data_and_a_quiet_day_within_one_has_none_of_it() -> None:
    loads = (_load(MONDAY, MONDAY + 3 * DAY), _load(MONDAY + 5 * DAY, MONDAY + 7 * DAY))
    answer = ask_trend(rows(MONDAY, 2, 3, 1) + rows(MONDAY + 5 * DAY, 2, 3, 1), 7, loads)
    assert answer.no_data == ("2026-11-13",)
    assert [(point.attempts, point.covered) for point in answer.points][2:5] == [(0, True), (0, True), (0, False)]


def test_days_that_are_known_only_in_part_are_marked() -> None:
    loads = (_load(MONDAY + 10 * HOUR, MONDAY + 2 * DAY + HOUR), _load(MONDAY + 3 * DAY + 9 * HOUR, MONDAY + 5 * DAY))
    answer = ask_trend(
        rows(MONDAY + HOUR, 1, 3, 1) + rows(MONDAY + DAY, 1, 3, 1) + rows(MONDAY + 4 * DAY, 1, 3, 1), 7, loads
    )
    marked = {point.day[-2:]: point.whole for point in answer.points}
    #  Monday begins at ten, Wednesday is known up to one o'clock, Thursday from nine on, the last day is not over
    assert marked == {"09": False, "10": True, "11": False, "12": True, "13": False}
    said = str(trend_message.trend(answer, zone=ZONE).blocks)
    assert "Of Mon 9 Nov, Wed 11 Nov and Fri 13 Nov only a part is counted." in said
    assert "Wed 11 Nov (part)" in said


def test_a_night_between_two_loads_is_no_hole() -> None:
    loads = (_load(MONDAY, MONDAY + 17 * HOUR), _load(MONDAY + DAY + 8 * HOUR, MONDAY + 2 * DAY))
    answer = ask_trend(rows(MONDAY, 3, 3, 1), 7, loads)
    assert answer.points[1].whole


def test_a_window_that_the_data_does_not_reach_the_end_of_is_not_compared_as_a_whole_one() -> None:
    now = MONDAY + 8 * DAY + timedelta(hours=12)
    answer = ask_compare("this week", now, rows(MONDAY - DAY, 8, 10, 5))  # the newest row is of Sunday
    assert not answer.previous_covered
    assert "the data ends <!date" in trend_message.compare(answer, zone=ZONE).text


def ask_compare(words: str, now: datetime, drawn: list[Row]) -> CompareAnswer:
    taken = take_window(tuple(words.split()), Moment(now, ZONE))
    assert taken
    window, previous = taken[0].window, taken[0].previous
    table = sorted(drawn, key=lambda row: row["at"])
    return compare(snapshot(table), window, previous, catalogue=load(), now=now, zone=ZONE)


def test_a_week_that_is_not_over_is_compared_with_the_same_part_of_the_last_one() -> None:
    now = MONDAY + 8 * DAY + timedelta(hours=12)  # a Tuesday noon
    answer = ask_compare("this week", now, rows(MONDAY - DAY, 10, 10, 5))
    assert (answer.counts.failures, answer.previous.failures) == (10, 10)
    assert answer.previous_window.label == "last week up to Tuesday 12:00"
    assert answer.change
    assert answer.change.verdict is Verdict.TOO_FEW
    assert all(not group.change for group in answer.groups)


def test_a_side_that_the_data_does_not_cover_bears_no_comparison() -> None:
    answer = ask_compare("last week", MONDAY + 8 * DAY, rows(MONDAY - 2 * DAY, 9, 10, 5))
    assert not answer.previous_covered
    assert answer.change is None


def test_two_spans_that_overlap_are_told_to_and_nothing_is_claimed_of_them() -> None:
    now = MONDAY + 8 * DAY + timedelta(hours=12)
    taken = snapshot(
        sorted([*rows(MONDAY - 8 * DAY, 10, 40, 36), *rows(MONDAY + 2 * DAY, 7, 40, 4)], key=lambda row: row["at"])
    )
    week, both = Window(now - 7 * DAY, now, "the last week"), Window(now - 14 * DAY, now, "the last fortnight")
    alone = Window(now - 14 * DAY, now - 7 * DAY, "the week before")
    said = "The two spans overlap: what is in both counts in both."
    for previous, shared in ((both, True), (alone, False)):
        answer = compare(taken, week, previous, catalogue=load(), now=now, zone=ZONE)
        message = terminal.show(trend_message.compare(answer, zone=ZONE), width=1000)
        assert (said in message, " in the other span" in message, answer.change is None) == (shared, shared, shared)


@pytest.mark.parametrize(("people", "unusual"), [(5, False), (9, False), (16, True)])
def test_a_cause_is_unusual_beside_the_last_eight_weeks(people: int, unusual: bool) -> None:
    weeks = [rows(MONDAY - 7 * week * DAY, 1, size, 0) for week, size in enumerate((4, 6, 5, 7, 3, 6, 5, 6), start=1)]
    answer = ask_compare("last week", MONDAY + 8 * DAY, [*rows(MONDAY, 1, people, 0), *chain(*weeks)])
    found = {one.key: one for one in answer.usual}
    assert found["no_license"].unusual is unusual
    assert found["no_license"].weeks == 7  # the week in which the data begins is not whole
    assert found[""].people == people


def test_a_comparison_names_an_outage_and_gives_both_sides_without_it() -> None:
    """Whichever side the outage lies in."""
    outage = rows(MONDAY + 10 * DAY + timedelta(hours=1), 1, 60, 0, "failed.onprem_unreachable")
    drawn = [*rows(MONDAY - DAY, 16, 10, 8), *({**row, "user": f"x{n}"} for n, row in enumerate(outage))]
    taken = snapshot(sorted(drawn, key=lambda row: row["at"]))
    middle, end = MONDAY + 7 * DAY, MONDAY + 14 * DAY
    earlier, later = Window(MONDAY, middle, "the week before"), Window(middle, end, "that week")
    for window, previous, failed in ((later, earlier, (14, 14)), (earlier, later, (14, 14))):
        answer = compare(taken, window, previous, catalogue=load(), now=end + DAY, zone=ZONE, budget=1)
        (burst,) = answer.incidents
        assert (burst.cause.key, burst.people) == ("onprem_unreachable", 60)
        assert answer.calm
        assert (answer.calm.counts.failures, answer.calm.previous.failures) == failed
        assert {answer.counts.failures, answer.previous.failures} == {74, 14}
        assert answer.calm.change
        assert answer.calm.change.verdict is Verdict.SAME
        text = " ".join(terminal.show(trend_message.compare(answer, zone=ZONE), width=1000).split())
        assert f"Without that: 14 failed attempts in {window.label}, 14 in {previous.label}. Success rate: " in text


def test_an_outage_in_both_of_two_spans_that_overlap_is_named_once() -> None:
    outage = rows(MONDAY + 24 * DAY + timedelta(hours=1), 1, 60, 0, "failed.onprem_unreachable")
    usual = rows(MONDAY + 14 * DAY, 7, 2, 0, "failed.onprem_unreachable")  # before the one span, and in the other
    drawn = [*rows(MONDAY, 28, 10, 8), *({**row, "user": f"y{row['user']}"} for row in usual)]
    drawn += [{**row, "user": f"x{n}"} for n, row in enumerate(outage)]
    taken, end = snapshot(sorted(drawn, key=lambda row: row["at"])), MONDAY + 28 * DAY
    week, fortnight = (Window(end - days * DAY, end, f"the last {days} days") for days in (7, 14))
    alone = [incidents(taken, span, catalogue=load(), zone=ZONE, budget=1) for span in (week, fortnight)]
    assert alone[0] != alone[1]  # the weeks before them differ
    answer = compare(taken, week, fortnight, catalogue=load(), now=end, zone=ZONE, budget=1)
    assert answer.incidents == alone[0]


def test_a_comparison_without_an_outage_speaks_of_none() -> None:
    middle, end = MONDAY + 7 * DAY, MONDAY + 14 * DAY
    spans = Window(middle, end, "that week"), Window(MONDAY, middle, "the week before")
    answer = compare(snapshot(rows(MONDAY, 14, 10, 8)), *spans, catalogue=load(), now=end, zone=ZONE, budget=1)
    assert (answer.incidents, answer.calm) == ((), None)
    assert "Without" not in terminal.show(trend_message.compare(answer, zone=ZONE), width=1000)
