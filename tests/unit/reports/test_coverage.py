"""What an answer rests on, and each doubt in a sentence."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.analysis.data import data as data_of
from bot.analysis.failures import failures
from bot.knowledge.catalogue import load
from bot.reports.coverage import STALE_AFTER, coverage, gaps
from bot.reports.covered_spans import PULLED, Pulled
from bot.reports.folding.filtered_log import NO_FAILURE
from bot.reports.parsing.cut_off import BY_CHANCE, MORE_PAGES, SAYS_FILTERED
from bot.reports.parsing.summary import NAMELESS
from bot.reports.receipt import Receipt, ReportKind
from bot.reports.window import Window, everything, last
from tests.support.frames import NOW, at, receipt, snapshot
from tests.support.handed_over import read_text

RESET, AUDIT = ReportKind.RESET, ReportKind.AUDIT
ROWS = """
    at               | user
    2017-02-01 09:00 | dana
    2017-02-27 09:00 | dana
    2017-03-01 11:00 | dana
"""
WEEK = last(timedelta(days=7), now=NOW)


def warnings(*loads: Receipt, rows: str = ROWS, window: Window | None = WEEK) -> list[str]:
    return list(coverage(snapshot(rows, receipts=loads), RESET, window, NOW).warnings)


def test_it_says_span_age_and_the_rows_inside_the_window() -> None:
    covered = coverage(snapshot(ROWS), RESET, WEEK, NOW)
    assert (covered.rows, covered.first, covered.last) == (2, at("2017-02-01 09:00"), at("2017-03-01 11:00"))
    assert (covered.age, covered.sources, covered.warnings) == (timedelta(hours=1), ("reset activity",), ())


def test_without_a_window_all_rows_count() -> None:
    assert coverage(snapshot(ROWS), RESET, None, NOW).rows == 3


def test_sources_are_those_that_brought_rows_of_the_window() -> None:
    taken = snapshot("""
        at               | user | source
        2017-02-01 09:00 | dana |
        2017-03-01 11:00 | dana | audit log
    """)
    assert coverage(taken, RESET, None, NOW).sources == ("reset activity", "audit log")
    assert coverage(taken, RESET, WEEK, NOW).sources == ("audit log",)


def test_nothing_loaded_is_said() -> None:
    covered = coverage(snapshot(), RESET, WEEK, NOW)
    assert (covered.first, covered.age, covered.warnings) == (
        None,
        None,
        ("No rows of the reset activity report are loaded.",),
    )


def test_a_window_that_reaches_back_before_the_data_is_said() -> None:
    assert warnings(window=last(timedelta(days=60), now=NOW)) == ["There is no data before 2017-02-01 09:00 UTC."]
    assert warnings(window=everything(now=NOW)) == []


@pytest.mark.parametrize(
    ("length", "still_quiet", "old"),
    [
        (timedelta(minutes=30), "2017-03-01 11:00", "2017-03-01 10:59"),  # the reports' own delay
        (timedelta(hours=2), "2017-03-01 10:00", "2017-03-01 09:59"),  # no longer than the window
        (timedelta(hours=24), "2017-03-01 06:00", "2017-03-01 05:59"),  # a night
        (timedelta(days=7), "2017-03-01 03:36", "2017-03-01 03:35"),  # a twentieth
        (timedelta(days=90), "2017-02-27 12:00", "2017-02-27 11:59"),  # stale
    ],
)
def test_a_window_that_ends_after_the_data_is_said_when_rows_have_stopped_for_long(
    length: timedelta, still_quiet: str, old: str
) -> None:
    window = last(length, now=NOW)
    ends = [
        [
            told
            for told in warnings(rows=f"at | user \n 2016-01-01 | dana \n {when} | dana", window=window)
            if "no data after" in told
        ]
        for when in (still_quiet, old)
    ]
    missing = ": newer rows may be missing" if NOW - at(old) > STALE_AFTER else ""
    assert ends == [[], [f"There is no data after {old} UTC{missing}."]]


def test_a_row_from_the_future_is_said_with_the_setting_to_check() -> None:
    late = "at | user \n 2017-02-01 | dana \n 2017-03-01 09:00 | dana \n 2017-03-01 {} | dana"
    assert warnings(rows=late.format("12:05")) == []
    for window in (WEEK, None):
        assert warnings(rows=late.format("12:06"), window=window) == [
            "The newest row, of 2017-03-01 12:06 UTC, lies in the future: check SSPR_REPORT_TIMEZONE."
        ]


def test_a_row_from_the_future_neither_freshens_the_others_nor_hides_that_they_are_old() -> None:
    data = snapshot("at | user | result \n 2017-02-20 12:00 | dana | Failed \n 2018-01-01 | erik | Failed")
    found = coverage(data, RESET, WEEK, NOW)
    assert (found.last, found.age, found.old) == (NOW - timedelta(days=9), timedelta(days=9), True)
    assert found.warnings == (
        "The newest row, of 2018-01-01 00:00 UTC, lies in the future: check SSPR_REPORT_TIMEZONE.",
        "There is no data after 2017-02-20 12:00 UTC: newer rows may be missing.",
    )
    (source, *_) = data_of(data, now=NOW).sources
    assert (source.known, source.age) == (timedelta(days=9), None)
    answer = failures(data, last(timedelta(days=8), now=NOW), now=NOW, catalogue=load(), zone=UTC)
    assert answer.at_newest is not None
    assert answer.at_newest.counts.attempts == 1


def test_stale_data_is_said() -> None:
    assert warnings(rows="at | user \n 2017-02-26 12:00 | dana", window=None) == [
        "The newest row is 3 days old: newer rows may be missing."
    ]


@pytest.mark.parametrize(
    ("report", "rows", "cut_off"),
    [
        (RESET, 75_000, True),
        (RESET, 1_000, True),
        (RESET, 74_999, False),
        (AUDIT, 250_000, True),
        (AUDIT, 1_000, False),
    ],
)
def test_a_file_of_exactly_the_ceiling_is_probably_cut_off(report: ReportKind, rows: int, cut_off: bool) -> None:
    load = receipt(report, first="2017-02-01", last="2017-03-01", rows=rows, path="feb.csv")
    expected = f"feb.csv has exactly {rows:,} rows, the report's ceiling: it is probably cut off."
    assert warnings(load) == ([expected] if cut_off else [])


def test_a_cut_off_file_that_was_loaded_twice_is_said_once() -> None:
    load = receipt(RESET, first="2017-02-01", last="2017-03-01", rows=75_000, path="feb.csv")
    assert len(warnings(load, load, replace(load, repeated=75_000, new=0))) == 1


def test_a_cut_off_file_outside_the_window_does_not_matter() -> None:
    assert warnings(receipt(RESET, first="2017-02-01", last="2017-02-10", rows=75_000)) == []


PAGE = replace(receipt(AUDIT, first="2017-02-20", last="2017-03-01", path="page1.json"), warnings=(MORE_PAGES,))
OLDER = receipt(AUDIT, first="2017-02-01", last="2017-02-20", path="page2.json")
DOUBT = "page1.json is probably cut off: what it should hold besides is missing."


@pytest.mark.parametrize(
    ("loads", "doubted"),
    [
        ([PAGE], True),
        ([PAGE, OLDER], False),
        ([OLDER, PAGE], False),
        ([replace(PAGE, loaded_at=PAGE.loaded_at + timedelta(days=2)), OLDER], False),
        ([PAGE, replace(OLDER, path="page3.json")], True),
        ([PAGE, replace(OLDER, warnings=(MORE_PAGES,))], True),
        ([PAGE, replace(OLDER, recognised="another form")], True),
        ([PAGE, replace(OLDER, last=PAGE.last)], True),  # it tells of the same time: of another answer
        ([PAGE, replace(OLDER, path="old.json", loaded_at=OLDER.loaded_at - timedelta(days=2))], True),
        ([PAGE, replace(OLDER, path="old.json")], False),
    ],
)
def test_a_page_whose_last_one_was_loaded_apart_is_whole(loads: list[Receipt], doubted: bool) -> None:
    assert (DOUBT in warnings(*loads)) is doubted


SUCCESSES = replace(receipt(AUDIT, first="2017-02-23", last="2017-03-01"), number=7, warnings=(NO_FAILURE,))
WHOLE = replace(SUCCESSES, number=8, warnings=())


@pytest.mark.parametrize(
    ("loads", "doubted"),
    [
        ([SUCCESSES], True),
        ([SUCCESSES, WHOLE], False),  # whichever came first
        ([WHOLE, SUCCESSES], False),
        ([SUCCESSES, replace(WHOLE, first=at("2017-02-24"))], True),  # not of all of it
        ([SUCCESSES, replace(WHOLE, report=RESET)], True),  # another source: what the log tells still stands
        ([SUCCESSES, replace(WHOLE, warnings=(NO_FAILURE,))], True),
        ([replace(SUCCESSES, last=at("2017-02-20"))], False),  # before the window
    ],
)
def test_a_log_that_may_be_filtered_is_doubted_until_a_whole_one_is_loaded(loads: list[Receipt], doubted: bool) -> None:
    doubts = [warning for warning in warnings(*loads) if "Load 7 may be filtered" in warning]
    assert bool(doubts) is doubted


FEW = replace(SUCCESSES, warnings=(f"{NO_FAILURE} {BY_CHANCE}",))


@pytest.mark.parametrize(
    ("doubtful", "others", "said"),
    [
        (FEW, 0, True),
        (FEW, 2, True),
        (FEW, 3, False),  # a day of a series
        (SUCCESSES, 3, True),  # too many for chance
        (replace(FEW, recognised="another form"), 3, True),
        (replace(FEW, warnings=(*FEW.warnings, f"A line of the file says {SAYS_FILTERED}")), 3, True),
    ],
)
def test_few_attempts_of_one_file_among_others_of_its_form_are_no_filter(
    doubtful: Receipt, others: int, said: bool
) -> None:
    days = [
        replace(WHOLE, number=8 + day, first=at(f"2017-02-2{day}"), last=at(f"2017-02-2{day}")) for day in range(others)
    ]
    assert ("Load 7 may be filtered" in str(warnings(doubtful, *days))) is said


def test_rows_of_other_years_are_doubted_until_their_load_is_taken_back() -> None:
    rows = ["dana@x.y,User,2016-02-24T08:00:01Z,,Failed,x", "erik@x.y,User,2017-02-24T09:00:01Z,,Failed,x"]
    (report,) = read_text("\n".join(["User,Role,Date and Time,Method(s) Used,Result,Details", *rows, ""])).reports
    mistyped = replace(receipt(RESET, first="2016-02-24", last="2017-02-24"), number=7, warnings=report.warnings)
    assert any(
        "Load 7 has rows about a year from all its others" in warning and "(sspr unload 7)" in warning
        for warning in warnings(mistyped, replace(WHOLE, report=RESET))
    )
    assert not any("other" in warning for warning in warnings(replace(mistyped, warnings=())))


@pytest.mark.parametrize(
    "warning",
    [
        "Nearly all rows stand in the file twice, 1 hour apart. If so, they count twice: take this load back.",
        "3 rows are those of an earlier load. 2 rows of it are new and stand at the file's own times.",
    ],
)
def test_what_a_receipt_suspects_is_doubted_until_its_load_is_taken_back(warning: str) -> None:
    suspected = replace(receipt(RESET, first="2017-02-24", last="2017-02-24"), number=7, warnings=(warning,))
    assert any("(sspr unload 7)" in doubt for doubt in warnings(suspected))
    assert not any("sspr unload" in doubt for doubt in warnings(replace(suspected, warnings=())))


def test_a_pull_makes_a_filtered_log_whole() -> None:
    taken = replace(
        snapshot(ROWS, receipts=(SUCCESSES,)), pulls=(Pulled(AUDIT, at("2017-02-20"), at("2017-03-02"), NOW),)
    )
    assert "may be filtered" not in str(coverage(taken, RESET, WEEK, NOW).warnings)


def test_a_gap_between_loads_is_said_where_the_window_touches_it() -> None:
    loads = (
        receipt(RESET, first="2017-02-25", last="2017-03-01"),
        receipt(RESET, first="2017-02-01", last="2017-02-23"),
    )
    assert warnings(*loads) == ["No load covers 2017-02-23 00:00 UTC to 2017-02-25 00:00 UTC."]
    assert warnings(*loads, window=Window(at("2017-02-26"), NOW, "since sunday")) == []


def test_each_window_of_one_snapshot_has_its_own_doubts() -> None:
    loads = (
        receipt(RESET, first="2017-02-25", last="2017-03-01", rows=75_000),
        receipt(RESET, first="2017-02-01", last="2017-02-03"),
    )
    windows = Window(at("2017-02-26"), NOW, "late"), Window(at("2017-02-02"), at("2017-02-05"), "early"), None
    taken = snapshot(ROWS, receipts=loads)
    alone = [coverage(snapshot(ROWS, receipts=loads), RESET, window, NOW).warnings for window in windows]
    assert [coverage(taken, RESET, window, NOW).warnings for window in windows] == alone
    assert [len(said) for said in alone] == [1, 1, 2]  # the ceiling, the gap, both


def test_overlapping_and_daily_loads_have_no_gap_and_an_empty_one_counts_for_nothing() -> None:
    loads = (
        receipt(RESET, first="2017-02-09", last="2017-02-12"),
        receipt(RESET, first="2017-02-01", last="2017-02-10"),
        receipt(RESET, first="2017-02-13 10:00", last="2017-02-14"),
        receipt(RESET, first=None, last=None),
    )
    assert gaps(loads) == ()


def test_the_roster_is_as_old_as_its_newest_row() -> None:
    roster = "user | seen \n dana | 2017-02-28 12:00 \n bob | 2017-02-27 12:00"
    covered = coverage(snapshot(roster=roster), ReportKind.ROSTER, None, NOW)
    assert (covered.rows, covered.first, covered.age) == (2, at("2017-02-27 12:00"), timedelta(days=1))


def pulled(start: str, end: str) -> Pulled:
    return Pulled(AUDIT, at(start), at(end), at(end))


def after_pulls(*pulls: Pulled, rows: str = ROWS, loads: tuple[Receipt, ...] = ()) -> list[str]:
    taken = replace(snapshot(rows, receipts=loads), pulls=pulls)
    return list(coverage(taken, RESET, WEEK, NOW).warnings)


OLD = "at | user\n2017-02-24 09:00 | dana"


def test_a_pull_covers_the_quiet_time_behind_the_newest_row() -> None:
    assert len(after_pulls(rows=OLD)) == 2
    assert after_pulls(pulled("2017-02-01", "2017-03-01 11:55"), rows=OLD) == []


def test_a_pull_that_ended_long_ago_does_not() -> None:
    told = after_pulls(pulled("2017-02-01", "2017-02-26"), rows=OLD)
    assert [sentence.partition(",")[0] for sentence in told] == [
        "There is no data after 2017-02-26 00:00 UTC: newer rows may be missing.",
    ]


def test_a_hole_between_pulls_is_told_to_the_hour() -> None:
    spans = pulled("2017-02-01", "2017-02-24"), pulled("2017-02-24 06:00", "2017-03-01 12:00")
    assert after_pulls(*spans) == ["No load covers 2017-02-24 00:00 UTC to 2017-02-24 06:00 UTC."]


def test_a_file_fills_a_hole_between_pulls() -> None:
    spans = pulled("2017-02-01", "2017-02-24"), pulled("2017-02-26 06:00", "2017-03-01 12:00")
    file = receipt(AUDIT, first="2017-02-23", last="2017-02-26")
    assert after_pulls(*spans, loads=(file,)) == []


def test_a_pull_has_no_ceiling() -> None:
    load = receipt(AUDIT, first="2017-02-01", last="2017-03-01 11:00", rows=250_000, path=PULLED)
    assert after_pulls(pulled("2017-02-01", "2017-03-01 12:00"), loads=(load,)) == []


def test_that_a_pull_found_nothing_is_another_thing_than_no_data() -> None:
    told = after_pulls(pulled("2017-02-01", "2017-03-01 12:00"), rows="at | user")
    assert told == [
        "Pulls cover 2017-02-01 00:00 UTC to 2017-03-01 12:00 UTC and found no rows of the reset activity report."
    ]


def test_results_and_details_that_contradict_each_other_are_doubted_until_their_load_is_taken_back() -> None:
    rows = [f"u{one}@x.y,User,2017-02-24T08:0{one}:01Z,,Failed,User successfully reset password" for one in range(4)]
    (report,) = read_text("\n".join(["User,Role,Date and Time,Method(s) Used,Result,Details", *rows, ""])).reports
    torn = replace(receipt(RESET, first="2017-02-24", last="2017-02-24"), number=7, warnings=report.warnings)
    said = "Results and details of load 7 contradict each other"
    assert any(said in one and "(sspr unload 7)" in one for one in warnings(torn, replace(WHOLE, report=RESET)))
    assert not any(said in one for one in warnings(replace(torn, warnings=())))


def test_names_that_may_be_several_peoples_are_doubted() -> None:
    one = receipt(AUDIT, first="2017-02-01 09:00", last="2017-03-01 11:00")
    found = warnings(replace(one, number=3, warnings=(NAMELESS,)), replace(one, number=4))
    (said,) = [said for said in found if "user IDs" in said]
    assert said.startswith("Load 3 has no user IDs for most people: several may count as one")
