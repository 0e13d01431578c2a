"""Policy changes that the audit log has several times over: told once with their number, and kept one by one in JSON."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.analysis.changes import PolicyChange
from bot.analysis.frames.policy_marks import PolicyMark
from bot.privacy import Visibility
from bot.render.answers import changes
from bot.render.formats.json_answer import to_json
from bot.render.formats.terminal import flatten, show
from bot.render.journeys import helped
from bot.render.lines.change import marks
from tests.unit.render import sample

WRITTEN = """
    23 Nov 17:05:15 | ada | Enable writeback
    23 Nov 17:05:17 | ada | Enable writeback
    23 Nov 17:05:54 | ada | Enable writeback
    23 Nov 17:05:54 | gil | Enable writeback
    23 Nov 17:05:54 | ada | Enable writeback
    23 Nov 17:04:59 | ada | Enable writeback
    23 Nov 13:02:00 | ada | Disable writeback
    23 Nov 13:02:00 | ada | Disable writeback
"""


def drawn() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in WRITTEN.strip().splitlines()]


def at(words: str) -> datetime:
    return datetime.strptime(f"2026 {words}", "%Y %d %b %H:%M:%S").replace(tzinfo=UTC)


ANSWER = replace(
    sample.CHANGES, changes=tuple(PolicyChange(at(when), by, what, succeeded=True) for when, by, what in drawn())
)
EACH_ONCE = [
    "• 2026-11-23 17:05 UTC, ada: Enable writeback (3 times)",
    "• 2026-11-23 17:05 UTC, gil: Enable writeback",
    "• 2026-11-23 17:05 UTC, ada: Enable writeback",
    "• 2026-11-23 17:04 UTC, ada: Enable writeback",
    "• 2026-11-23 13:02 UTC, ada: Disable writeback (2 times)",
]


def test_what_one_person_changed_in_one_minute_stands_once_with_its_number() -> None:
    shown = show(changes.message(ANSWER, zone=UTC, show=Visibility.NAMES), width=120).splitlines()
    assert shown[0] == "i 8 policy changes in the last 7 days."
    assert shown[2:7] == EACH_ONCE


def test_the_whole_list_counts_them_as_the_answer_does() -> None:
    lines, number = changes.all_rows(ANSWER, zone=UTC, show=Visibility.NAMES)
    assert (len(lines), number) == (5, 5)


def test_json_keeps_each() -> None:
    assert len(to_json(ANSWER)["changes"]) == 8


@pytest.mark.parametrize(
    ("minutes", "lines"),
    [
        ([5, 5, 5, 5, 5], ["09:05 UTC: Policy (5 times)"]),
        ([5, 4, 3, 2], ["09:05 UTC: Policy", "09:04 UTC: Policy", "09:03 UTC: Policy", "09:02 UTC: Policy"]),
        (
            [5, 5, 4, 3, 2, 2, 1],
            ["09:05 UTC: Policy (2 times)", "09:04 UTC: Policy", "09:03 UTC: Policy", "... and 3 more"],
        ),
    ],
)
def test_on_a_time_line_too_and_none_is_lost(minutes: list[int], lines: list[str]) -> None:
    found = [
        PolicyMark(datetime(2026, 11, 23, 9, minute, second, tzinfo=UTC), "Policy", None, None, None)
        for second, minute in enumerate(minutes)
    ]
    title, *told = map(flatten, marks(found, UTC))
    assert title.startswith(f"{len(minutes)} policy changes in this time;")
    assert [line.removeprefix("• 2026-11-23 ") for line in told] == lines


@pytest.mark.parametrize(
    ("seconds", "succeeded", "lines"),
    [([54, 15, 2], [3, 3, 3], ["(3 times)"]), ([54, 15, 2], [3, 3, 2], ["(2 times)", ""]), ([62, 2], [3, 3], ["", ""])],
)
def test_what_came_of_a_change_that_stands_several_times_is_told_once_where_the_same_is_known(
    seconds: list[int], succeeded: list[int], lines: list[str]
) -> None:
    (change,) = [one for one in sample.HELPED.groups if one.at]
    groups = [
        replace(change, at=datetime(2026, 11, 9, 9, 12 + second // 60, second % 60, tzinfo=UTC), succeeded=number)
        for second, number in zip(seconds, succeeded, strict=True)
    ]
    told, number = helped.all_rows(replace(sample.HELPED, groups=tuple(groups)), zone=UTC)
    assert number == len(lines)
    assert ["times)" in line for line in told] == [bool(line) for line in lines]
    assert [line in text for line, text in zip(lines, told, strict=True)] == [True] * len(lines)
