"""What a receipt says of an audit log's steps."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.render.answers import data, export
from bot.render.answers.receipt import message
from bot.render.formats.terminal import show
from bot.reports.receipt import Folded, Receipt, ReportKind
from tests.support.frames import receipt
from tests.unit.render import sample

AUDIT = receipt(ReportKind.AUDIT, first="2017-02-01", last="2017-02-20", path="PT1H.json")


def told(receipt: Receipt) -> str:
    return show(message(receipt, zone=ZoneInfo("UTC")), width=1_000)


@pytest.mark.parametrize(
    ("folded", "sentence"),
    [
        (Folded(1, 0, 0), "These steps make 1 new attempt or registration."),
        (
            Folded(1_200, 3, 1),
            "These steps make 1,200 new attempts and registrations, 3 changed by later steps and 1 joined with others.",
        ),
    ],
)
def test_steps_are_told_with_what_they_make(folded: Folded, sentence: str) -> None:
    assert sentence in told(replace(AUDIT, folded=folded))


@pytest.mark.parametrize("folded", [None, Folded(0, 0, 0)])
def test_what_makes_nothing_is_not_told(folded: Folded | None) -> None:
    assert "steps" not in told(replace(AUDIT, folded=folded))


@pytest.mark.parametrize(
    ("kind", "skipped", "phrase"),
    [
        (ReportKind.AUDIT, 1, "1 of other activities"),
        (ReportKind.RESET, 1, "1 that is no report row"),
        (ReportKind.REGISTRATION, 1_200, "1,200 that are no report rows"),
    ],
)
def test_skipped_rows_are_told_by_what_they_are(kind: ReportKind, skipped: int, phrase: str) -> None:
    one = receipt(kind, first="2017-02-01", last="2017-02-20", path="feb.csv")
    assert f" and {phrase}." in told(replace(one, skipped=skipped))


def test_a_warning_is_told_to_its_end_where_it_says_what_to_do() -> None:
    said = f"{'12 rows are those of an earlier load. ' * 12}Take the earlier load back (sspr unload 1)."
    assert said in told(replace(AUDIT, warnings=(said,)))


def test_the_newest_load_of_each_report_stands_before_those_that_are_loaded_often() -> None:
    often = [replace(sample.RECEIPT, report=ReportKind.ROSTER, path=f"details {day}.csv") for day in range(7)]
    seldom = replace(sample.RECEIPT, path="audit.csv")
    said = show(data.message(replace(sample.DATA, receipts=(*often, seldom)), zone=ZoneInfo("UTC")), width=1_000)
    loads = [line.split(" (")[0] for line in said.splitlines() if "1,204 rows, 1,100 new" in line]
    assert loads == ["• details 0.csv", "• audit.csv", "• details 1.csv", "• details 2.csv", "• details 3.csv"]
    assert "... and 3 more" in said


@pytest.mark.parametrize(("of_attempts", "says"), [(True, "42 rows, one for each attempt."), (False, "42 rows.")])
def test_a_file_says_what_a_row_is_where_the_question_counts_something_else(of_attempts: bool, says: str) -> None:
    assert says in show(export.message(replace(sample.EXPORT, of_attempts=of_attempts)), width=1_000)
