"""Two numbers side by side are no claim: more, fewer, better and worse need a test behind them."""

import re
from datetime import UTC, timedelta
from typing import Any

import pytest

from bot.analysis.answers import GroupBy
from bot.analysis.compare import compare
from bot.analysis.failures import failures
from bot.analysis.statistics.change import Change, Verdict
from bot.analysis.statistics.proportion import Interval
from bot.knowledge.catalogue import load
from bot.privacy import Visibility
from bot.render.answers import failures as failures_message
from bot.render.answers import trend as trend_message
from bot.render.formats import terminal
from bot.render.lines.change import direction
from bot.reports.window import last
from tests.support.frames import NOW, snapshot

KNOWN: dict[str, Any] = {"catalogue": load(), "now": NOW, "zone": UTC}
WEEK = last(timedelta(days=7), now=NOW)
CLAIMS = re.compile(r"\b(more|fewer|less|better|worse|increase|decrease|up|down)\b(?! to)")
ROWS = "\n".join(
    ["at | user | result", "2017-02-01 08:00 | zoe | Succeeded", "2017-03-01 11:00 | zoe | Succeeded"]
    + [f"2017-02-{day} {hour:02}:00 | u{day}{hour} | Failed" for day in (20, 21) for hour in range(6)]
    + [f"2017-02-{day} {hour:02}:00 | u{day}{hour} | Failed" for day in (27, 28) for hour in range(20)]
)


@pytest.mark.parametrize("by", [GroupBy.DETAIL, GroupBy.CAUSE, GroupBy.RESULT, GroupBy.ROLE])
def test_failures_give_the_numbers_of_both_times_and_claim_nothing(by: GroupBy) -> None:
    answer = failures(snapshot(ROWS), WEEK, by=by, **KNOWN)
    said = terminal.show(failures_message.message(answer, zone=UTC, show=Visibility.NAMES), width=1000)
    assert "40 failed attempts by 40 people in the last 7 days, 12 in the 7 days before." in said
    assert "12 before" in said or "before 12" in said
    assert not CLAIMS.search(said)


def test_neither_does_a_comparison_with_too_little_history_for_a_test() -> None:
    answer = compare(snapshot(ROWS), WEEK, WEEK.previous(), **KNOWN)
    said = terminal.show(trend_message.compare(answer, zone=UTC), width=1000)
    assert "40 failed attempts in the last 7 days, 12 in the 7 days before." in said
    assert "more than" not in said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.25, 0.57, "too few to tell a change: 45 %, then 88 % by person and day"),
        (-0.1, 0.57, "too few to tell a change: 45 %, then 88 % by person and day (10 points worse to 57 better)"),
    ],
)
def test_of_too_few_no_interval_claims_what_the_words_deny(low: float, high: float, said: str) -> None:
    assert direction(Change(0.45, 0.88, Interval(low, high), 12, Verdict.TOO_FEW)) == said
