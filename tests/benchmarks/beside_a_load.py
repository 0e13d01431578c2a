"""How long people and probes wait while a large audit log is loaded: 24 ask for `status`, /healthz is asked all the time.

python -m tests.benchmarks.beside_a_load [POSTGRESQL_URL [ROWS]] prints p50, p99 and the longest, before and during the load.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from bot.app.demo import CHANNELS, GROUPS, PEOPLE
from bot.app.services import wall_clock
from bot.local_slack.local_slack import LocalSlack
from tests.benchmarks import processes
from tests.benchmarks.client import SECRET, USER, _body, _headers
from tests.benchmarks.data import users, write_attempts, write_audit

ROWS, ASKING, BEFORE = 288_000, 24, 20.0
_TOKEN = "xoxb-of-the-benchmarks"
_PORT = 38_765


class Waits:
    """How long each answer took, in seconds."""

    def __init__(self) -> None:
        self.status: list[float] = []
        self.health: list[float] = []
        self.failed = 0

    def told(self, name: str) -> str:
        lines = [f"{name}: {self.failed} failed"]
        for what, waits in (("status", sorted(self.status)), ("healthz", sorted(self.health))):
            if waits:
                p50, p99 = (waits[int(share * (len(waits) - 1))] for share in (0.5, 0.99))
                lines.append(f"  {what}: {len(waits)} answers, p50 {p50:.3f} s, p99 {p99:.3f} s, max {waits[-1]:.3f} s")
        return "\n".join(lines)


@contextmanager
def asking(names: list[str]) -> Iterator[Callable[[], Waits]]:
    """24 people, each with a question every two seconds, and a probe; call what comes for the waits from then on."""
    waits, stop = [Waits()], threading.Event()

    def ask(number: int) -> None:
        with closing(HTTPConnection("127.0.0.1", _PORT, timeout=60)) as connection:
            while not stop.wait(2.0):
                body = _body(f"{number}.{time.perf_counter_ns()}", f"status {names[(number * 37) % len(names)]}")
                _timed(waits[0], waits[0].status, connection, "POST", "/slack/events", body, _headers(body))

    def probe() -> None:
        with closing(HTTPConnection("127.0.0.1", _PORT, timeout=60)) as connection:
            while not stop.wait(0.1):
                _timed(waits[0], waits[0].health, connection, "GET", "/healthz", b"", {})

    def anew() -> Waits:
        waits[0] = Waits()
        return waits[0]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(ASKING)] + [threading.Thread(target=probe)]
    for thread in threads:
        thread.start()
    try:
        yield anew
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _timed(
    waits: Waits,
    into: list[float],
    connection: HTTPConnection,
    verb: str,
    path: str,
    body: bytes,
    headers: dict[str, str],
) -> None:
    begun = time.perf_counter()
    try:
        connection.request(verb, path, body, headers)
        response = connection.getresponse()
        response.read()
        waits.failed += response.status != 200
    except OSError:
        waits.failed += 1
        connection.close()
    into.append(time.perf_counter() - begun)


def main(url: str = "", rows: str = str(ROWS)) -> None:
    """Measure on a new SQLite database, or on the one that is given."""
    with tempfile.TemporaryDirectory() as folder:
        place, end = Path(folder), datetime(2026, 11, 20, tzinfo=UTC)
        url = url or f"sqlite:///{place / 'sspr.db'}"
        audit, small = place / "AuditLogs.csv", place / "resets.csv"
        write_audit(audit, int(rows), 20_000, end)
        write_attempts(small, 20_000, 20_000, end)
        processes.sspr(url, "load", str(small))
        with LocalSlack(
            team="Contoso", bot_name="sspr", command="/sspr", signing_secret=SECRET, bot_token=_TOKEN, people=PEOPLE,
            channels=CHANNELS, user_groups=GROUPS, clock=wall_clock,
        ) as slack:  # fmt: skip
            settings = {
                "SSPR_DATABASE_URL": url, "SSPR_PORT": str(_PORT), "SLACK_BOT_TOKEN": _TOKEN,
                "SLACK_SIGNING_SECRET": SECRET, "SSPR_SLACK_API_URL": slack.api_url, "SSPR_ADMINS": USER,
            }  # fmt: skip
            with processes.serving(["-m", "bot", "run"], _PORT, settings), asking(users(20_000)) as anew:
                waits = anew()
                time.sleep(BEFORE)
                print(waits.told("before the load"), flush=True)  # noqa: T201
                waits, begun = anew(), time.perf_counter()
                subprocess.run(
                    [sys.executable, "-m", "bot", "load", str(audit)], check=True, stdout=subprocess.DEVNULL,
                    env=os.environ | {"SSPR_DATABASE_URL": url},
                )  # fmt: skip
                took = f"during the load of {int(rows):,} rows, {time.perf_counter() - begun:.0f} s"
                print(waits.told(took), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
