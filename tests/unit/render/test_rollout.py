"""The rollout as a message: the verdict first, names only for those who may see them, no promise without a pace."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from bot.analysis.rollout import RolloutAnswer, rollout
from bot.privacy import Visibility
from bot.render.answers import rollout as rendered
from bot.render.blocks.message import Message
from bot.render.formats import terminal
from bot.reports.snapshot import RosterCount
from tests.support.frames import NOW, snapshot
from tests.support.rendering import opened
from tests.unit.render.rules import check_message

FIRST = date(2017, 2, 1)
ROSTER = "user | registered | enabled | capable | admin | guest | methods\n" + "\n".join(
    [f"u{number} | no | yes | no | {'yes' if number == 3 else 'no'} | no | fido2" for number in range(8)]
    + ["ada | yes | yes | yes | no | no | email + mobilePhone", "bob | yes | yes | yes | no | no | mobilePhone"]
    + ["<!channel> | no | yes | no | no | no |"]
)


def answer(missing: dict[int, int] | None = None, target: date | None = None) -> RolloutAnswer:
    days = [
        RosterCount(FIRST + timedelta(days=day), 11, 11 - left, 11, 11 - left, left)
        for day, left in (missing or {}).items()
    ]
    return rollout(replace(snapshot(roster=ROSTER), roster_history=tuple(days)), target, now=NOW)


def told(answer: RolloutAnswer, show: Visibility = Visibility.NAMES) -> str:
    message = rendered.message(answer, zone=UTC, token="t0ken", show=show)
    check_message(message)
    return terminal.show(message, 400)


def test_the_verdict_comes_first() -> None:
    said = told(answer())
    assert said.startswith("… 2 of 11 people can reset (18 %); 9 people are allowed to but not registered.")


def test_admins_lead_the_list_and_the_rest_is_counted() -> None:
    said = told(answer())
    assert said.index("u3@contoso.com: admin yes") < said.index("u0@contoso.com")
    assert "bob@contoso.com: only method Mobile Phone" in said


def test_viewers_see_numbers_alone() -> None:
    said = told(answer(), Visibility.COUNTS)
    assert "contoso.com" not in said
    assert "1 person can reset by one method alone" in said
    assert rendered.all_rows(answer(), show=Visibility.COUNTS) == ([], 0)


def test_behind_show_all_stands_everybody() -> None:
    view = opened(answer())
    check_message(Message("view", tuple(view["blocks"])))
    lines, total = rendered.all_rows(answer(), show=Visibility.NAMES)
    assert len([*lines]) == total == 10


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({0: 9}, "No pace can be told yet: it takes two weeks of pulls, and so far there are counts of 1 day."),
        ({0: 15, 7: 13, 14: 9}, "Pace of the last 2 weeks: 2 to 4 fewer missing a week."),
        ({0: 15, 7: 13, 14: 9}, "No forecast yet: it takes six weeks of counts in a row, 4 more weeks from now."),
        ({0: 12, 7: 13, 14: 9}, "Pace of the last 2 weeks: 1 more to 4 fewer missing a week."),
    ],
)
def test_the_pace_is_a_range_and_never_a_promise(missing: dict[int, int], said: str) -> None:
    assert said in told(answer(missing, date(2017, 3, 1)))


def test_without_the_list_it_is_said_how_to_get_it() -> None:
    said = told(rollout(snapshot(registrations="at | user\n2017-02-01 | ada"), None, now=NOW))
    assert said.startswith("? Who is still missing cannot be said: the directory's list is not loaded. Run sspr pull")
    assert "name 1 person" in said


def test_when_nobody_is_missing_it_is_said() -> None:
    full = rollout(snapshot(roster="user | registered | enabled | capable\nada | yes | yes | yes"), None, now=NOW)
    assert told(full).startswith(
        "✓ 1 of 1 person can reset (100 %); nobody who is allowed to is without a registration."
    )


def test_where_nobody_is_missing_no_pace_is_told() -> None:
    roster = "\n".join(line for line in ROSTER.splitlines() if "| no | yes | no |" not in line)
    said = told(rollout(snapshot(roster=roster), None, now=NOW))
    assert said.startswith("✓ 2 of 2 people can reset (100 %)")
    assert "\n-\n" not in said
    assert "No pace" not in said
