"""An audit log that was downloaded with a filter says so; a whole one never does."""

from collections.abc import Sequence

import pytest

from bot.reports.folding.filtered_log import NO_ENDS, NO_STEPS, NO_SUCCESS
from tests.support.handed_over import FLOW, NO_LICENSE, PORTAL, SERVICE, csv_text, read_text

RESET = "Reset password (self-service)"
BLOCKED = "Blocked from self-service password reset"
BEGUN = (FLOW, "success", "User submitted their user ID")
TYPED = (FLOW, "success", "User submitted a new password")
DONE = (RESET, "success", "Successfully completed reset.")
WELL = (FLOW, "success", "User successfully reset password")
FAILS = (FLOW, "failure", NO_LICENSE)
STOPPED = (BLOCKED, "success", "")
Said = tuple[str, str, str]


def warnings_of(attempts: Sequence[Sequence[Said]]) -> set[str]:
    """What a log says of itself in which each attempt of another person has these steps."""
    rows = [
        [f"2026-11-20T08:{number:02}:{second:02}.25Z", f"c-{number}", SERVICE, *said, "", "", "", "", f"u{number}@x.y",
         "", ""]
        for number, steps in enumerate(attempts)
        for second, said in enumerate(steps)
    ]  # fmt: skip
    (report,) = read_text(csv_text(PORTAL, rows)).reports
    assert not report.rejected
    return {NO_STEPS, NO_ENDS, NO_SUCCESS} & set(report.warnings)


WHOLE: list[list[Said]] = [
    [BEGUN, FAILS],
    [BEGUN, TYPED, DONE, WELL],
    [BEGUN, STOPPED],
    [BEGUN],
]


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (lambda _: True, set()),
        (lambda step: step[0] == RESET, {NO_STEPS}),
        (lambda step: step[0] in {RESET, BLOCKED}, {NO_STEPS}),
        (lambda step: step[0] == FLOW, {NO_ENDS}),
        (lambda step: step[0] != RESET, {NO_ENDS}),
        (lambda step: step[1] == "failure", {NO_SUCCESS}),
        (lambda step: step[0] == BLOCKED, set()),  # nothing proves that there were others
    ],
)
@pytest.mark.parametrize("times", [1, 2, 3, 8])
def test_what_is_left_out_of_each_attempt_is_told_once_it_is_no_chance(
    kept: object, said: set[str], times: int
) -> None:
    attempts = [[step for step in steps if kept(step)] for steps in WHOLE * times]  # type: ignore[operator]
    assert warnings_of(attempts) == (said if times > 2 else set())


@pytest.mark.parametrize("steps", [[BEGUN, FAILS], [BEGUN, STOPPED], [BEGUN], [BEGUN, TYPED, (RESET, "failure", "x")]])
def test_attempts_that_all_end_alike_are_no_filter(steps: list[Said]) -> None:
    assert warnings_of([steps] * 9) == set()
