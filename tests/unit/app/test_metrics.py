"""What /metrics and /readyz say of the data's age."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.metrics import registry_of
from bot.app.services import build_services, staleness
from bot.settings import Settings
from tests.support.sqlite import sqlite_url


@pytest.mark.parametrize(
    ("now", "age", "stale"),
    [
        (datetime(2017, 2, 28, 12, 1, tzinfo=UTC), 60.0, False),
        (datetime(2017, 4, 28, 12, 0, tzinfo=UTC), 59 * 86_400.0, True),  # the row of 2027 does not freshen
        (datetime(2017, 2, 28, 11, tzinfo=UTC), None, False),  # there is none yet
    ],
)
def test_the_age_is_that_of_the_newest_row_that_is_not_in_the_future(
    now: datetime, age: float | None, stale: bool, tmp_path: Path
) -> None:
    report = tmp_path / "feb.csv"
    report.write_text(
        "User,Date,Result\ndana@contoso.com,2017-02-28T12:00:00Z,Failed\nerin@contoso.com,2027-01-01T00:00:00Z,Failed\n"
    )
    settings = Settings(SSPR_DATABASE_URL=sqlite_url(tmp_path))  # type: ignore[call-arg]
    core = build_services(settings, clock=lambda: now)
    core.load_file(report)
    registry = registry_of(core, lambda: 2)
    assert registry.get_sample_value("sspr_newest_row_age_seconds") == age
    assert registry.get_sample_value("sspr_data_blocks_refused_total") == 2
    assert bool(staleness(core)) == stale
    core.close()
