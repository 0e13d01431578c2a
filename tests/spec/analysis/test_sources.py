"""Answers say which source they rest on, and when two tell of the same time."""

from datetime import timedelta

from bot.analysis.data import data
from bot.reports.coverage import coverage
from bot.reports.receipt import ReportKind
from bot.reports.window import Window
from tests.support.frames import NOW, at, receipt, snapshot

BOTH = """
    at               | user | source
    2017-02-01 09:00 | dana | reset activity
    2017-02-10 09:00 | dana | reset activity
    2017-02-20 09:00 | bob  | audit log
    2017-02-28 09:00 | eve  | audit log
"""
OVERLAPPING = BOTH + "    2017-02-25 09:00 | bob  | reset activity"
DOUBLED = (
    "From 2017-02-20 09:00 UTC to 2017-02-25 09:00 UTC both the classic report and the audit log are loaded: "
    "what both tell of is counted twice."
)


def window(start: str, end: str) -> Window:
    return Window(at(start), at(end), "some time")


def test_an_answer_names_the_sources_that_reach_into_its_window() -> None:
    taken = snapshot(BOTH)
    for span, sources in (
        (None, ("reset activity", "audit log")),
        (window("2017-02-01", "2017-02-05"), ("reset activity",)),
        (window("2017-02-22", "2017-03-01"), ("audit log",)),
        (window("2017-02-05", "2017-03-01"), ("reset activity", "audit log")),
    ):
        assert coverage(taken, ReportKind.RESET, span, NOW).sources == sources


def test_an_overlap_of_both_sources_is_said_where_it_touches_the_window() -> None:
    taken = snapshot(OVERLAPPING)
    assert DOUBLED in coverage(taken, ReportKind.RESET, None, NOW).warnings
    assert DOUBLED in coverage(taken, ReportKind.RESET, window("2017-02-24", "2017-03-01"), NOW).warnings
    assert DOUBLED not in coverage(taken, ReportKind.RESET, window("2017-02-26", "2017-03-01"), NOW).warnings
    assert DOUBLED not in coverage(snapshot(BOTH), ReportKind.RESET, None, NOW).warnings


def test_a_source_within_a_gap_of_the_other_overlaps_with_nothing() -> None:
    taken = snapshot("""
        at         | user | source
        2017-01-01 | dana | reset activity
        2017-01-10 | dana | audit log
        2017-01-20 | dana | reset activity
    """)
    assert {source.doubled for source in taken.sources} == {None}


def test_data_tells_each_source_on_a_line_of_its_own_with_its_own_gaps() -> None:
    loads = (
        receipt(ReportKind.RESET, first="2017-02-01", last="2017-02-25"),
        receipt(ReportKind.AUDIT, first="2017-02-20", last="2017-02-21"),
        receipt(ReportKind.AUDIT, first="2017-02-27", last="2017-02-28"),
    )
    answer = data(snapshot(OVERLAPPING, receipts=loads), now=NOW)
    assert [(one.report, one.rows, one.people, one.first, one.age) for one in answer.sources] == [
        ("reset activity", 3, 2, at("2017-02-01 09:00"), timedelta(days=4, hours=3)),
        ("reset activity, from the audit log", 2, 2, at("2017-02-20 09:00"), timedelta(days=1, hours=3)),
        ("registration activity", 0, 0, None, None),
    ]
    assert [one.gaps for one in answer.sources] == [(), ((at("2017-02-21"), at("2017-02-27")),), ()]
    assert DOUBLED in answer.coverage.warnings
