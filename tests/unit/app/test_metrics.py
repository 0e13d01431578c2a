"""What /metrics shows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.metrics import registry_of
from bot.app.services import build_services
from bot.settings import Settings
from tests.support.sqlite import sqlite_url


@pytest.mark.parametrize(("now", "age"), [(datetime(2017, 2, 28, 12, 1, tzinfo=UTC), 60.0),
                                          (datetime(2017, 2, 27, tzinfo=UTC), 0.0)])  # fmt: skip
def test_the_age_of_the_newest_row_is_never_negative(now: datetime, age: float, tmp_path: Path) -> None:
    report = tmp_path / "feb.csv"
    report.write_text("User,Date,Result\ndana@contoso.com,2017-02-28T12:00:00Z,Failed\n")
    settings = Settings(SSPR_DATABASE_URL=sqlite_url(tmp_path))  # type: ignore[call-arg]
    core = build_services(settings, clock=lambda: now)
    core.load_file(report)
    assert registry_of(core).get_sample_value("sspr_newest_row_age_seconds") == age
    core.close()
