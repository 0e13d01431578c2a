"""What should not grow with history: small loads, pulls, starts and digests at 75,000 and 3,000,000 attempts.

SSPR_BENCH_BASE names an older build, checked out beside with a `.venv` of its own, to be measured in the same run.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from bot.analysis.digest import digest
from bot.app.services import Services, build_services
from bot.settings import Settings
from tests.benchmarks import processes
from tests.benchmarks.conftest import NOW, Tenant
from tests.benchmarks.results_table import Board, Both, Cost, in_turn
from tests.benchmarks.small_load import Bot, measured

_SCRIPT: Final = Path(__file__).with_name("small_load.py")
_BASE: Final = os.environ.get("SSPR_BENCH_BASE")


@pytest.mark.slow
def test_small_loads(board: Board, small: Tenant, large: Tenant, tmp_path: Path) -> None:
    few, many = (_measured(tenant, tmp_path / "ours", sys.executable, ".", 5) for tenant in (small, large))
    for work, seconds in many.items():
        budget = 1.2 if "nothing" in work else 10
        board.timed(f"{work}, {large.rows:,}", f"the same, {small.rows:,}", _both(few[work], seconds), budget)
    if _BASE:
        before = _measured(large, tmp_path / "base", f"{_BASE}/.venv/bin/python", _BASE, 1)
        for work, seconds in many.items():
            board.timed(f"{work}, {large.rows:,}", "the build before", _both(before[work], seconds), 1 / 20)


@pytest.mark.slow
def test_starts(board: Board, small: Tenant, large: Tenant) -> None:
    for tenant in (small, large):
        processes.sspr(tenant.url, "ask", "failures 7d")  # keeps the snapshot beside the database

    def asked(tenant: Tenant) -> None:
        processes.sspr(tenant.url, "ask", "failures 7d")

    both = in_turn(lambda: asked(small), lambda: asked(large), 5)
    board.timed(f"start to first answer, {large.rows:,}", f"the same, {small.rows:,}", both, 1.2)
    board.size(f"... its memory, {large.rows:,}", processes.peak_mb(large.url, "ask", "failures 7d"), "MB", 729 / 4)


@pytest.mark.slow
def test_a_digest_of_a_hundred_rows(board: Board, small_core: Services, large_core: Services) -> None:
    few, many = (_digest(one) for one in (small_core, large_core))
    board.timed("digest of 100 new rows, 3,000,000", "the same, 75,000", in_turn(few, many, 5), 1.5)


@pytest.mark.slow
def test_the_first_digest_after_a_load(board: Board, small: Tenant, large: Tenant, tmp_path: Path) -> None:
    few, many = (measured(_digests_after_loads(tenant, tmp_path), 7) for tenant in (small, large))
    board.timed("digest after a load of 100 rows, 3,000,000", "the same, 75,000", _both(few, many), 1.5)


_FAILURES: Final = 50_000


def test_a_digest_of_a_day_on_which_fifty_thousand_fail(board: Board, small: Tenant, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copy(small.folder / 'sspr.db', tmp_path / 'day.db')}"
    services = build_services(Settings.model_validate({"SSPR_DATABASE_URL": url}), clock=lambda: NOW)
    known = services.snapshots.current().position
    lines = (
        f"x{number}@contoso.com,User,{NOW - timedelta(seconds=1.5 * number):%Y-%m-%dT%H:%M:%SZ},,Failed,"
        "User does not have a license."
        for number in range(_FAILURES)
    )
    header = "User,Role,Date and Time,Method(s) Used,Result,Details"
    services.loading.load("day.csv", BytesIO("\n".join([header, *lines]).encode()))
    services.close()
    words = [sys.executable, "-m", "tests.benchmarks.day_of_failures", url, str(known), NOW.isoformat()]
    seconds, peak = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    board.timed(f"digest of a day with {_FAILURES:,} failures, with its file", "one second", _both(1, seconds), 1)
    board.size("... memory of its process", peak, "MB", 300)


def _digest(services: Services) -> Callable[[], object]:
    snapshot, catalogue = services.snapshots.current(), services.catalogue
    upto, since = snapshot.position, NOW - timedelta(days=1)
    return lambda: digest(
        snapshot,
        from_position=upto - 100,
        to_position=upto,
        since=since,
        catalogue=catalogue,
        now=NOW,
        zone=ZoneInfo("UTC"),
    )


def _digests_after_loads(tenant: Tenant, folder: Path) -> Callable[[], Callable[[], object]]:
    bot = Bot(f"sqlite:///{shutil.copy(tenant.folder / 'sspr.db', folder / f'{tenant.rows}.db')}")

    def digest_after_a_load() -> Callable[[], object]:
        bot.rows()()
        return _digest(bot.core)

    return digest_after_a_load


def _measured(tenant: Tenant, folder: Path, python: str, build: str, rounds: int) -> dict[str, float]:
    """On a copy of the tenant's database, which a build of before must not find migrated."""
    folder.mkdir(exist_ok=True)
    source = tenant.folder / ("before.db" if build == _BASE else "sspr.db")
    if build == _BASE:
        subprocess.run(
            [python, "-m", "bot", "load", str(tenant.attempts)],
            check=True,
            cwd=build,
            env=processes.environment({"SSPR_DATABASE_URL": f"sqlite:///{source}"}),
            stdout=subprocess.DEVNULL,
        )
    database = shutil.copy(source, folder / f"{tenant.rows}.db")
    words = [python, str(_SCRIPT.resolve()), f"sqlite:///{database}", str(rounds)]
    environment = processes.environment({"PYTHONPATH": str(Path(build).resolve())})
    done = subprocess.run(words, check=True, capture_output=True, text=True, cwd=build, env=environment)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _both(base: float, ours: float) -> Both:
    return Both(Cost(base, base), Cost(ours, ours))
