"""What a receipt says of an audit log's steps."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.render.answers.receipt import message
from bot.render.formats.terminal import show
from bot.reports.receipt import Folded, Receipt, ReportKind
from tests.support.frames import receipt

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
