"""What was downloaded with a filter says so: an audit log, a report, a roster; whole ones do not."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.reports.folding.filtered_log import NO_ENDS, NO_FAILURE, NO_OTHER, NO_STEPS, NO_SUCCESS, ONE_EACH
from bot.reports.formats.roster_file import ALIKE, ALL_REGISTERED, NONE_REGISTERED
from bot.reports.parsing.cut_off import BY_CHANCE, FILTERED
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
Kept = Callable[[Said], bool]


def warnings_of(attempts: Sequence[Sequence[Said]], **options: Any) -> set[str]:
    """What a log says of itself in which each attempt of another person has these steps."""
    rows = [
        [f"2026-11-20T08:{number:02}:{second:02}.25Z", f"c-{number}", SERVICE, *said, "", "", "", "", f"u{number}@x.y",
         "", ""]
        for number, steps in enumerate(attempts)
        for second, said in enumerate(steps)
    ]  # fmt: skip
    (report,) = read_text(csv_text(PORTAL, rows), **options).reports
    assert not report.rejected
    return {NO_STEPS, NO_ENDS, NO_SUCCESS, NO_FAILURE, NO_OTHER, ONE_EACH} & {
        warning.removesuffix(f" {BY_CHANCE}") for warning in report.warnings
    }


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
        (lambda step: step[0] == BLOCKED, {NO_STEPS}),
        (lambda step: step[0] == FLOW, {NO_ENDS}),
        (lambda step: step[0] != RESET, {NO_ENDS}),
        (lambda step: step[1] == "failure", {NO_SUCCESS}),
        (lambda step: step[1] == "success", {NO_FAILURE}),
        (lambda step: step[0] == FLOW and step[1] == "success", {NO_ENDS, NO_FAILURE}),
    ],
)
@pytest.mark.parametrize("times", [1, 2, 8])
def test_what_is_left_out_of_each_attempt_is_told(kept: Kept, said: set[str], times: int) -> None:
    attempts = [[step for step in steps if kept(step)] for steps in WHOLE * times]
    assert warnings_of(attempts) == said


@pytest.mark.parametrize(
    ("attempts", "kept", "said"),
    [
        ([[BEGUN, FAILS], [BEGUN, DONE]], lambda step: step[1] == "success", {NO_FAILURE}),
        ([[BEGUN, FAILS], [BEGUN, DONE]], lambda step: step[0] == FLOW, {NO_OTHER}),
        ([[BEGUN, FAILS], [BEGUN, STOPPED]], lambda step: step[0] == FLOW, {NO_OTHER}),
        ([[BEGUN, FAILS]], lambda step: step[1] == "success", {NO_FAILURE}),
        ([[BEGUN, FAILS]], lambda step: step[1] == "failure", {NO_SUCCESS}),
        ([[BEGUN, TYPED, (RESET, "failure", "x")]], lambda step: step[0] == FLOW, {NO_ENDS, NO_FAILURE}),
        ([[BEGUN, DONE]], lambda step: step[0] == RESET, {NO_STEPS}),
    ],
)
def test_of_one_or_two_attempts_too(attempts: list[list[Said]], kept: Kept, said: set[str]) -> None:
    assert warnings_of(attempts) == set()
    assert warnings_of([[step for step in steps if kept(step)] for steps in attempts]) == said


@pytest.mark.parametrize(
    "attempts",
    [
        [[BEGUN, DONE]],
        [[BEGUN, FAILS]],
        [[BEGUN, STOPPED]],
        [[BEGUN, FAILS], [BEGUN, DONE], [BEGUN]],
        [[BEGUN, FAILS], [BEGUN, STOPPED], [BEGUN]],
        [[BEGUN, TYPED, DONE, WELL], [BEGUN, DONE]],
        [[BEGUN, FAILS], [BEGUN, FAILS]],
    ],
)
def test_small_logs_in_which_nothing_is_open_or_something_failed_are_whole(attempts: list[list[Said]]) -> None:
    assert warnings_of(attempts) == set()


@pytest.mark.parametrize("times", [1, 4])
def test_a_query_that_keeps_the_last_step_of_each_is_told(times: int) -> None:
    assert warnings_of([steps[-1:] for steps in WHOLE * times]) == {ONE_EACH}
    assert warnings_of([[BEGUN]] * times) == {NO_FAILURE}  # who all gave up at once


@pytest.mark.parametrize("times", [2, 3])
def test_that_few_may_be_chance_is_said(times: int) -> None:
    log = [[(FLOW, "success", "User submitted their user ID")] for _ in range(times)]
    rows = [
        [f"2026-11-20T08:0{number}:00Z", f"c-{number}", SERVICE, *steps[0], "", "", "", "", f"u{number}@x.y", "", ""]
        for number, steps in enumerate(log)
    ]
    (report,) = read_text(csv_text(PORTAL, rows)).reports
    of_filters = [warning for warning in report.warnings if FILTERED in warning]
    assert of_filters == [NO_FAILURE if times > 2 else f"{NO_FAILURE} {BY_CHANCE}"]


def test_whose_session_still_goes_on_lacks_no_end() -> None:
    assert warnings_of([[BEGUN]], now=datetime(2026, 11, 20, 8, 5, tzinfo=UTC)) == set()
    assert warnings_of([[BEGUN]], now=datetime(2026, 11, 20, 8, 40, tzinfo=UTC)) == {NO_FAILURE}


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
        (("ok", "Succeeded"), set()),  # a word that nobody knows
    ],
)
@pytest.mark.parametrize("often", [8, 19, 20, 59, 60])
def test_a_report_of_one_end_may_be_filtered(results: Sequence[str], said: set[str], often: int) -> None:
    rows = [f"u{row}@x.y,User,2026-11-20T08:{row:02}:01Z,,{results[row % len(results)]},x" for row in range(often)]
    assert one_sided_of(rows) == said
    sure = {warning for warning in said if often >= (60 if warning == ALL_WORKED else 20)}
    assert one_sided_of(rows, by_chance=False) == sure  # the others may look so by chance, and it is said


def one_sided_of(rows: Sequence[str], *, by_chance: bool = True) -> set[str]:
    """What a classic report with these rows says of its results."""
    (report,) = read_text("\n".join([CLASSIC, *rows, ""])).reports
    warnings = {warning.removesuffix(f" {BY_CHANCE}") if by_chance else warning for warning in report.warnings}
    return {ALL_FAILED, ALL_WORKED} & warnings


@pytest.mark.parametrize(
    ("result", "users", "rows", "said"),
    [
        ("Failed", 5, 5, {ALL_FAILED}),
        ("Failed", 4, 19, set()),  # as of a few people who try and try
        ("Failed", 4, 20, {ALL_FAILED}),
        ("Succeeded", 8, 8, {ALL_WORKED}),
        ("Succeeded", 7, 7, set()),
    ],
)
def test_so_many_people_or_attempts_are_no_chance(result: str, users: int, rows: int, said: set[str]) -> None:
    assert (
        one_sided_of([f"u{row % users}@x.y,User,2026-11-20T08:{row:02}:01Z,,{result},x" for row in range(rows)]) == said
    )


@pytest.mark.parametrize(("days", "said"), [((20, 21), True), ((20, 20), False), ((20,), False)])
def test_one_person_alone_over_more_than_a_day_may_have_been_asked_for(days: Sequence[int], said: bool) -> None:
    def is_doubted(text: str) -> bool:
        (report,) = read_text(text).reports
        return any("filtered by person: what others did is missing" in warning for warning in report.warnings)

    rows = [f"dana@x.y,User,2026-11-{day}T{8 + hour:02}:00:01Z,,Failed,x" for hour, day in enumerate(days)]
    assert is_doubted("\n".join([CLASSIC, *rows, ""])) is said
    assert not is_doubted("\n".join([CLASSIC, *rows, "erik@x.y,User,2026-11-20T08:00:01Z,,Failed,x", ""]))
    steps = [
        [f"2026-11-{day}T{8 + hour:02}:00:0{second}Z", f"c-{hour}", SERVICE, *step, "", "", "", "", "dana@x.y", "", ""]
        for hour, day in enumerate(days) for second, step in enumerate([BEGUN, FAILS])
    ]  # fmt: skip
    assert is_doubted(csv_text(PORTAL, steps)) is said


ROSTER = "userPrincipalName,isSsprRegistered,isSsprCapable,isSsprEnabled,isAdmin,userType,lastUpdatedDateTime"
USUAL = {
    "registered": "10",
    "capable": "10",
    "enabled": "1",
    "admin": "10",
    "guest": "0",
}  # of one person after another


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"registered": "1", "capable": "1"}, ALL_REGISTERED),
        ({"registered": "0", "capable": "0"}, NONE_REGISTERED),
        ({"capable": "0"}, ALIKE.format("Nobody in it is able to reset")),
        ({"enabled": "0", "capable": "01"}, ALIKE.format("Nobody in it is allowed to reset")),
        ({"admin": "1"}, ALIKE.format("Everybody in it is an administrator")),
        ({"admin": "0"}, ""),
        ({"guest": "1"}, ALIKE.format("Everybody in it is a guest")),
    ],
)
@pytest.mark.parametrize(("people", "warned"), [(4, ""), (5, "{} So few people may all be so."), (10, "{}")])
def test_a_roster_in_which_all_are_alike_may_be_filtered(
    people: int, warned: str, changed: dict[str, str], said: str
) -> None:
    flags = USUAL | changed

    def row(number: int) -> str:
        yes = {name: values[number % len(values)] == "1" for name, values in flags.items()}
        kind = "guest" if yes["guest"] else "member"
        told = (yes[name] for name in ("registered", "capable", "enabled", "admin"))
        return f"u{number}@x.y,{','.join(map(str, told))},{kind},2026-11-20T08:00:00Z"

    (roster,) = read_text("\n".join([ROSTER, *map(row, range(people)), ""])).rosters
    assert roster.warnings == ((warned.format(said),) if said and warned else ())


@pytest.mark.parametrize(("later", "said"), [(0, True), (14, True), (16, False)])
def test_an_attempt_that_goes_on_where_the_log_ends_is_said(later: int, said: bool) -> None:
    """A day's log that ends at midnight: how such an attempt ended stands in the next one."""
    steps = [BEGUN]
    done = [BEGUN, DONE]
    rows = [
        [f"2026-11-20T23:{minute:02}:00Z", of, SERVICE, *step, "", "", "", "", f"{of}@x.y", "", ""]
        for of, minute, kept in (("a", 40, steps), ("b", 40 + later, done))
        for step in kept
    ]
    (report,) = read_text(csv_text(PORTAL, rows)).reports
    assert any("going on where the log ends" in warning for warning in report.warnings) == said
