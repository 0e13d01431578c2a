"""The fleet on a real Dask cluster of processes: the same numbers as in one process, also after a worker was killed."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app.services import Services, build_services
from bot.app.tenants.executor import OnDask
from bot.app.tenants.loads import LoadTask, TenantLoads
from bot.errors import SourceError
from bot.settings import Settings
from tests.integration.test_fleet import NOW, report
from tests.support.command import sspr
from tests.support.sqlite import sqlite_url

pytestmark = pytest.mark.slow
_READY = {"scheduler": "Scheduler at:", "worker": "Registered to:"}


@contextmanager
def process(kind: str, *words: str, settings: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A part of the cluster, once it says that it is ready."""
    command = [sys.executable, "-m", "dask", kind, *words]
    started = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, **settings}
    )
    try:
        assert started.stderr is not None
        for line in started.stderr:
            if _READY[kind] in line:
                break
        else:
            pytest.fail(f"the {kind} ended")
        yield started
    finally:
        started.kill()
        started.communicate()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def cluster(settings: dict[str, str]) -> Iterator[tuple[str, list["subprocess.Popen[str]"]]]:
    """A scheduler and two workers."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as parts:
        scheduler = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        parts.enter_context(process("scheduler", *scheduler, settings=settings))
        worker = (address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        yield address, [parts.enter_context(process("worker", *worker, settings=settings)) for _ in range(2)]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    url = sqlite_url(tmp_path)
    for tenant in ("calm", "burst", "busy"):
        (tmp_path / f"{tenant}.csv").write_text(report(tenant, failing=3))
        done = sspr("load", str(tmp_path / f"{tenant}.csv"), "--tenant", tenant, settings={"SSPR_DATABASE_URL": url})
        assert done.returncode == 0
    return {"SSPR_DATABASE_URL": url}


def test_a_cluster_says_what_one_process_says_also_when_a_worker_dies(settings: dict[str, str]) -> None:
    here = json.loads(sspr("fleet", "--format", "json", *NOW, settings=settings).stdout)
    with cluster(settings) as (address, workers):
        there = sspr("fleet", "--format", "json", *NOW, settings={**settings, "SSPR_DASK": address})
        assert json.loads(there.stdout) == here
        workers[0].kill()
        again = sspr("fleet", "--format", "json", *NOW, settings={**settings, "SSPR_DASK": address})
        assert json.loads(again.stdout) == here


@dataclass(frozen=True, slots=True)
class DyingLoad(LoadTask):
    """Ends its worker, once, when a tenant's reports are in and nobody has heard of it yet."""

    def __call__(self, services: Services) -> TenantLoads:
        done = LoadTask.__call__(self, services)
        died = self.folder / "died"
        if not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return done


def folders(where: Path) -> Path:
    for tenant in ("alpha", "bravo", "charlie"):
        (where / "in" / tenant).mkdir(parents=True)
        (where / "in" / tenant / "week.csv").write_text(report(tenant, failing=3))
    (where / "in" / "alpha" / "odd.csv").write_text("no,report\n1,2\n")
    return where / "in"


def rows(settings: dict[str, str], tenant: str) -> int:
    services = build_services(Settings.model_validate({**settings, "SSPR_TENANT": tenant}))
    services.snapshots.refresh()
    number = len(services.snapshots.current().attempts)
    services.close()
    return number


def test_loads_of_many_tenants_are_done_by_the_executor(settings: dict[str, str], tmp_path: Path) -> None:
    done = sspr("load", "--each", str(folders(tmp_path)), settings=settings)
    number = rows(settings, "alpha")
    assert done.stdout.splitlines() == [
        f"{tenant}: 1 file, {number} rows, {number} new" for tenant in ("alpha", "bravo", "charlie")
    ]
    assert done.returncode == 1
    assert done.stderr.startswith("alpha: ")
    assert "odd.csv" in done.stderr
    (tmp_path / "in" / "alpha" / "odd.csv").unlink()
    again = sspr("load", "--each", str(tmp_path / "in"), "--format", "json", settings=settings)
    assert (again.returncode, {one["files"] for one in json.loads(again.stdout)}) == (0, {0})
    empty = sspr("load", "--each", str(tmp_path / "in" / "alpha"), settings=settings)
    assert "holds no folders; there is to be one for each tenant" in empty.stderr


def test_a_worker_that_is_killed_within_a_task_loses_and_doubles_nothing(
    settings: dict[str, str], tmp_path: Path
) -> None:
    keys = ["alpha", "bravo", "charlie"]
    with cluster(settings) as (address, workers):
        executor = OnDask(address)
        found = executor.run(DyingLoad(folders(tmp_path)), keys)
        executor.close()
        assert [one.tenant for one in found] == keys
        assert [one.problem for one in found] == ["", "", ""]
        assert sorted(worker.poll() is None for worker in workers) == [False, True]
    sspr("load", str(tmp_path / "in" / "bravo" / "week.csv"), "--tenant", "delta", settings=settings)
    assert {rows(settings, key) for key in keys} == {rows(settings, "delta")}


def test_without_a_scheduler_that_is_said(settings: dict[str, str]) -> None:
    done = sspr("fleet", settings={**settings, "SSPR_DASK": f"tcp://127.0.0.1:{free_port()}"})
    assert done.returncode == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:" in done.stderr


@dataclass(frozen=True, slots=True)
class FailingLoad(LoadTask):
    """Fails as nobody thought of, with words that hold a name."""

    def __call__(self, services: Services) -> TenantLoads:  # noqa: ARG002
        raise ValueError("eve.secret@contoso.com")


def test_what_nobody_thought_of_is_told_without_its_words_also_in_the_log_of_the_worker(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with cluster(settings) as (address, workers):
        executor = OnDask(address)
        with pytest.raises(SourceError, match=r"did not do the work: ValueError in __call__ line \d+\."):
            executor.run(FailingLoad(tmp_path), ["calm"])
        executor.close()
        for worker in workers:
            worker.terminate()
        logs = "".join(worker.communicate(timeout=20)[1] for worker in workers)
    assert "Compute Failed" in logs
    assert "eve" not in logs
