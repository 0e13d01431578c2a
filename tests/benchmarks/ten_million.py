"""Ten million attempts: loaded by four files, asked about beside Polars, and told in a digest.

python -m tests.benchmarks.ten_million [ROWS] prints seconds of CPU, and the most memory of each process.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.analysis.answers import GroupBy
from bot.analysis.digest import digest
from bot.analysis.failures import failures
from bot.analysis.stuck import stuck
from bot.app.services import build_services
from bot.knowledge.catalogue import load
from bot.reports.window import last
from bot.settings import Settings
from tests.benchmarks import processes
from tests.benchmarks.data import write_attempts
from tests.benchmarks.polars_floor import Polars
from tests.benchmarks.results_table import cost

ROWS, FILES, PEOPLE = 10_000_000, 4, 500_000
ASKED = ("detail", "cause", "domain", "day")


def main(rows: int = ROWS) -> None:
    """Load in processes of their own, ask in one without and in one with a peer."""
    now = datetime.now(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'sspr.db'}"
        for number in reversed(range(FILES)):
            end = now - timedelta(days=30 * number)
            path = write_attempts(folder / "attempts.csv", rows // FILES + number, PEOPLE, end)
            start = time.perf_counter()
            most = processes.peak_mb(url, "load", str(path))
            took = time.perf_counter() - start
            print(f"loaded {rows // FILES:,}: {took:.0f} s by the clock, {most:,.0f} MB", flush=True)  # noqa: T201
        for peer in ("", "Polars"):
            words = [sys.executable, "-m", "tests.benchmarks.ten_million", url, now.isoformat(), peer]
            print(subprocess.run(words, check=True, capture_output=True, text=True).stdout, flush=True)  # noqa: T201


def asked(url: str, at: str, peer: str) -> None:
    """Ask a process's own snapshot; with a peer every number is compared, without one memory is ours alone."""
    now, utc, catalogue = datetime.fromisoformat(at), ZoneInfo("UTC"), load()
    services = build_services(Settings.model_validate({"SSPR_DATABASE_URL": url}), clock=lambda: now)
    snapshot, window = services.snapshots.current(), last(timedelta(days=15), now=now)
    polars = Polars(snapshot) if peer else None
    ours = {
        by: partial(failures, snapshot, window, by=GroupBy(by), catalogue=catalogue, now=now, zone=utc) for by in ASKED
    }
    found = {f"failures 15d by {by}": _best(work) for by, work in ours.items()}
    found["stuck"] = _best(partial(stuck, snapshot, catalogue=catalogue, now=now))
    told = partial(
        digest, snapshot, from_position=snapshot.position - 100, to_position=snapshot.position,
        since=now - timedelta(days=1), catalogue=catalogue, now=now, zone=utc,
    )  # fmt: skip
    found["digest of the newest 100 rows"] = _best(told)
    for by in ASKED if polars else ():
        answer, (counts, _) = ours[by](), polars.failures(window, by)  # type: ignore[union-attr]
        assert (answer.counts.attempts, answer.counts.people, answer.counts.failing_people) == (
            counts[-1][0], counts[-1][1], counts[-1][4],
        )  # fmt: skip
        theirs = _best(partial(polars.failures, window, by))  # type: ignore[union-attr]
        found[f"failures 15d by {by}"] /= theirs
    services.close()
    status = Path("/proc/self/status").read_text()
    most = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    unit = "of Polars' CPU for failures, else seconds" if peer else "seconds"
    rounded = {name: round(cpu, 4) for name, cpu in found.items()}
    print(json.dumps({"rows": len(snapshot.attempts), "MB": round(most), unit: rounded}, indent=1))  # noqa: T201


def _best(work: object) -> float:
    return min(cost(work).cpu for _ in range(3))  # type: ignore[arg-type]


if __name__ == "__main__":
    if len(sys.argv) == 4:
        asked(*sys.argv[1:])
    else:
        main(*map(int, sys.argv[1:]))
