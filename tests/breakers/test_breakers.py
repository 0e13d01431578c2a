"""The breakers, small."""

from pathlib import Path

import pytest

from tests.breakers.fuzz import fuzz
from tests.breakers.kills import kill_loads
from tests.breakers.replicas import break_replicas


def test_damaged_reports_are_read_or_refused_and_every_row_is_counted() -> None:
    tally = fuzz(300, store=30)
    assert tally.faults == []
    assert min(tally.outcomes["read"], tally.outcomes["refused"]) > 20
    assert tally.outcomes["read, stored and asked about"] > 2


def test_killed_loads_leave_the_database_as_before_or_as_after(tmp_path: Path) -> None:
    assert sum(kill_loads(tmp_path, 3).values()) == 3


@pytest.mark.slow
@pytest.mark.postgres
def test_replicas_that_are_killed_post_each_digest_exactly_once_though_slack_and_database_fail(
    tmp_path: Path, postgres_url: str
) -> None:
    troubles = break_replicas(tmp_path, postgres_url, 4, channels=2, replicas=2)
    assert troubles.digests == 4
    assert min(troubles.kills, troubles.files, troubles.faults.total()) > 0
