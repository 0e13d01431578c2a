"""The whole way of an answer: over HTTP from the running bot, and from a cold start on the command line."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence

import psutil
import pytest

from bot.app.demo import CHANNELS, GROUPS, PEOPLE
from bot.app.services import wall_clock
from bot.local_slack.local_slack import LocalSlack
from tests.benchmarks import processes
from tests.benchmarks.client import SECRET, USER
from tests.benchmarks.conftest import Tenant
from tests.benchmarks.results_table import Board, Both, Cost, in_turn, median

_FLOOR_IMPORTS = "import pandas, slack_bolt, sqlalchemy"
_IDLE = "no-op Bolt listener, same server"
_TOKEN = "xoxb-of-the-benchmarks"
_ROUNDS, _SECONDS, _ASKED = 5, 3, "failures 7d"
_OTHERS = {
    "... another window each time": "failures *h",
    "... who is stuck": "stuck",
    "... another's status": "status @",
}


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(
        team="Contoso",
        bot_name="sspr",
        command="/sspr",
        signing_secret=SECRET,
        bot_token=_TOKEN,
        people=PEOPLE,
        channels=CHANNELS,
        user_groups=GROUPS,
        clock=wall_clock,
    ) as local:
        yield local


def test_answers_over_http_and_the_memory_behind_them(board: Board, small: Tenant, slack: LocalSlack) -> None:
    port, idle_port = _free_ports(2)
    settings = {
        "SSPR_DATABASE_URL": small.url, "SSPR_PORT": str(port), "SLACK_BOT_TOKEN": _TOKEN, "SLACK_SIGNING_SECRET": SECRET,
        "SSPR_SLACK_API_URL": slack.api_url, "SSPR_ADMINS": USER,
    }  # fmt: skip
    bot = processes.serving(["-m", "bot", "run"], port, settings)
    idle = processes.serving(["-m", "tests.benchmarks.idle_bot", str(idle_port)], idle_port, {})
    with bot as number, idle as idle_number:
        ours, floors = (port, number), (idle_port, idle_number)
        asked = [(*floors, _ASKED), (*ours, _ASKED), *((*ours, text) for text in _OTHERS.values())]
        rounds = [[_cost_of_one(*one) for one in asked] for _ in range(_ROUNDS)]
        memory = psutil.Process(number).memory_info().rss / 2**20
    floor, same, *others = (median(side) for side in zip(*rounds, strict=True))
    board.rate(f"/sspr failures 7d over HTTP, {small.rows:,}", _IDLE, (1 / floor.wall, 1 / same.wall), 0.5)
    for name, one in zip(_OTHERS, others, strict=True):
        board.rate(name, _IDLE, (1 / floor.wall, 1 / one.wall), 0.35)
        board.timed(f"{name}: CPU of the server, an answer", _IDLE, Both(floor, one), 2.7)
    board.size(f"memory of the running bot, {small.rows:,}", memory, "MB", 160)


def test_start_to_first_answer(board: Board, small: Tenant) -> None:
    seconds = in_turn(
        lambda: processes.python("-c", _FLOOR_IMPORTS), lambda: processes.sspr(small.url, "ask", "failures 7d"), 9
    )
    board.timed(f"start to first answer, {small.rows:,}", f'python -c "{_FLOOR_IMPORTS}"', seconds, 1)
    fix = in_turn(
        lambda: processes.python("-c", _FLOOR_IMPORTS), lambda: processes.sspr(small.url, "fix", "SSPR_0029"), 5
    )
    board.timed(f"sspr fix, {small.rows:,}", f'python -c "{_FLOOR_IMPORTS}"', fix, 0.5)
    help_ = in_turn(lambda: processes.python("-c", _FLOOR_IMPORTS), lambda: processes.sspr(small.url, "--help"), 5)
    board.timed("sspr --help", f'python -c "{_FLOOR_IMPORTS}"', help_, 0.3)


def _cost_of_one(port: int, process: int, text: str) -> Cost:
    """An answer's CPU in the server, and its share of the time in which a few ask at once."""
    client: Sequence[str] = [sys.executable, "-m", "tests.benchmarks.client", str(port), str(process)]
    words = [*client, str(_SECONDS), text]
    rate, cpu = map(float, subprocess.run(words, check=True, capture_output=True, text=True).stdout.split())
    return Cost(cpu, 1 / rate)


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, different ones."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
