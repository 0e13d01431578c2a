"""What was downloaded with a filter says so: an audit log, a report, a roster; whole ones do not."""

from collections.abc import Sequence

import pytest

from bot.reports.folding.filtered_log import NO_ENDS, NO_FAILURE, NO_STEPS, NO_SUCCESS
from bot.reports.formats.roster_file import ALL_REGISTERED, NONE_REGISTERED
from bot.reports.parsing.summary import ALL_FAILED, ALL_WORKED
from tests.support.handed_over import FLOW, NO_LICENSE, PORTAL, SERVICE, csv_text, read_text

RESET = "Reset password (self-service)"
BLOCKED = "Blocked from self-service password reset"
BEGUN = (FLOW, "success", "User submitted their user ID")
TYPED = (FLOW, "success", "User submitted a new password")
DONE = (RESET, "success", "Successfully completed reset.")
WELL = (FLOW, "success", "User successfully reset password")
FAILS = (FLOW, "failure", NO_LICENSE)
CLASSIC = "User,Role,Date and Time,Method(s) Used,Result,Details"
STOPPED = (BLOCKED, "success", "")
Said = tuple[str, str, str]


def warnings_of(attempts: Sequence[Sequence[Said]], **options: bool) -> set[str]:
    """What a log says of itself in which each attempt of another person has these steps."""
    rows = [
        [f"2026-11-20T08:{number:02}:{second:02}.25Z", f"c-{number}", SERVICE, *said, "", "", "", "", f"u{number}@x.y",
         "", ""]
        for number, steps in enumerate(attempts)
        for second, said in enumerate(steps)
    ]  # fmt: skip
    (report,) = read_text(csv_text(PORTAL, rows), **options).reports
    assert not report.rejected
    return {NO_STEPS, NO_ENDS, NO_SUCCESS, NO_FAILURE} & set(report.warnings)


WHOLE: list[list[Said]] = [
    [BEGUN, FAILS],
    [BEGUN, TYPED, DONE, WELL],
    [BEGUN, STOPPED],
    [BEGUN],
]


@pytest.mark.parametrize(
    ("kept", "said", "least"),
    [
        (lambda _: True, set(), 1),
        (lambda step: step[0] == RESET, {NO_STEPS}, 2),
        (lambda step: step[0] in {RESET, BLOCKED}, {NO_STEPS}, 2),
        (lambda step: step[0] == FLOW, {NO_ENDS}, 1),
        (lambda step: step[0] != RESET, {NO_ENDS}, 1),
        (lambda step: step[1] == "failure", {NO_SUCCESS}, 2),
        (lambda step: step[1] == "success", {NO_FAILURE}, 2),  # of each time two have no end
        (lambda step: step[0] == BLOCKED, set(), 1),  # nothing proves that there were others
    ],
)
@pytest.mark.parametrize("times", [1, 2, 3, 8])
def test_what_is_left_out_of_each_attempt_is_told_once_it_is_no_chance(
    kept: object, said: set[str], least: int, times: int
) -> None:
    attempts = [[step for step in steps if kept(step)] for steps in WHOLE * times]  # type: ignore[operator]
    assert warnings_of(attempts) == (said if times >= least else set())


@pytest.mark.parametrize("steps", [[BEGUN, FAILS], [BEGUN, STOPPED], [BEGUN, TYPED, (RESET, "failure", "x")]])
def test_attempts_that_all_end_alike_are_no_filter(steps: list[Said]) -> None:
    assert warnings_of([steps] * 9) == set()


@pytest.mark.parametrize(("word", "said"), [("success", {NO_FAILURE}), ("failure", set()), ("Fehler", set())])
def test_a_failure_in_any_language_is_one(word: str, said: set[str]) -> None:
    failing = (FLOW, word, NO_LICENSE) if word != "success" else WELL
    assert warnings_of([[BEGUN], [BEGUN], [BEGUN], [BEGUN, failing, DONE]]) == said


def test_a_page_of_a_pull_is_no_whole_log() -> None:
    failures = [[FAILS], [FAILS]]
    assert warnings_of(failures) == {NO_SUCCESS}
    assert warnings_of(failures, more_pages=True) == set()


RESULTS = ("Failed", "Blocked", "Cancelled", "Abandoned", "Contacted admin")


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (RESULTS, {ALL_FAILED}),
        (("Succeeded",), {ALL_WORKED}),
        (("Succeeded", "Failed"), set()),
        (("ok",), set()),  # in words that nobody knows
    ],
)
@pytest.mark.parametrize("often", [19, 20])
def test_a_report_of_one_end_may_be_filtered_once_it_is_long(
    results: Sequence[str], said: set[str], often: int
) -> None:
    rows = [f"u{row}@x.y,User,2026-11-20T08:{row:02}:01Z,,{results[row % len(results)]},x" for row in range(often)]
    (report,) = read_text("\n".join([CLASSIC, *rows, ""])).reports
    assert {ALL_FAILED, ALL_WORKED} & set(report.warnings) == (said if often == 20 else set())


@pytest.mark.parametrize(
    ("registered", "said"),
    [("True", ALL_REGISTERED), ("False", NONE_REGISTERED), ("", "")],
)
def test_a_roster_in_which_all_are_alike_may_be_filtered(registered: str, said: str) -> None:
    def warned(people: int) -> bool:
        rows = [f"u{row}@x.y,{registered or bool(row % 2)},True,2026-11-20T08:00:00Z" for row in range(people)]
        header = "userPrincipalName,isSsprRegistered,isSsprEnabled,lastUpdatedDateTime"
        (roster,) = read_text("\n".join([header, *rows, ""])).rosters
        return roster.warnings == ((said,) if said else ())

    assert warned(20)
    assert warned(19) is not bool(said)
