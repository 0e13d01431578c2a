"""One tenant beside others: its own numbers; and to somebody who may not see its people, nothing of fewer than a crowd."""

from datetime import UTC

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.failures import failures
from bot.analysis.fleet.fleet import fleet
from bot.analysis.fleet.numbers import BREAKDOWNS, FleetRow, GroupNumbers, TenantNumbers, numbers_of, of_crowds
from bot.analysis.incidents import BUDGET
from bot.knowledge.catalogue import load
from bot.reports.window import Window
from tests.support.frames import NOW, at, snapshot

LEAST = 5
MONTH = Window(at("2017-02-01"), at("2017-03-01"), "last month")


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ((9, 7), (9, 7)),
        ((9, 7, 2), (9,)),  # two alone would be the number of all without nine and seven
        ((9, 3, 2), (9,)),  # five together are a crowd
        ((7, 0), (7,)),
        ((4,), ()),
        ((), ()),
    ],
)
def test_causes_of_a_few_go_with_what_would_give_them_away(people: tuple[int, ...], shown: tuple[int, ...]) -> None:
    groups = tuple(GroupNumbers(f"cause{number}", of, of) for number, of in enumerate(people))
    found = of_crowds(TenantNumbers(FleetRow("contoso"), groups), LEAST)
    assert tuple(one.people for one in found.groups) == shown


@pytest.mark.parametrize(("number", "shown"), [(None, None), (0, 0), (1, None), (4, None), (5, 5), (600, 600)])
def test_numbers_of_a_few_are_not_known_and_that_is_said(number: int | None, shown: int | None) -> None:
    row = FleetRow("contoso", stuck=number, failing=number, losing=number)
    found = of_crowds(TenantNumbers(row), LEAST).row
    assert (found.stuck, found.failing, found.losing) == (shown,) * 3
    assert bool(found.warnings) is (number != shown)


DATA = snapshot(
    """
    at               | user | result    | detail
    2017-02-20 09:00 | ada  | Failed    | failed.no_license
    2017-02-21 09:00 | ada  | Blocked   | blocked.sms_codes
    2017-02-21 10:00 | bob  | Blocked   | blocked.sms_codes
    2017-02-22 08:00 | cleo | Succeeded |
    """
)


def numbers(window: Window, by: GroupBy | None = None) -> TenantNumbers:
    return numbers_of(
        "contoso", DATA, window, window.previous(), catalogue=load(), now=NOW, zone=UTC, budget=BUDGET, by=by
    )


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_groups_are_those_of_the_tenants_own_failures(by: GroupBy) -> None:
    own = failures(DATA, MONTH, by=by, catalogue=load(), now=NOW, zone=UTC)
    found = numbers(MONTH, by)
    assert [(one.key, one.people, one.attempts) for one in found.groups] == [
        (one.key, one.people, one.attempts) for one in own.groups
    ]
    (both,) = (one for one in fleet(MONTH, by, [found, found], load()).groups if one.key == own.groups[0].key)
    assert (both.people, both.attempts) == (2 * own.groups[0].people, 2 * own.groups[0].attempts)
    assert (both.label, len(both.tenants)) == (own.groups[0].label, 2)
    assert numbers(MONTH).groups == ()


@pytest.mark.parametrize(
    ("start", "end", "failing"),
    [
        ("2017-02-20", "2017-02-23", 2),
        ("2017-02-22", "2017-02-23", 0),  # there is data, and nobody failed
        ("2017-01-01", "2017-02-01", None),  # before the first row
        ("2017-02-23", "2017-02-28", None),  # after the newest
    ],
)
def test_a_window_that_no_data_reaches_into_has_no_numbers(start: str, end: str, failing: int | None) -> None:
    row = numbers(Window(at(start), at(end), "then"), GroupBy.CAUSE).row
    assert (row.failing, row.incidents) == ((None, None) if failing is None else (failing, 0))
