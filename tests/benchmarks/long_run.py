"""What the memory of a running bot does over 20,000 questions and 50 loads, and how much a large load takes of it.

python -m tests.benchmarks.long_run [ROWS [QUESTIONS [LOADS]]] prints megabytes: held after the start, after each tenth,
and the most at any time.
"""

import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from bot.app.demo import CHANNELS, GROUPS, PEOPLE
from bot.app.services import wall_clock
from bot.local_slack.local_slack import LocalSlack
from tests.benchmarks import processes
from tests.benchmarks.client import SECRET, USER, _body, _headers
from tests.benchmarks.data import users, write_attempts, write_audit

ROWS, QUESTIONS, LOADS, STEPS = 75_000, 20_000, 50, 10
_ASKED = ("failures {hours}h", "stuck", "status {user}", "failures {hours}h by domain", "resets {hours}h", "data")
_TOKEN, _PORT = "xoxb-of-the-benchmarks", 38_766


def main(rows: int = ROWS, questions: int = QUESTIONS, loads: int = LOADS) -> None:
    """Ask and load, and print what the bot holds."""
    now, names = datetime.now(UTC).replace(microsecond=0), users(20_000)
    with tempfile.TemporaryDirectory() as name, LocalSlack(
        team="Contoso", bot_name="sspr", command="/sspr", signing_secret=SECRET, bot_token=_TOKEN, people=PEOPLE,
        channels=CHANNELS, user_groups=GROUPS, clock=wall_clock,
    ) as slack:  # fmt: skip
        folder = Path(name)
        url, dropped = f"sqlite:///{folder / 'sspr.db'}", folder / "reports"
        dropped.mkdir()
        processes.sspr(url, "load", str(write_attempts(folder / "first.csv", rows, max(20_000, rows // 15), now)))
        settings = {
            "SSPR_DATABASE_URL": url, "SSPR_PORT": str(_PORT), "SLACK_BOT_TOKEN": _TOKEN, "SLACK_SIGNING_SECRET": SECRET,
            "SSPR_SLACK_API_URL": slack.api_url, "SSPR_ADMINS": USER, "SSPR_REPORTS_DIR": str(dropped),
        }  # fmt: skip
        with processes.serving(["-m", "bot", "run"], _PORT, settings) as number:
            _ask(names, 0, 50)
            _print("after the start", number)
            for step in range(STEPS):
                for load in range(loads // STEPS):
                    write_attempts(folder / "next.csv", 2_000 + step * 10 + load, 20_000, now).rename(
                        dropped / f"load-{step}-{load}.csv"
                    )
                _ask(names, step * questions, questions // STEPS)
                _print(
                    f"after {(step + 1) * questions // STEPS:,} questions and {(step + 1) * loads // STEPS} loads",
                    number,
                )
            write_audit(folder / "audit.csv", 250_000, 20_000, now).rename(dropped / "audit.csv")
            time.sleep(45)  # a quiet second for the folder, the load, and the minute's giving back
            _ask(names, 1, 50)
            time.sleep(30)
            _print("after an audit log of 250,000 rows", number)


def _ask(names: list[str], first: int, many: int) -> None:
    with closing(HTTPConnection("127.0.0.1", _PORT, timeout=60)) as connection:
        for number in range(first, first + many):
            text = _ASKED[number % len(_ASKED)].format(hours=1 + number % 700, user=names[number * 37 % len(names)])
            body = _body(f"{number}.{time.perf_counter_ns()}", text)
            connection.request("POST", "/slack/events", body, _headers(body))
            response = connection.getresponse()
            assert response.status == 200, response.read()
            response.read()


def _print(when: str, number: int) -> None:
    status = Path(f"/proc/{number}/status").read_text()
    held, most = (int(status.partition(f"{name}:")[2].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    print(f"{when}: {held:.0f} MB, the most {most:.0f} MB", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
