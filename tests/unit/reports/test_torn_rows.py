"""Rows put together out of several: a column sorted by itself, the values of many events in one cell."""

import json
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ReportError
from bot.reports.parsing.cut_off import BOTH_IN_ORDER, MIXED_UP
from tests.support.handed_over import ENDS, FLOW, NO_LICENSE, PORTAL, SERVICE, csv_text, ends, portal_rows, read_text

Rows = list[list[str]]
STEPS = ("User submitted their user ID", "User started the email verification option", NO_LICENSE)
PEOPLE = ("dana", "lee", "max", "pia", "rob")


def log(hours: Sequence[int] = (8, 9, 13, 20, 21)) -> Rows:
    """Attempts of five people, newest first, as the portal writes them."""
    rows = [
        [f"2026-11-20T{hour:02}:0{minute * 2}:30.5Z", f"c-{who}", SERVICE, FLOW, "success", said, "", f"{who}@x.y", "",
         "", f"{who}@x.y", "", ""]
        for who, hour in zip(PEOPLE, hours, strict=True) for minute, said in enumerate(STEPS)
    ]  # fmt: skip
    return rows[::-1]


def sorted_alone(rows: Rows, *columns: int) -> Rows:
    """The rows, the cells of some columns in their own order."""
    cells = sorted([row[column] for column in columns] for row in rows)
    return [
        [kept[columns.index(column)] if column in columns else cell for column, cell in enumerate(row)]
        for row, kept in zip(rows, cells, strict=True)
    ]


def test_a_log_as_it_was_downloaded_is_read() -> None:
    (report,) = read_text(csv_text(PORTAL, log())).reports
    assert len(report.frame) == len(PEOPLE) * len(STEPS)


@pytest.mark.parametrize(("columns", "said"), [
    ([0], "lie far apart, or the first one last"), ([7, 10], "name several people"), ([1], "name several people"),
])  # fmt: skip
def test_a_column_sorted_by_itself_is_refused(columns: list[int], said: str) -> None:
    rows = log()
    rows.insert(0, rows.pop())  # so that columns sorted downwards do not move all attempts as a whole
    with pytest.raises(ReportError, match=f"attempts \\(CorrelationId\\) in handed-over {said}"):
        read_text(csv_text(PORTAL, sorted_alone(rows, *columns)))


def test_times_the_wrong_way_round_within_minutes_are_refused_too() -> None:
    with pytest.raises(ReportError, match="the first one last"):
        read_text(csv_text(PORTAL, sorted_alone(log(hours=(8, 9, 10, 11, 12)), 0)))


@pytest.mark.parametrize("join", ["\n".join, "|".join, json.dumps, str, "; ".join])
def test_the_values_of_an_attempt_in_one_cell_are_refused(join: Callable[[list[str]], str]) -> None:
    rows = portal_rows()
    assert ends(read_text(csv_text(PORTAL, rows))) == ENDS
    attempts = [
        [join([row[column] for row in pair]) if column in {3, 4, 5} else cell for column, cell in enumerate(pair[0])]
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]
    with pytest.raises(ReportError, match="Cells of handed-over hold several activities each"):
        read_text(csv_text(PORTAL, attempts))


OF_RESULTS = {
    "Failed": NO_LICENSE,
    "Succeeded": "User successfully reset password",
    "Cancelled": "User cancelled before passing the required authentication methods",
    "Abandoned": "User abandoned after starting the email verification option",
}
CLASSIC = ("User", "Date and Time", "Result", "Details")


def report(results: Sequence[str], details: Sequence[str]) -> set[str]:
    """What a classic report says of results that contradict their details."""
    rows = [
        [f"u{number}@x.y", f"2026-11-20T{number // 60:02}:{number % 60:02}:00Z", result, OF_RESULTS.get(detail, detail)]
        for number, (result, detail) in enumerate(zip(results, details, strict=True))
    ]
    (read,) = read_text(csv_text(CLASSIC, rows)).reports
    assert len(read.frame) == len(rows)
    return {warning.partition(" contradict")[0] for warning in read.warnings if MIXED_UP in warning}


@pytest.mark.parametrize(("results", "details", "said"), [
    (list(OF_RESULTS), list(OF_RESULTS), set()),
    (sorted(OF_RESULTS), list(OF_RESULTS), {"4 of 4 results"}),
    (["Failed", "Failed", *OF_RESULTS], ["Succeeded", "Succeeded", *OF_RESULTS], set()),
    (["Succeeded"] * 97 + ["Failed"] * 3, ["Succeeded"] * 100, set()),
    (["Succeeded"] * 47 + ["Failed"] * 3, ["Succeeded"] * 50, {"3 of 50 results"}),
    (["Erfolg"] * 4 + ["Succeeded"], ["Succeeded"] * 5, set()),
    (["Failed"] * 5, ["said by nobody"] * 5, set()),
    (["Failed"] * 5, [""] * 5, set()),
])  # fmt: skip
def test_results_that_contradict_their_details_are_said(results: list[str], details: list[str], said: set[str]) -> None:
    assert report(results, details) == said


def test_reasons_sorted_by_themselves_are_refused() -> None:
    rows = [
        [f"2026-11-20T{hour:02}:0{minute}:30.5Z", f"c-{hour}", SERVICE, activity, "success", said, "", f"u{hour}@x.y", "",
         "", f"u{hour}@x.y", "", ""]
        for hour in range(8, 20)
        for minute, (activity, said) in enumerate([
            (FLOW, STEPS[0]), (FLOW, STEPS[1]), ("Reset password (self-service)", "Successfully completed reset."),
        ])
    ]  # fmt: skip
    assert len(read_text(csv_text(PORTAL, rows)).reports[0].frame) == len(rows)
    with pytest.raises(ReportError, match="in handed-over have the reasons of other rows, as where one column"):
        read_text(csv_text(PORTAL, sorted_alone(rows, 5)))


WHO = st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=12, max_size=30, unique=True)


@given(WHO, st.randoms(use_true_random=False), st.booleans(), st.booleans())
def test_users_that_were_sorted_alone_are_told_and_whole_rows_that_were_sorted_are_not(
    names: list[str], chance: Random, newest: bool, often: bool
) -> None:
    people = names * 2 if often else names
    chance.shuffle(people)
    times = sorted(chance.sample(range(86_400), len(people)), reverse=newest)
    rows = [
        [f"{who}@x.y", f"2026-11-20T{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}Z", "Failed", NO_LICENSE]
        for who, at in zip(people, times, strict=True)
    ]
    users = [who for who, *_ in rows]
    assert tells_of_order(rows) is (len(set(users)) == len(users) and users in (sorted(users), sorted(users)[::-1]))
    assert tells_of_order(sorted_alone(rows, 0))
    assert tells_of_order(sorted_alone(rows, 1)) is tells_of_order(rows)
    by_user = sorted(rows)
    assert tells_of_order(by_user) is ([row[1] for row in by_user] == sorted(row[1] for row in rows))
    assert not tells_of_order(sorted_alone(rows, 0)[:9])  # so few may be so by chance


def tells_of_order(rows: Rows) -> bool:
    """Whether a classic report is told to have been sorted by one column alone."""
    (read,) = read_text(csv_text(CLASSIC, rows)).reports
    return any(BOTH_IN_ORDER in warning for warning in read.warnings)


RESET = "Reset password (self-service)"
FEW = [
    [f"2026-11-20T{hour:02}:0{minute}:30.5Z", f"c-{who}", SERVICE, activity, status, said, "", f"{who}@x.y", "", "",
     f"{who}@x.y", "", ""]
    for who, hour in zip(PEOPLE, (8, 9, 13, 20, 21), strict=True)
    for minute, (activity, status, said) in enumerate([
        (FLOW, "success", STEPS[0]), (FLOW, "success", STEPS[1]),
        (RESET, "success", "Successfully completed reset.") if who == "dana" else (FLOW, "failure", STEPS[2]),
    ])
][::-1]  # fmt: skip


@pytest.mark.parametrize(("column", "said"), [(5, "have the reasons of other rows"), (10, "name several people")])
def test_a_column_of_a_log_with_one_end_sorted_by_itself_is_refused(column: int, said: str) -> None:
    assert not read_text(csv_text(PORTAL, FEW)).reports[0].warnings
    with pytest.raises(ReportError, match=said):
        read_text(csv_text(PORTAL, sorted_alone([FEW[-1], *FEW[:-1]], column)))


def test_nobody_acts_on_the_page_for_themselves_and_for_others() -> None:
    rows = [[row[0], "", *row[2:7], row[10], *row[8:]] for row in FEW]
    assert not read_text(csv_text(PORTAL, rows)).reports[0].warnings
    with pytest.raises(ReportError, match="name several people"):
        read_text(csv_text(PORTAL, sorted_alone([rows[-1], *rows[:-1]], 10)))


@pytest.mark.parametrize("rows", [sorted_alone(FEW, 4), sorted_alone(FEW, 4)[::-1]])
def test_statuses_that_contradict_their_reasons_are_said(rows: Rows) -> None:
    (read,) = read_text(csv_text(PORTAL, rows)).reports
    assert any(warning.startswith("The statuses of") and MIXED_UP in warning for warning in read.warnings)


def test_reasons_that_are_missing_in_some_rows_are_said() -> None:
    rows = [[*row[:5], "" if number % 2 else row[5], *row[6:]] for number, row in enumerate(FEW)]
    (read,) = read_text(csv_text(PORTAL, rows)).reports
    assert any("of 14 steps have no reason" in warning for warning in read.warnings)


def test_attempts_without_their_first_step_are_said() -> None:
    (read,) = read_text(csv_text(PORTAL, [row for row in FEW if row[5] != STEPS[0] or "dana" in row[1]])).reports
    assert any("have no first step" in warning for warning in read.warnings)


def attempts(users: Sequence[str], results: Sequence[str] = ("Failed", "Succeeded")) -> tuple[str, ...]:
    """What is said of a report of these users' attempts, some hours after one another."""
    rows = [
        [f"{user}@x.y", f"2026-11-{10 + n // 5:02}T{8 + n % 5:02}:{n * 37 % 60:02}:{n * 23 % 60:02}Z",
         results[n % len(results)], OF_RESULTS[results[n % len(results)]]]
        for n, user in enumerate(users)
    ]  # fmt: skip
    return read_text(csv_text(CLASSIC, rows)).reports[0].warnings


def test_a_report_in_which_nobody_tried_twice_is_said() -> None:
    users = [f"u{number * 7 % 40}" for number in range(40)]
    assert any("Nobody stands in it twice" in warning for warning in attempts(users))
    assert not any("Nobody stands" in warning for warning in attempts([*users, users[3]]))
    assert not any("Nobody stands" in warning for warning in attempts(users, ["Succeeded"] * 4 + ["Failed"]))
    assert not any("Nobody stands" in warning for warning in attempts(users[:12]))


def test_of_two_rows_that_contradict_themselves_both_are_said() -> None:
    assert report(["Failed", "Succeeded"], ["Succeeded", "Failed"]) == {"2 of 2 results"}
    assert report(["Failed"], ["Succeeded"]) == set()
