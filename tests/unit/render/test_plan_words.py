from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.catalogue import load
from bot.questions.grammar import parse
from bot.questions.question import Subscribe
from bot.render.digests.plan_words import plan_in_words


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("daily at 09:00 tz:UTC show:names", "daily at 09:00 UTC, with names"),
        ("daily at 09:00 mon-fri tz:Europe/Berlin", "daily at 09:00 Berlin time, mon-fri, names masked"),
        (
            "weekly on mon at 08:30 tz:America/New_York cutoffs",
            "Mondays at 08:30 New York time, names masked, with cut-offs",
        ),
        (
            "hourly tz:UTC cause:onprem quiet:20:00-07:00 show:counts",
            "hourly, only onprem, numbers alone, quiet from 20:00 to 07:00",
        ),
        (
            "daily at 09:00 tz:UTC domain:fabrikam.com holidays:DE-BY,2026-12-24",
            "daily at 09:00 UTC, only fabrikam.com, names masked, not on holidays (DE-BY and 2026-12-24)",
        ),
    ],
)
def test_a_plan_in_words_for_people(typed: str, says: str) -> None:
    asked = parse(f"subscribe {typed}", now=datetime(2026, 11, 23, tzinfo=UTC), zone=ZoneInfo("UTC"), catalogue=load())
    assert isinstance(asked, Subscribe)
    assert plan_in_words(asked.plan) == says
