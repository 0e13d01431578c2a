"""Seven days are over where the loaded data reaches beyond them, whatever the clock says and whenever the last row came."""

from dataclasses import replace
from datetime import UTC

import pytest

from bot.analysis.journeys.helped import HelpedAnswer, helped
from bot.knowledge.catalogue import load
from bot.render.journeys.helped import message
from bot.reports.covered_spans import Pulled
from bot.reports.receipt import ReportKind
from bot.reports.window import Window
from tests.support.frames import at, snapshot

WINDOW = Window(at("2017-02-01"), at("2017-02-11"), "early February")
DONE = [{"at": "2017-02-10 12:00", "user": "ana", "kind": "admin registered"}]
WAITING = "at | user | result\n2017-02-08 08:00 | ana | Failed"


def _asked(rows: str, now: str, pulled: str | None = None) -> HelpedAnswer:
    made = snapshot(WAITING + rows, interventions=DONE)
    if pulled:
        made = replace(made, pulls=(Pulled(ReportKind.AUDIT, at("2017-02-01"), at(pulled), at(pulled)),))
    return helped(made, WINDOW, catalogue=load(), now=at(now))


@pytest.mark.parametrize(
    ("rows", "now", "pulled", "followed"),
    [
        ("", "2017-02-12", None, 0),
        ("", "2017-03-01", None, 0),  # the week is over by the clock, and nothing is loaded of it
        ("\n2017-02-17 11:59 | bob | Failed", "2017-03-01", None, 0),
        ("\n2017-02-17 12:00 | bob | Failed", "2017-03-01", None, 1),
        (
            "\n2017-02-25 12:00 | bob | Failed",
            "2017-03-01",
            None,
            1,
        ),  # the last row of the week itself is ana's of the 8th
        ("", "2017-03-01", "2017-02-17 12:00", 1),  # a pull has covered the quiet days
        ("", "2017-03-01", "2017-02-17 11:00", 0),
    ],
)
def test_who_is_followed_for_seven_days(rows: str, now: str, pulled: str | None, followed: int) -> None:
    answer = _asked(rows, now, pulled)
    assert [(one.people, one.pending) for one in answer.groups] == [(followed, 1 - followed)]
    says = str(message(answer, zone=UTC).blocks)
    assert ("the data ends before their seven days do" in says) is (followed == 0)
    assert "not over" not in says


def test_the_newest_row_in_the_future_is_no_end_of_the_data() -> None:
    answer = _asked("\n2017-02-20 12:00 | bob | Failed", "2017-02-12")
    assert [(one.people, one.pending) for one in answer.groups] == [(0, 1)]
