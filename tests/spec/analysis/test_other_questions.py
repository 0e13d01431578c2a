"""What `registrations`, `trend`, `compare` and `data` answer over a few drawn rows."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.analysis.compare import compare
from bot.analysis.data import data
from bot.analysis.registrations import NEWEST, RegistrationsAnswer, registrations
from bot.analysis.trend import trend
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers import registrations as registrations_message
from bot.reports.receipt import ReportKind
from bot.reports.window import last
from tests.support.frames import NOW, at, receipt, snapshot

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = last(timedelta(days=7), now=NOW)
REGISTERED = """
    at               | user | datum
    2017-02-20 09:00 | old  | Mobile Phone
    2017-02-27 23:30 | dana | Mobile Phone
    2017-02-27 23:31 | dana | Alternate Email
    2017-02-27 23:32 | dana | Mobile Phone
    2017-03-01 09:00 | bob  | Alternate Email + Mobile Phone
    2017-03-01 11:30 | eve  | Mobile Phone
"""


def registered(rows: str = REGISTERED, by: str = "method") -> RegistrationsAnswer:
    return registrations(snapshot(registrations=rows), WEEK, by=by, now=NOW, zone=BERLIN)


def test_people_are_counted_and_rows_are_only_rows() -> None:
    answer = registered()
    assert (answer.people, answer.rows, answer.two_data_people) == (3, 5, 2)


def test_data_are_counted_by_people_and_a_combination_counts_for_each() -> None:
    assert [(group.key, group.people, group.rows) for group in registered().groups] == [
        ("Mobile Phone", 3, 4),
        ("Alternate Email", 2, 2),
    ]


def test_registrations_by_day_have_no_holes() -> None:
    assert [(group.key, group.people, group.rows) for group in registered(by="day").groups] == [
        ("2017-02-28", 1, 3),
        ("2017-03-01", 2, 2),
    ]


def test_registrations_by_day_tell_a_day_that_is_cut_and_one_that_no_load_covers() -> None:
    loads = (
        receipt(ReportKind.REGISTRATION, first="2017-02-20 09:00", last="2017-02-26 12:00"),
        receipt(ReportKind.REGISTRATION, first="2017-02-28 09:00", last="2017-03-01 11:30"),
    )
    rows = REGISTERED.replace("2017-02-27 23:30", "2017-02-25 23:30")
    data = snapshot(registrations=rows.replace("2017-02-27 23:31", "2017-02-28 10:00"), receipts=loads)
    answer = registrations(data, WEEK, by="day", now=NOW, zone=BERLIN)
    assert (answer.no_data, answer.part) == (("2017-02-27",), ("2017-02-22", "2017-03-01"))


def test_the_newest_registrants_come_first_with_all_they_registered() -> None:
    told = [(one.shown.partition("@")[0], one.at, one.data) for one in registered().newest]
    assert told == [
        ("eve", at("2017-03-01 11:30"), ("Mobile Phone",)),
        ("bob", at("2017-03-01 09:00"), ("Alternate Email", "Mobile Phone")),
        ("dana", at("2017-02-27 23:32"), ("Alternate Email", "Mobile Phone")),
    ]


def test_no_more_than_ten_registrants_are_named() -> None:
    rows = "\n".join(["at | user", *(f"2017-02-28 09:{minute} | user{minute}" for minute in range(10, 30))])
    answer = registered(rows)
    assert [one.shown for one in answer.newest] == [
        f"user{minute}@contoso.com" for minute in range(29, 29 - NEWEST, -1)
    ]


def test_old_registrations_are_offered_with_the_window_that_ends_at_the_newest() -> None:
    answer = registered("at | user \n 2017-02-01 09:00 | dana")
    assert answer.people == 0
    assert answer.at_newest
    assert answer.at_newest.people == 1


TRIED = """
    at               | user | result
    2017-02-26 09:00 | dana | Failed
    2017-02-26 10:00 | dana | Blocked
    2017-02-28 10:00 | dana | Succeeded
    2017-02-28 10:30 | bob  | Failed
    2017-02-28 11:30 | bob  | Succeeded
    2017-02-28 12:30 | bob  | Succeeded
    2017-03-01 11:30 | eve  | Abandoned
"""


def test_a_trend_has_a_point_for_each_day_the_data_covers() -> None:
    points = trend(snapshot(TRIED), WEEK, catalogue=load(), now=NOW, zone=BERLIN).points
    assert [(point.day, point.attempts, point.succeeded, point.failures, point.unfinished) for point in points] == [
        ("2017-02-26", 2, 0, 2, 0),
        ("2017-02-27", 0, 0, 0, 0),
        ("2017-02-28", 4, 3, 1, 0),
        ("2017-03-01", 1, 0, 0, 1),
    ]


def test_a_trend_says_how_many_tries_a_success_takes_and_how_long() -> None:
    answer = trend(snapshot(TRIED), WEEK, catalogue=load(), now=NOW, zone=BERLIN)
    assert answer.tries_per_success == 7 / 3  # whoever made them
    assert answer.median_time_to_success is None  # two cases are too few


def test_a_trend_without_a_success_says_neither() -> None:
    answer = trend(snapshot("at | user \n 2017-03-01 11:30 | dana"), WEEK, catalogue=load(), now=NOW, zone=BERLIN)
    assert (answer.tries_per_success, answer.median_time_to_success) == (None, None)


def test_a_comparison_puts_the_largest_change_first_and_keeps_what_went_away() -> None:
    answer = compare(
        snapshot("""
            at               | user | detail
            2017-02-14 09:00 | dana | failed.no_license
            2017-02-20 09:00 | dana | failed.onprem_error
            2017-02-20 10:00 | bob  | failed.onprem_error
            2017-02-20 11:00 | eve  | failed.no_license
            2017-02-28 10:00 | eve  | failed.no_license
            2017-03-01 11:00 | kim  | failed.no_cookies
        """),
        WEEK,
        WEEK.previous(),
        catalogue=load(),
        now=NOW,
    )
    assert [(group.key, group.attempts, group.previous, group.change) for group in answer.groups] == [
        ("onprem_refused", 0, 2, -2),
        ("browser_cookies", 1, 0, 1),
        ("no_license", 1, 1, 0),
    ]
    assert (answer.counts.failures, answer.previous.failures, answer.previous_covered) == (2, 3, True)


def test_data_says_what_is_loaded_of_each_report_and_what_is_missing() -> None:
    loads = (
        receipt(ReportKind.RESET, first="2017-02-20", last="2017-02-28"),
        receipt(ReportKind.RESET, first="2017-02-01", last="2017-02-10"),
    )
    answer = data(snapshot(TRIED, "at | user \n 2017-02-28 | eve", "user \n dana \n bob", receipts=loads), now=NOW)
    assert [(source.report, source.rows, source.people) for source in answer.sources] == [
        ("reset activity", 7, 3),
        ("registration activity", 1, 1),
        ("registration details", 2, 2),
    ]
    assert answer.sources[0].gaps == ((at("2017-02-10"), at("2017-02-20")),)
    assert (answer.sources[0].last, answer.sources[0].age) == (at("2017-03-01 11:30"), timedelta(minutes=30))
    assert answer.receipts == loads


def test_data_lists_the_sentences_that_no_document_knows_most_frequent_first() -> None:
    rows = (
        "at | user | detail \n 2017-02-28 | a | New thing \n 2017-02-28 | b | Odd thing \n 2017-02-28 | c | Odd thing"
    )
    assert data(snapshot(rows), now=NOW).unknown_details == (("Odd thing", 2), ("New thing", 1))


def test_where_the_directorys_list_is_all_that_is_loaded_it_is_named() -> None:
    for roster, says in (("user \n dana", "*Who registered when cannot be said.* The directory's list is loaded"),
                         ("user", "*No registrations can be counted.* Nothing to answer from is loaded yet")):  # fmt: skip
        answer = registrations(snapshot(roster=roster), WEEK, now=NOW, zone=BERLIN)
        assert says in registrations_message.message(answer, zone=BERLIN, show=Visibility.COUNTS).text
