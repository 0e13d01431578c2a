"""What should not grow with history: small loads, pulls, starts and digests at 75,000 and 3,000,000 attempts.

SSPR_BENCH_BASE names an older build, checked out beside with a `.venv` of its own, to be measured in the same run.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from bot.analysis.digest import digest
from bot.analysis.stuck import stuck
from bot.app.services import Services, build_services
from bot.digests.decision import CaseKey, Decision, DecisionKind
from bot.digests.stuck import as_decided
from bot.reports.instants import to_micros
from bot.service.ports import KeptQuestion
from bot.settings import Settings
from bot.storage.button_tokens import ButtonTokens
from bot.storage.digests.decisions import DecisionLog
from bot.storage.ledger import rows
from bot.storage.tables import decisions, kept_answers
from tests.benchmarks import processes
from tests.benchmarks.conftest import NOW, Tenant
from tests.benchmarks.results_table import Board, Both, Cost, in_turn
from tests.benchmarks.small_load import KEPT, Bot, measured

_SCRIPT: Final = Path(__file__).with_name("small_load.py")
_BASE: Final = os.environ.get("SSPR_BENCH_BASE")


@pytest.mark.slow
def test_small_loads(board: Board, small: Tenant, large: Tenant, tmp_path: Path) -> None:
    few, many = (_measured(tenant, tmp_path / "ours", sys.executable, ".", 5) for tenant in (small, large))
    for work, seconds in many.items():
        # All rows are written into the file: nothing is promised of it but that nobody waits for it.
        budget = None if work == KEPT else 1.2 if "nothing" in work else 10
        board.timed(f"{work}, {large.rows:,}", f"the same, {small.rows:,}", _both(few[work], seconds), budget)
    for tenant, found in ((small, few), (large, many)):
        both = _both(found["100 rows at the end"], found[KEPT])
        board.timed(f"{KEPT}, {tenant.rows:,}", "the load of the rows", both, None)
    if _BASE:
        before = _measured(large, tmp_path / "base", f"{_BASE}/.venv/bin/python", _BASE, 1)
        for work, seconds in before.items():
            board.timed(f"{work}, {large.rows:,}", "the build before", _both(seconds, many[work]), 1 / 20)


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


@pytest.mark.slow
def test_the_look_for_repeated_rows(
    board: Board, large: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, spent = Bot(f"sqlite:///{shutil.copy(large.folder / 'sspr.db', tmp_path / 'look.db')}"), 0.0

    def timed(look: Callable[..., Any]) -> Callable[..., Any]:
        def looking(*args: Any, **named: Any) -> Any:
            nonlocal spent
            before = time.process_time()
            found = look(*args, **named)
            spent += time.process_time() - before
            return found

        return looking

    for look in ("_absent", "_unknown", "not_saved_again"):  # one after the other, within a load
        monkeypatch.setattr(rows, look, timed(getattr(rows, look)))
    found = []
    for _ in range(8):
        spent = 0.0
        bot.rows(spread=True)()
        found.append(spent)
    bot.core.close()
    looked = _both(0.1, statistics.median(found[1:]))
    board.timed(f"look for repeated rows, 100 all over 30 days, {large.rows:,}", "a tenth of a second", looked, 1)


_FEW, _MANY = 100, 100_000
_WEEK: Final = timedelta(days=7)


def test_decisions_and_kept_answers(board: Board, small_core: Services, tmp_path: Path) -> None:
    few, many = (_with_history(tmp_path / f"{number}.db", number) for number in (_FEW, _MANY))
    answer = stuck(small_core.snapshots.current(), catalogue=small_core.catalogue, now=NOW)

    user = next(case.user for group in answer.groups for case in group.cases if group.cause.key == "no_license")

    def decided(services: Services, *, one_more: bool = False) -> Callable[[], object]:
        def ask() -> object:
            log = DecisionLog(services.activity)  # as a process that has asked nothing yet
            if one_more:
                log.record(Decision(CaseKey(user, "no_license"), DecisionKind.ACKNOWLEDGED, "U1", NOW, 1))
            return as_decided(answer, log.about, small_core.catalogue, NOW)

        return ask

    both = in_turn(decided(few), decided(many), 9)
    board.timed(f"decisions on who is stuck, {_MANY:,} old ones", f"the same, {_FEW}", both, 1.5)
    both = in_turn(decided(few, one_more=True), decided(many, one_more=True), 9)
    board.timed("... one more on a case, and who is stuck then", f"the same, {_FEW}", both, 1.5)
    both = in_turn(_keeping(few), _keeping(many), 4)
    board.timed(f"an answer is kept, one is over, one found, {_MANY:,} kept", f"the same, {_FEW}", both, 1.5)
    for services in (few, many):
        services.close()


def _with_history(database: Path, many: int) -> Services:
    """So many decisions on cases that are no more, and so many kept answers: each is over a second after the last."""
    services = build_services(
        Settings.model_validate({"SSPR_DATABASE_URL": f"sqlite:///{database}"}), clock=lambda: NOW
    )
    at = to_micros(NOW - _WEEK)
    with services.activity.writing() as (connection, _):
        of = {"tenant": services.activity.made(connection)}
        decided = {"at": at, "position": 1, "kind": "closed", "by": "U1", "cause": "no_license", "to": "", "reason": ""}
        old = [of | decided | {"number": one, "user": f"old{one}@contoso.com"} for one in range(1, many + 1)]
        connection.execute(insert(decisions), old)
        asked = {"asker": "U1", "question": "failures 7d"}
        kept = [of | asked | {"token": f"token{one}", "asked_at": at + one * 1_000_000} for one in range(many)]
        connection.execute(insert(kept_answers), kept)
    return services


def _keeping(services: Services) -> Callable[[], object]:
    """One more is kept each time, a second after the last one, so that the oldest is over; the newest is read back."""
    tokens, others = ButtonTokens(services.activity), ButtonTokens(services.activity)
    seconds = count()

    def keep() -> None:
        now = NOW + timedelta(seconds=next(seconds) + 0.5)
        token = tokens.keep(KeptQuestion("failures 7d", "U1", now))
        assert tokens.flush()
        assert others.find(token, now)

    return keep


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
