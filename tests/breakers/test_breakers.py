"""The breakers, small."""

from pathlib import Path

from tests.breakers.fuzz import fuzz
from tests.breakers.kills import kill_loads


def test_damaged_reports_are_read_or_refused_and_every_row_is_counted() -> None:
    tally = fuzz(300)
    assert tally.faults == []
    assert min(tally.outcomes["read"], tally.outcomes["refused"]) > 20


def test_killed_loads_leave_the_database_as_before_or_as_after(tmp_path: Path) -> None:
    assert sum(kill_loads(tmp_path, 3).values()) == 3
