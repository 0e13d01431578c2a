"""A clock that was behind: what was refused as of a time to come is read again once that time has come."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.app.services import Services, build_services
from bot.errors import ReportError
from bot.settings import Settings
from bot.sources.folder import _Dropped
from tests.support.sqlite import sqlite_url

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HEAD = "User,Role,Date (UTC),Method(s) Used,Result,Details\n"


@dataclass
class Clock:
    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    settings = Settings(SSPR_DATABASE_URL=sqlite_url(tmp_path))  # type: ignore[call-arg]
    built = build_services(settings, clock=clock)
    yield built
    built.close()


def rows(*days_ago: int) -> str:
    times = (NOW - timedelta(days=days) for days in days_ago)
    return HEAD + "".join(f"dana@contoso.com,User,{at:%Y-%m-%dT%H:%M:%SZ},Email,Failed,x\n" for at in times)


def load(services: Services, path: Path) -> bool:
    """Whether the folder's file was read; a refused one was."""
    try:
        return services.load_once(path) is not None
    except ReportError:
        return True


@pytest.mark.parametrize("behind", [3, 300])
@pytest.mark.parametrize("in_zip", [False, True])
@pytest.mark.parametrize("days_ago", [(1, 2), (0, 1, 3), (1, 5, 9, 13, 400)])
def test_what_lay_ahead_is_read_again_once_the_clock_is_right(
    tmp_path: Path, services: Services, clock: Clock, days_ago: tuple[int, ...], in_zip: bool, behind: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows(*days_ago))
    if in_zip:
        path = tmp_path / "a.zip"
        with ZipFile(path, "w") as archive:
            archive.write(tmp_path / "a.csv", "a.csv")
    clock.now = NOW - timedelta(days=behind)
    assert load(services, path)
    assert len(services.snapshots.current().attempts) < len(days_ago)
    assert not load(services, path)  # as long as the clock is behind
    clock.now = NOW
    assert load(services, path)
    assert len(services.snapshots.current().attempts) == len(days_ago)
    assert not load(services, path)


def test_what_was_taken_back_stays_so(tmp_path: Path, services: Services, clock: Clock) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows(1, 5, 9))
    clock.now = NOW - timedelta(days=4)
    assert load(services, path)
    with services.unloading.prepared(services.unloading.loads()[0].number) as taken:
        taken.carry_out(clock.now)
    clock.now = NOW
    assert not load(services, path)


def test_another_calendar_is_refused_once(tmp_path: Path, services: Services, clock: Clock) -> None:
    path = tmp_path / "a.csv"
    path.write_text(rows(*(days - 40 * 366 for days in (1, 2))))
    assert load(services, path)
    clock.now = NOW + timedelta(days=365)
    assert not load(services, path)


def test_the_watched_folder_comes_back_to_what_may_be_read_by_now(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(rows(1))
    passed: list[Path] = []
    dropped = _Dropped(passed.append, 30)
    for number, now in enumerate((0.0, 3_600.0), start=1):
        dropped.add_all(tmp_path)
        dropped.look(now)
        dropped.look(now + 5)
        assert len(passed) == number
