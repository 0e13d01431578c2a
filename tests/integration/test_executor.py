"""The fleet on a real Dask cluster of processes: the same numbers as in one process, also after a worker was killed."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

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
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as cluster:
        cluster.enter_context(
            process("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", settings=settings)
        )
        workers = [
            cluster.enter_context(
                process("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", settings=settings)
            )
            for _ in range(2)
        ]
        there = sspr("fleet", "--format", "json", *NOW, settings={**settings, "SSPR_DASK": address})
        assert json.loads(there.stdout) == here
        workers[0].kill()
        again = sspr("fleet", "--format", "json", *NOW, settings={**settings, "SSPR_DASK": address})
        assert json.loads(again.stdout) == here


def test_without_a_scheduler_that_is_said(settings: dict[str, str]) -> None:
    done = sspr("fleet", settings={**settings, "SSPR_DASK": f"tcp://127.0.0.1:{free_port()}"})
    assert done.returncode == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:" in done.stderr
