"""Many tenants, measured: `python -m tests.benchmarks.many_tenants claims|fleet|memory|large`. Prints what RESULTS.md repeats.

claims  10,000 tenants due at once, taken by four processes on PostgreSQL, one of which is killed in the middle
fleet   1,000 tenants of 750 rows: `fleet failures by cause 7d` in process, with 1, 2 and 4 Dask workers, and a task's cost
memory  1,000 tenants known, 20 of them asked
large   five small tenants asked all the time while one of 3,000,000 rows is loaded and asked in the same process
"""

import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import distributed
from sqlalchemy import create_engine, text

from bot.app.fleet import ask_fleet
from bot.app.services import build_services, open_engines
from bot.app.tenants.executor import on_worker
from bot.app.tenants.fleet import FleetTask
from bot.reports.window import Window
from bot.service.tenant_work import Claim
from bot.settings import Settings, load_settings
from bot.storage.database import open_database
from bot.storage.tenant_work import TenantWork
from tests.benchmarks.data import write_attempts
from tests.support.many_tenants import ManyTenants, many_tenants
from tests.support.postgres import _BINARIES, _own_cluster

NOW = datetime(2017, 2, 27, 9, tzinfo=UTC)
TENANTS = int(os.environ.get("SSPR_TEST_TENANTS", "1000"))
LICENSE = "User does not have a license. You can add a license to the user to resolve this"
DONE = "User successfully reset password"


@contextmanager
def postgres() -> Iterator[str]:
    """A cluster of its own."""
    folder = Path(tempfile.mkdtemp(prefix="sspr-many-"))
    shutil.chown(folder, "postgres", "postgres")
    programs = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    try:
        yield from _own_cluster(programs[-1].parent, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


# --- claims


def take(url: str, number: int, started: Any) -> None:
    """One replica: take what is due, write it down as the digest of that tenant, give it back."""
    engine = open_database(url)
    work = TenantWork(engine, f"replica {number}")
    log = create_engine(url)
    started.wait()
    empty = 0
    while empty < 80:
        now = datetime.now(UTC)
        claims = work.claim(["digests"], now, now + timedelta(seconds=5), 8)
        empty = 0 if claims else empty + 1
        for claim in claims:
            post(log, claim, number)
            work.done(claim, now + timedelta(days=1))
        if not claims:
            time.sleep(0.25)


def post(log: Any, claim: Claim, number: int) -> None:
    """What stands for posting: looked for first, as a digest is read back after a crash, then written."""
    with log.begin() as connection:
        there = connection.execute(text("SELECT 1 FROM posted WHERE tenant = :t"), {"t": claim.tenant}).first()
        if there is None:
            connection.execute(text("INSERT INTO posted VALUES (:t, :r)"), {"t": claim.tenant, "r": number})


def claims() -> None:
    """Measure the burst."""
    count = int(os.environ.get("SSPR_TEST_TENANTS", "10000"))
    with postgres() as url:
        engine = open_database(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE posted (tenant text, replica int)"))
            connection.execute(text("CREATE INDEX ON posted (tenant)"))
        work = TenantWork(engine, "main")
        work.plan({f"t{n:05}": ("digests",) for n in range(count)}, datetime.now(UTC))
        context = multiprocessing.get_context("spawn")
        started = context.Event()
        replicas = [context.Process(target=take, args=(url, n, started)) for n in range(4)]
        for one in replicas:
            one.start()
        time.sleep(6)
        begun = time.perf_counter()
        started.set()
        while (done := posted(engine)) < count // 3:
            time.sleep(0.1)
        os.kill(replicas[0].pid or 0, signal.SIGKILL)
        while posted(engine) < count:
            time.sleep(0.1)
        took = time.perf_counter() - begun
        for one in replicas:
            one.join()
        with engine.connect() as connection:
            twice = count - int(connection.execute(text("SELECT count(DISTINCT tenant) FROM posted")).scalar() or 0)
        say(
            f"{count} tenants, 4 processes, one killed after {done}: {took:.1f} s; {posted(engine)} done, {twice} twice"
        )


def posted(engine: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM posted")).scalar() or 0)


# --- fleet


def filled(url: str, count: int, rows: int = 750) -> None:
    """So many tenants with so many attempts each, of 50 days."""
    settings = Settings.model_validate({"SSPR_DATABASE_URL": url})
    engines = open_engines(settings)
    for number in range(count):
        services = build_services(
            settings.model_copy(update={"tenant": f"t{number:05}"}), clock=lambda: NOW, engines=engines
        )
        services.loading.load("activity.csv", report(number, rows))
        services.close()
    engines.dispose()


def report(number: int, rows: int) -> Any:
    random = Random(number)
    lines = ["User,Role,Date and Time,Method(s) Used,Result,Details"]
    for _ in range(rows):
        at = NOW - timedelta(seconds=random.randrange(50 * 86_400))
        result, detail = ("Failed", LICENSE) if random.random() < 0.2 else ("Succeeded", DONE)
        who = f"u{random.randrange(200)}@t{number:05}.example"
        lines.append(f"{who},User,{at:%Y-%m-%dT%H:%M:%SZ},Mobile Phone,{result},{detail}")
    return BytesIO("\n".join(lines).encode())


def fleet() -> None:
    """Measure the question over all tenants."""
    with postgres() as url:
        begun = time.perf_counter()
        filled(url, TENANTS)
        say(f"loaded {TENANTS} tenants in {time.perf_counter() - begun:.0f} s")
        os.environ["SSPR_DATABASE_URL"] = url
        words = "failures by cause 7d"
        spent, begun = time.process_time(), time.perf_counter()
        here = ask_fleet(load_settings(), words, NOW)
        say(f"in process: {time.perf_counter() - begun:.1f} s, CPU {time.process_time() - spent:.1f} s here")
        for workers in (1, 2, 4):
            with cluster(workers) as address:
                os.environ["SSPR_DASK"] = address
                ask_fleet(load_settings(), words, NOW)  # the workers have imported all they need
                begun = time.perf_counter()
                there = ask_fleet(load_settings(), words, NOW)
                say(f"{workers} Dask workers: {time.perf_counter() - begun:.1f} s, the same: {there == here}")
                say(f"{workers} Dask workers, a task by itself: {task_seconds(address) * 1000:.0f} ms")
                del os.environ["SSPR_DASK"]


def task_seconds(address: str, number: int = 40) -> float:
    """What a task costs that has no tenant in it: to send it, to open the database, to bring nothing back."""
    connect: Any = distributed.Client
    with connect(address, set_as_default=False) as client:
        task = FleetTask(Window(NOW, NOW, ""), Window(NOW, NOW, ""), NOW)
        begun = time.perf_counter()
        client.gather(client.map(on_worker, [task] * number, [[]] * number, pure=False))
        return (time.perf_counter() - begun) / number


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler and its workers on this machine."""
    with ExitStack() as ending:
        file = Path(tempfile.mkdtemp()) / "scheduler.json"

        def start(*words: str) -> None:
            command = [sys.executable, "-m", "dask", *words]
            one = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            ending.callback(one.wait)
            ending.callback(one.kill)

        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        while not file.exists():
            time.sleep(0.1)
        for _ in range(workers):
            start("worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard")
        connect: Any = distributed.Client
        with connect(scheduler_file=str(file)) as client:
            client.wait_for_workers(workers)
            yield str(client.scheduler.address)


# --- memory


def memory() -> None:
    """Measure one process that knows many tenants and was asked about some."""
    rows = [f'[[tenant]]\nkey = "t{n:05}"\ndomains = ["t{n:05}.example"]\nadmins = ["U0PAT"]\n' for n in range(TENANTS)]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/sspr.db"
        filled(url, 20)
        before = rss()
        with many_tenants(Path(folder), "\n".join(rows), url=url) as bots:
            known = rss()
            for number in range(20):
                bots.ask("U0PAT", "C0LOBBY", f"tenant:t{number:05} stuck")
            more = rss() - known
            say(
                f"{TENANTS} tenants known: {known - before:.0f} MB more; 20 asked: {more:.0f} MB more, {rss():.0f} in all"
            )
            say(f"held by the registry's own count: {sum(bots.bots.registry.held().values()) / 1e6:.0f} MB")


# --- large


def large() -> None:
    """Measure what others wait for a large one."""
    rows = [f'[[tenant]]\nkey = "t{n:05}"\nadmins = ["U0PAT"]\n' for n in range(6)]
    count = int(os.environ.get("SSPR_TEST_ROWS", "3000000"))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/sspr.db"
        filled(url, 6)
        file = write_attempts(Path(folder) / "large.csv", count, 100_000, NOW)
        with many_tenants(Path(folder), "\n".join(rows), url=url) as bots:
            with asked_all_the_time(bots) as waits:
                time.sleep(20)
                say(f"before: {summary(waits)}")
                with bots.bots.registry.bot("t00000") as bot:
                    timed("load", waits, lambda: bot.services.load_file(file))
                for words in ("failures 30d by cause", "failures 30d by cause", "stuck"):
                    timed(words, waits, lambda: bots.ask("U0PAT", "C0OPS", f"tenant:t00000 {words}"))  # noqa: B023
            say(f"the answer: {bots.ask('U0PAT', 'C0OPS', 'tenant:t00000 failures 30d').text}")
            say(f"resident in the end: {rss():.0f} MB")


@contextmanager
def asked_all_the_time(bots: ManyTenants) -> Iterator[list[float]]:
    """One question after the other to the small tenants, in turn; the seconds of each."""
    waits: list[float] = []
    stop = threading.Event()

    def ask() -> None:
        number = 0
        while not stop.wait(0.2):
            number = number % 5 + 1
            begun = time.perf_counter()
            assert bots.slack.command("U0PAT", "C0LOBBY", "/sspr", f"tenant:t{number:05} stuck").ok
            waits.append(time.perf_counter() - begun)

    thread = threading.Thread(target=ask)
    thread.start()
    yield waits
    stop.set()
    thread.join()


def timed(what: str, waits: list[float], work: Callable[[], object]) -> None:
    """Do something with the large one; how long it took, and how long the others waited meanwhile."""
    waits.clear()
    begun = time.perf_counter()
    work()
    took = time.perf_counter() - begun
    time.sleep(1)
    say(f"{what} of the large one, {took:.1f} s: {summary(waits)}")


def summary(waits: list[float]) -> str:
    found = sorted(waits)
    return f"{len(found)} answers to others, p50 {found[len(found) // 2]:.2f} s, longest {found[-1]:.2f} s"


def rss() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    {"claims": claims, "fleet": fleet, "memory": memory, "large": large}[sys.argv[1]]()
