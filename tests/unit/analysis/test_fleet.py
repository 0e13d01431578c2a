"""What somebody who may not see a tenant's people learns of it beside others: nothing about fewer than a crowd."""

import pytest

from bot.analysis.fleet.numbers import CauseNumbers, FleetRow, TenantNumbers, of_crowds

LEAST = 5


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
    causes = tuple(CauseNumbers(f"cause{number}", of, of) for number, of in enumerate(people))
    found = of_crowds(TenantNumbers(FleetRow("contoso"), causes), LEAST)
    assert tuple(one.people for one in found.causes) == shown


@pytest.mark.parametrize(("number", "shown"), [(None, None), (0, 0), (1, None), (4, None), (5, 5), (600, 600)])
def test_numbers_of_a_few_are_not_known_and_that_is_said(number: int | None, shown: int | None) -> None:
    row = FleetRow("contoso", stuck=number, failing=number, losing=number)
    found = of_crowds(TenantNumbers(row), LEAST).row
    assert (found.stuck, found.failing, found.losing) == (shown,) * 3
    assert bool(found.warnings) is (number != shown)
